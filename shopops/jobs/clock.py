"""One clock for all hosts: the database's."""

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import connection

SQLITE_NOW = "SELECT strftime('%Y-%m-%d %H:%M:%f', 'now')"
POSTGRESQL_NOW = "SELECT clock_timestamp()"


def database_now() -> datetime:
    """The database's present time, in UTC. In queries use `Now()`, which is the same clock without the round trip."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            return cursor.execute(POSTGRESQL_NOW).fetchone()[0].astimezone(UTC)
        cursor.execute(SQLITE_NOW)
        return datetime.fromisoformat(cursor.fetchone()[0] + "+00:00")


def lease_time() -> timedelta:
    """How long a run may be silent before others take its job."""
    return timedelta(seconds=settings.JOB_LEASE_SECONDS)
