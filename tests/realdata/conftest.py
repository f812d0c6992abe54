"""Real exports lie beside the checkout; where they are absent, these tests say so in one line and are skipped.

A file is loaded once a module, in a transaction around that of each test: what a test changes is rolled back.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction
from django.test import override_settings

DATA = Path(settings.BASE_DIR).parent / "shared" / "data"


@pytest.fixture(scope="package")
def data() -> Path:
    if not DATA.is_dir():
        pytest.skip(f"real data not found at {DATA}")
    return DATA


@pytest.fixture(autouse=True)
def own_folders() -> None:
    """Not a store a test: the whole module shares one."""


@pytest.fixture(scope="module")
def module_store(data, django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Path]:
    """A database and a file store that the whole module shares and nobody else sees."""
    folder = tmp_path_factory.mktemp("realdata")
    with django_db_blocker.unblock(), roots_below(folder / "var"), rolled_back():
        yield folder


def roots_below(folder: Path) -> override_settings:
    roots = {f"{name.upper()}_ROOT": folder / name for name in ("events", "visitors", "rejects", "scratch")}
    return override_settings(VAR=folder, **roots)


@contextmanager
def rolled_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
