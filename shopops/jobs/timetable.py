"""When the site's own work is due: pure, by whatever clock it is given."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# How often beat asks whether an entry is due. Only the database's clock answers.
ASKED_EVERY = timedelta(seconds=30)


@dataclass(frozen=True, kw_only=True)
class Every:
    minutes: int

    def newest_slot(self, now: datetime) -> datetime:
        """The last moment, now included, at which this was due. Earlier ones that were missed are not made up for."""
        return now - (now - EPOCH) % timedelta(minutes=self.minutes)


@dataclass(frozen=True, kw_only=True)
class Daily:
    """At a full hour of UTC."""

    hour: int

    def newest_slot(self, now: datetime) -> datetime:
        since = (now - EPOCH - timedelta(hours=self.hour)) % timedelta(days=1)
        return now - since


def beat_schedule_of(names: Iterable[str]) -> dict[str, dict]:
    """What Celery beat sends. Asks that nobody took in time are dropped: none pile up while workers are away."""
    return {
        name: {
            "task": "shopops.jobs.tasks.fire",
            "args": (name,),
            "schedule": ASKED_EVERY,
            "options": {"expires": ASKED_EVERY.total_seconds()},
        }
        for name in names
    }
