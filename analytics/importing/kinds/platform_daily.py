"""Platform days: what the platform's own report says of a day, as it says it; one row a day of the whole shop.

They are figures already, on platform basis: they stand beside what is counted from events and orders, and nothing is
counted from them. A later file about a day restates it.
"""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from analytics import bulk
from analytics.importing import parse
from analytics.importing.kinds.platform_fields import FIELDS
from analytics.importing.kinds.registry import declare_kind
from analytics.importing.kinds.types import ImportKind
from analytics.importing.refused import Refused
from analytics.importing.restate import Change, changes, new_rows, restate
from analytics.importing.session import Outcome, Session
from analytics.metrics.types import Basis
from analytics.models import Batch, PlatformDay

MEASURES = tuple(field.name for field in FIELDS if field.name != "day")
KNOWN = {"id": "BIGINT", "day": "DATE", **dict.fromkeys(MEASURES, "BIGINT")}
EARLIEST = parse.EARLIEST.date()


@dataclass
class PlatformWork:
    """The table `stated_days`: the last row of each day."""

    session: Session

    def commit(self, batch: Batch) -> Outcome:
        connection, given = self.session.connection, _given(self.session)
        known = PlatformDay.objects.filter(shop_id=batch.shop_id, dimension="").values_list(*KNOWN)
        bulk.create_known(connection, "known_days", KNOWN, known)
        changed = changes(connection, stated="stated_days", known="known_days", key="day", columns=given)
        fresh = self._insert(batch, given)
        restate(PlatformDay, batch, changed)
        days = [*fresh, *_days_of(batch, changed)]
        return Outcome(
            accepted=len(days),
            changed=len(changed),
            duplicates=_good(self.session) - len(days),
            days=dict.fromkeys(days, 1),
        )

    def _insert(self, batch: Batch, given: list[str]) -> list[date]:
        """Gives the days that no earlier file told of."""
        fresh = new_rows(stated="stated_days", known="known_days", key="day")
        rows = self.session.connection.execute(f"{fresh} ORDER BY day").fetchall()
        bulk.insert(
            PlatformDay,
            ("shop_id", "batch_id", "dimension", "member", "day", *given),
            ((batch.shop_id, batch.pk, "", 0, day.isoformat(), *figures) for day, *figures in rows),
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
    columns = ", ".join(f'"{name}"' for name in given)
    session.connection.execute(
        f"CREATE TEMP TABLE stated_days AS SELECT day, {columns} FROM {session.stage.table} WHERE problem IS NULL"
        " QUALIFY row_number() OVER (PARTITION BY day ORDER BY row DESC) = 1"
    )
    return PlatformWork(session)


def _given(session: Session) -> list[str]:
    return [name for name in MEASURES if name in session.stage.fields]


def _good(session: Session) -> int:
    counted = session.connection.execute(f"SELECT count(*) FROM {session.stage.table} WHERE problem IS NULL").fetchone()
    return counted[0] if counted else 0


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
