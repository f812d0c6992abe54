"""Two addresses for whoever watches the server: the process is up; the site can do its work."""

import logging
import shutil
from collections.abc import Callable
from functools import cache
from http import HTTPStatus

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

log = logging.getLogger(__name__)

Check = Callable[[], str]
CHECKS: dict[str, Check] = {}
# What `/readyz` tells beside its checks, for whoever watches over it; nothing about it is right or wrong here.
FACTS: dict[str, Callable[[], str | None]] = {}
LEAST_FREE_BYTES = 500_000_000


def readiness(name: str) -> Callable[[Check], Check]:
    """Declare a check of `/readyz`: it returns what is wrong, or nothing. Apps declare theirs in `ready()`."""

    def declare(check: Check) -> Check:
        CHECKS[name] = check
        return check

    return declare


@readiness("database")
def database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return ""


@readiness("migrations")
def migrations() -> str:
    missing = _migration_names() - set(MigrationRecorder(connection).applied_migrations())
    return f"{len(missing)} migrations are missing: run manage.py migrate" if missing else ""


@cache
def _migration_names() -> frozenset[tuple[str, str]]:
    """All migrations of this code, as (app, name); reading them takes long and they stay while the process lives."""
    return frozenset(MigrationLoader(None).disk_migrations)


@readiness("disk")
def disk() -> str:
    free = shutil.disk_usage(settings.VAR).free
    return "" if free >= LEAST_FREE_BYTES else f"{free} bytes are free"


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """`ok` or `failing` for each check, 503 if one fails. The reasons go to the log: this address is public."""
    states = {name: _state(name, check) for name, check in CHECKS.items()}
    ready = all(state == "ok" for state in states.values())
    status = HTTPStatus.OK if ready else HTTPStatus.SERVICE_UNAVAILABLE
    facts = {name: tell() for name, tell in FACTS.items()} if states["database"] == "ok" else {}
    return JsonResponse({"ready": ready, "checks": states, **facts}, status=status)


def _state(name: str, check: Check) -> str:
    try:
        reason = check()
    except Exception as failure:  # whatever it is, the site is not ready
        reason = repr(failure)
    if reason:
        log.warning("not ready: %s: %s", name, reason)
    return "failing" if reason else "ok"
