"""Events: what visitors did. They become day files, not rows; equal rows of one file are told apart by their number."""

from dataclasses import dataclass
from datetime import UTC, date

from django.utils.translation import gettext_lazy

from analytics.events.schema import CODED
from analytics.events.store import day_folder
from analytics.events.write import DayFile, discard, move_day, write_days
from analytics.importing.days import with_day
from analytics.importing.kinds.event_fields import FIELDS
from analytics.importing.kinds.event_identity import create_fresh
from analytics.importing.kinds.event_rows import EventStage, read_events
from analytics.importing.kinds.registry import declare_kind
from analytics.importing.kinds.types import ImportKind
from analytics.importing.session import Outcome, Session
from analytics.models import Batch, BatchDay, BatchState


@dataclass
class EventWork:
    """Day files written under names that nothing reads yet."""

    stage: EventStage
    used: dict[str, set[int]] | None
    files: list[DayFile]
    outcome: Outcome

    def commit(self, batch: Batch) -> Outcome:
        self.stage.words.make(batch, used=self.used)
        BatchDay.objects.bulk_create(
            BatchDay(
                shop_id=batch.shop_id,
                batch=batch,
                day=file.day,
                rows=file.rows,
                file=file.stored.name,
                size=file.stored.size,
                sha256=file.stored.sha256,
            )
            for file in self.files
        )
        return self.outcome

    def discard(self) -> None:
        self.stage.file.unlink(missing_ok=True)
        discard(self.files)


def prepare(session: Session) -> EventWork:
    stage = session.stage
    assert isinstance(stage, EventStage)
    days = _days(session, stage)
    used = None if stage.good == stage.rows else _used(session)
    files = _write(session, stage, days)
    stage.file.unlink(missing_ok=True)
    accepted = sum(file.rows for file in files)
    outcome = Outcome(
        accepted=accepted,
        duplicates=stage.good - accepted,
        days={file.day: file.rows for file in files},
        events_changed=bool(files),
    )
    return EventWork(stage, used, files, outcome)


def _write(session: Session, stage: EventStage, days: list[date]) -> list[DayFile]:
    stored = _stored_files(session, days)
    fresh = create_fresh(session.connection, stored=stored)
    if fresh is None and len(days) == 1 and stage.good == stage.rows:
        # Every row is a new one of one day: the file is that day's file already.
        return [move_day(stage.file, shop_id=session.shop.pk, day=days[0], rows=stage.good)]
    return write_days(
        session.connection, rows=fresh or "good_events", shop_id=session.shop.pk, days=days, cuts=session.days
    )


def _days(session: Session, stage: EventStage) -> list[date]:
    """Business days of the good rows, in order."""
    if stage.first is None or stage.last is None:
        return []
    first, last = (session.days.day_of(moment.replace(tzinfo=UTC)) for moment in (stage.first, stage.last))
    if first == last:
        return [first]
    rows = with_day(session.connection, table="good_events", time="at", day="day", days=session.days)
    return [day for (day,) in session.connection.execute(f"SELECT DISTINCT day FROM ({rows}) ORDER BY 1").fetchall()]


def _used(session: Session) -> dict[str, set[int]]:
    """Numbers of names that a good row uses, by field."""
    names = (*CODED, "product")
    lists = ", ".join(f"list(DISTINCT {name})" for name in names)
    found = session.connection.execute(f"SELECT {lists} FROM good_events").fetchone() or ()
    return {name: set(numbers or ()) for name, numbers in zip(names, found, strict=True)}


def _stored_files(session: Session, days: list[date]) -> list[str]:
    """Event files of the shop on the days that the rows touch."""
    if not days:
        return []
    named = BatchDay.objects.filter(
        shop=session.shop, batch__state=BatchState.ACTIVE, day__range=(days[0], days[-1])
    ).exclude(file="")
    touched = set(days)
    return [
        str(day_folder(session.shop.pk, day) / file) for day, file in named.values_list("day", "file") if day in touched
    ]


EVENTS = declare_kind(
    ImportKind(key="events", label=gettext_lazy("Events"), prepare=prepare, fields=FIELDS, read=read_events)
)
