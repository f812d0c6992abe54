"""Orders: one row an order. A known order number that says something else restates the order."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.utils.translation import pgettext_lazy

from analytics import bulk
from analytics.importing.buyers import buyer_sql, make_buyers
from analytics.importing.days import with_day
from analytics.importing.kinds.order_fields import FIELDS
from analytics.importing.kinds.registry import declare_kind
from analytics.importing.kinds.types import ImportKind
from analytics.importing.restate import Change, changes, new_rows, restate
from analytics.importing.session import Outcome, Session
from analytics.models import Batch
from shopops.sales.models import Flag, Order, Refund

# Columns of the table `sales_order` with their types in DuckDB, beside number and buyer.
COLUMNS = {
    "created_at": "TIMESTAMP",
    "created_day": "DATE",
    "paid_at": "TIMESTAMP",
    "paid_day": "DATE",
    "amount": "BIGINT",
    "paid_amount": "BIGINT",
    "freight": "BIGINT",
    "items": "INTEGER",
    "region": "VARCHAR",
    "flag": "INTEGER",
}
FROM_FIELD = {"created": ("created_at", "created_day"), "paid": ("paid_at", "paid_day")}
# Orders are looked up one by one below this number of rows, all at once above.
FEW = 2_000


@dataclass
class OrderWork:
    session: Session

    def commit(self, batch: Batch) -> Outcome:
        connection = self.session.connection
        make_buyers(connection, batch, table="stated_orders")
        connection.execute(
            "CREATE TEMP TABLE placed_orders AS SELECT stated_orders.*, buyers.id AS buyer_id"
            " FROM stated_orders LEFT JOIN buyers USING (visitor)"
        )
        create_known_orders(self.session)
        given = [column for column in (*COLUMNS, "buyer_id") if column in stated_columns(self.session)]
        changed = changes(connection, stated="placed_orders", known="known_orders", key="number", columns=given)
        outcome = self._insert(batch)
        restate(Order, batch, changed)
        tie_refunds(batch)
        _note_changes(batch, outcome, changed)
        outcome.changed = len(changed)
        outcome.accepted += len(changed)
        outcome.duplicates = _rows(self.session) - outcome.accepted
        return outcome

    def _insert(self, batch: Batch) -> Outcome:
        fresh = new_rows(stated="placed_orders", known="known_orders", key="number")
        self.session.connection.execute(f"CREATE TEMP TABLE fresh_orders AS {fresh}")
        columns = ("number", *COLUMNS, "buyer_id")
        selected = ", ".join(stored_text(name) for name in columns)
        select = f"SELECT {batch.shop_id}, {batch.pk}, {selected} FROM fresh_orders ORDER BY created_at, number"
        bulk.insert_selected(Order, ("shop_id", "batch", *columns), self.session.connection, select)
        days = self.session.connection.execute(
            "SELECT day, count(*) FROM (SELECT created_day AS day FROM fresh_orders UNION ALL"
            " SELECT paid_day FROM fresh_orders WHERE paid_day IS NOT NULL AND paid_day <> created_day) GROUP BY 1"
        ).fetchall()
        flagged = self.session.connection.execute(
            "SELECT flag, count(*) FROM fresh_orders WHERE flag > 0 GROUP BY 1"
        ).fetchall()
        accepted = self.session.connection.execute("SELECT count(*) FROM fresh_orders").fetchone()
        notes = {f"{Flag(flag).name.lower()}_orders": count for flag, count in flagged}
        return Outcome(accepted=accepted[0] if accepted else 0, days=dict(days), notes=notes)

    def discard(self) -> None:
        """Nothing is prepared outside of the transaction."""


def prepare(session: Session) -> OrderWork:
    """The table `stated_orders`: the last row of each order number, with its business days and the buyer's hash."""
    connection, table = session.connection, session.stage.table
    given = session.stage.fields
    connection.execute(
        f"CREATE TEMP VIEW good_orders AS SELECT * FROM {table} WHERE problem IS NULL"
        ' QUALIFY row_number() OVER (PARTITION BY "order" ORDER BY row DESC) = 1'
    )
    connection.execute(
        "CREATE TEMP TABLE created_orders AS "
        + with_day(connection, table="good_orders", time="created", day="created_day", days=session.days)
    )
    rows = (
        with_day(connection, table="created_orders", time="paid", day="paid_day", days=session.days)
        if "paid" in given
        else "SELECT *, NULL::TIMESTAMP AS paid, NULL::DATE AS paid_day FROM created_orders"
    )
    visitor = buyer_sql("buyer", key=session.shop.hash_key) if "buyer" in given else "NULL::BIGINT"
    columns = ", ".join(f"{_source(name, given)} AS {name}" for name in COLUMNS)
    connection.execute(
        f'CREATE TEMP TABLE stated_orders AS SELECT "order" AS number, {visitor} AS visitor, {columns} FROM ({rows})'
    )
    return OrderWork(session)


def _source(column: str, given: tuple[str, ...]) -> str:
    if column in ("created_at", "paid_at"):
        return column.removesuffix("_at")
    if column in ("created_day", "paid_day"):
        return column
    kind = COLUMNS[column]
    empty = {"region": "''", "flag": "0"}.get(column, f"NULL::{kind}")
    return f"coalesce({column}, {empty})" if column in given else empty


def stated_columns(session: Session) -> set[str]:
    """Columns of an order that the file can tell."""
    given = session.stage.fields
    columns = {name for field in given for name in FROM_FIELD.get(field, (field,))}
    return columns | ({"buyer_id"} if "buyer" in given else set())


def stored_text(column: str) -> str:
    """SQL that makes a DuckDB value ready for the database: times and days as text."""
    return f"CAST({column} AS VARCHAR)" if COLUMNS.get(column) in ("TIMESTAMP", "DATE") else column


def create_known_orders(session: Session) -> None:
    """The table `known_orders`: the shop's orders that the file may speak of."""
    columns = {"id": "BIGINT", "number": "VARCHAR", **COLUMNS, "buyer_id": "BIGINT"}
    numbers = [
        number for (number,) in session.connection.execute("SELECT number FROM stated_orders LIMIT 2001").fetchall()
    ]
    orders = Order.objects.filter(shop=session.shop)
    if len(numbers) <= FEW:
        found = [
            row
            for at in range(0, len(numbers), 500)
            for row in orders.filter(number__in=numbers[at : at + 500]).values_list(*columns)
        ]
    else:
        found = list(orders.values_list(*columns))
    bulk.create_known(session.connection, "known_orders", columns, found)


def tie_refunds(batch: Batch) -> None:
    """Refunds that came before their order belong to it now."""
    loose = Refund.objects.filter(shop_id=batch.shop_id, order=None).exclude(order_number="")
    for refund in loose.iterator():
        order = Order.objects.filter(shop_id=batch.shop_id, number=refund.order_number).first()
        if order is not None:
            Refund.objects.filter(shop_id=batch.shop_id, pk=refund.pk).update(order=order)


def _rows(session: Session) -> int:
    counted = session.connection.execute(f"SELECT count(*) FROM {session.stage.table} WHERE problem IS NULL").fetchone()
    return counted[0] if counted else 0


def _note_changes(batch: Batch, outcome: Outcome, changed: list[Change]) -> None:
    """Count the days that restated orders lie on now, and remember those that they left."""
    days: Counter[date] = Counter(outcome.days)
    rows = [change.row for change in changed]
    for at in range(0, len(rows), 500):
        orders = Order.objects.filter(shop_id=batch.shop_id, pk__in=rows[at : at + 500])
        for created, paid in orders.values_list("created_day", "paid_day"):
            days.update({created, paid or created})
    outcome.days = dict(days)
    left = (value for change in changed for name, value in change.before.items() if name.endswith("_day"))
    outcome.also_due |= {value for value in left if isinstance(value, date)}


ORDERS = declare_kind(
    ImportKind(key="orders", label=pgettext_lazy("kind of file", "Orders"), prepare=prepare, fields=FIELDS)
)
