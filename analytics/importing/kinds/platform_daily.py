"""Platform days: what the platform's own report says of a day, as it says it; a row of the whole shop, or of a source.

They are figures already, on platform basis: they stand beside what is counted from events and orders, and nothing is
counted from them. A platform may count a visitor in several sources, so its sources do not add up to the shop, and
neither is made out of the other. A later file about a day and source restates it.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from analytics import bulk
from analytics.importing import parse
from analytics.importing.kinds.platform_fields import FIELDS
from analytics.importing.kinds.platform_fields import MEASURES as REPORTABLE
from analytics.importing.kinds.registry import declare_kind
from analytics.importing.kinds.types import ImportKind
from analytics.importing.refused import Refused
from analytics.importing.restate import Change, changes, new_rows, restate
from analytics.importing.session import Outcome, Session
from analytics.importing.words import Words
from analytics.metrics.types import Basis
from analytics.models import Batch, PlatformDay

MEASURES = tuple(field.name for field in REPORTABLE)
KNOWN = {"id": "BIGINT", "day": "DATE", "dimension": "VARCHAR", "member": "BIGINT", **dict.fromkeys(MEASURES, "BIGINT")}
KEY = "day, dimension, member"
EARLIEST = parse.EARLIEST.date()


@dataclass
class PlatformWork:
    """The table `stated_days`: the last row of each day and source; `words` are the names of the sources."""

    session: Session
    words: Words

    def commit(self, batch: Batch) -> Outcome:
        self.words.make(batch, used=None)
        connection, given = self.session.connection, _given(self.session)
        bulk.create_known(connection, "known_days", KNOWN, _known(self.session))
        changed = changes(connection, stated="stated_days", known="known_days", key=KEY, columns=given)
        fresh = self._insert(batch, given)
        restate(PlatformDay, batch, changed)
        days = [*fresh, *_days_of(batch, changed)]
        return Outcome(
            accepted=len(days),
            changed=len(changed),
            duplicates=_good(self.session) - len(days),
            days=dict(Counter(days)),
        )

    def _insert(self, batch: Batch, given: list[str]) -> list[date]:
        """Gives the day of each row that no earlier file told of."""
        fresh = new_rows(stated="stated_days", known="known_days", key=KEY)
        rows = self.session.connection.execute(f"{fresh} ORDER BY {KEY}").fetchall()
        bulk.insert(
            PlatformDay,
            ("shop_id", "batch_id", "day", "dimension", "member", *given),
            ((batch.shop_id, batch.pk, day.isoformat(), *rest) for day, *rest in rows),
        )
        return [row[0] for row in rows]

    def discard(self) -> None:
        """Nothing is prepared outside of the transaction."""


def prepare(session: Session) -> PlatformWork:
    given = _given(session)
    if not given:
        raise Refused(
            _("The file has no column with a figure of a platform's report, such as visitors or paid_amount.")
        )
    today = session.days.day_of(timezone.now())
    session.set_aside(f"day NOT BETWEEN DATE '{EARLIEST}' AND DATE '{today}'", "day", _("not a day from 1990 to today"))
    words = _names_of_sources(session)
    columns = ", ".join(f'"{name}"' for name in given)
    session.connection.execute(
        f"CREATE TEMP TABLE stated_days AS SELECT day, {_member(words)}, {columns}"
        f" FROM {session.stage.table}{words.join('source', raw='source') if words.fields else ''}"
        f" WHERE problem IS NULL QUALIFY row_number() OVER (PARTITION BY {KEY} ORDER BY row DESC) = 1"
    )
    return PlatformWork(session, words)


def _names_of_sources(session: Session) -> Words:
    """Of the good rows. The numbers are those of event files, so that a source has one on either basis."""
    fields = [field for field in FIELDS if field.name == "source" and field.name in session.stage.fields]
    words = Words(session.connection, session.shop, fields, {})
    words.learn(f"SELECT source FROM {session.stage.table} WHERE problem IS NULL")
    return words


def _member(words: Words) -> str:
    """SQL of the columns dimension and member: a row without a source is the whole shop."""
    if not words.fields:
        return "'' AS dimension, 0 AS member"
    number = words.number("source", raw="source")
    return f"CASE WHEN source IS NULL THEN '' ELSE 'source' END AS dimension, coalesce({number}, 0) AS member"


def _given(session: Session) -> list[str]:
    return [name for name in MEASURES if name in session.stage.fields]


def _good(session: Session) -> int:
    counted = session.connection.execute(f"SELECT count(*) FROM {session.stage.table} WHERE problem IS NULL").fetchone()
    return counted[0] if counted else 0


def _known(session: Session) -> Iterable[tuple[Any, ...]]:
    """What is known of the days that the file reaches over."""
    first, last = session.connection.execute("SELECT min(day), max(day) FROM stated_days").fetchone() or (None, None)
    if first is None:
        return []
    return PlatformDay.objects.filter(shop=session.shop, day__range=(first, last)).values_list(*KNOWN)


def _days_of(batch: Batch, changed: list[Change]) -> list[date]:
    rows = [change.row for change in changed]
    return [
        day
        for at in range(0, len(rows), 500)
        for day in PlatformDay.objects.filter(shop_id=batch.shop_id, pk__in=rows[at : at + 500]).values_list(
            "day", flat=True
        )
    ]


PLATFORM_DAILY = declare_kind(
    ImportKind(
        key="platform_daily",
        label=gettext_lazy("Platform days"),
        prepare=prepare,
        fields=FIELDS,
        basis=Basis.PLATFORM,
    )
)
