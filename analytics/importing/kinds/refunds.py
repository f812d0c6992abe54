"""Refunds: money given back. The order and the date may be missing from a file; nothing is invented for them."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from analytics import bulk
from analytics.importing.catalogue import NamedProducts, name_products
from analytics.importing.days import with_day
from analytics.importing.kinds.refund_fields import FIELDS
from analytics.importing.kinds.registry import declare_kind
from analytics.importing.kinds.types import ImportKind
from analytics.importing.restate import changes, new_rows, restate
from analytics.importing.session import Outcome, Session
from analytics.models import Batch
from shopops.catalog.models import Product
from shopops.sales.models import Order, Refund

KNOWN = {
    "id": "BIGINT",
    "identity": "VARCHAR",
    "order_number": "VARCHAR",
    "refunded_at": "TIMESTAMP",
    "day": "DATE",
    "amount": "BIGINT",
    "quantity": "INTEGER",
}
COLUMNS = ("identity", "order_number", "refunded_at", "day", "amount", "quantity")


@dataclass
class RefundWork:
    session: Session
    products: NamedProducts | None
    good: int

    def commit(self, batch: Batch) -> Outcome:
        connection = self.session.connection
        if self.products:
            self.products.make(batch)
        known = Refund.objects.filter(shop_id=batch.shop_id).values_list(*KNOWN)
        bulk.create_known(connection, "known_refunds", KNOWN, known)
        given = {"refunded_at", "day"} if "time" in self.session.stage.fields else set()
        columns = [name for name in COLUMNS[2:] if name in given | {"amount"}]
        changed = changes(connection, stated="stated_refunds", known="known_refunds", key="identity", columns=columns)
        fresh = new_rows(stated="stated_refunds", known="known_refunds", key="identity")
        connection.execute(f"CREATE TEMP TABLE fresh_refunds AS {fresh}")
        self._insert(batch)
        restate(Refund, batch, changed)
        days = connection.execute("SELECT day, count(*) FROM fresh_refunds WHERE day IS NOT NULL GROUP BY 1").fetchall()
        outcome = Outcome(days=dict(days), changed=len(changed))
        outcome.also_due = self._days_of_orders(batch, [change.row for change in changed])
        outcome.accepted = _count(connection, "fresh_refunds") + len(changed)
        outcome.duplicates = self.good - outcome.accepted
        return outcome

    def _insert(self, batch: Batch) -> None:
        connection = self.session.connection
        orders = Order.objects.filter(shop_id=batch.shop_id).values_list("number", "id")
        bulk.create_known(connection, "refunded_orders", {"number": "VARCHAR", "order_id": "BIGINT"}, orders)
        products = Product.objects.filter(shop_id=batch.shop_id).values_list("code", "id")
        bulk.create_known(connection, "refunded_products", {"code": "VARCHAR", "product_id": "BIGINT"}, products)
        select = (
            f"SELECT {batch.shop_id}, {batch.pk}, identity, order_number, CAST(refunded_at AS VARCHAR),"
            " CAST(day AS VARCHAR), amount, quantity, order_id, product_id"
            " FROM fresh_refunds LEFT JOIN refunded_orders ON number = order_number"
            " LEFT JOIN refunded_products ON code = product ORDER BY identity"
        )
        columns = (*COLUMNS, "order_id", "product_id")
        bulk.insert_selected(Refund, ("shop_id", "batch", *columns), connection, select)

    def _days_of_orders(self, batch: Batch, changed: list[int]) -> set:  # type: ignore[type-arg]
        """Payment days of the orders that new and restated refunds belong to, and the days restated ones lie on."""
        mine = Refund.objects.filter(shop_id=batch.shop_id)
        days = set(mine.filter(batch=batch.pk).values_list("order__paid_day", flat=True).distinct())
        for at in range(0, len(changed), 500):
            for pair in mine.filter(pk__in=changed[at : at + 500]).values_list("order__paid_day", "day"):
                days |= set(pair)
        return days - {None}

    def discard(self) -> None:
        """Nothing is prepared outside of the transaction."""


def prepare(session: Session) -> RefundWork:
    """The table `stated_refunds`, one row a refund: by its own number, or by content and which of its equals it is."""
    connection, given = session.connection, session.stage.fields
    products = name_products(connection, session.shop, table=session.stage.table) if "product" in given else None
    source = f"good_{session.stage.table}"
    connection.execute(f"CREATE TEMP VIEW {source} AS SELECT * FROM {session.stage.table} WHERE problem IS NULL")
    rows = (
        with_day(connection, table=source, time="time", day="day", days=session.days)
        if "time" in given
        else f"SELECT *, NULL::TIMESTAMP AS time, NULL::DATE AS day FROM {source}"
    )
    own = [name for name in ("order", "product", "time", "amount", "quantity", "note") if name in given]
    content = ", ".join(f'"{name}"' for name in own)
    nth = f"row_number() OVER (PARTITION BY {content} ORDER BY row)"
    digest = f"substr(md5(concat_ws('|', {content})), 1, 20) || '-' || {nth}"
    identity = f"coalesce(refund, {digest})" if "refund" in given else digest
    number = "coalesce(\"order\", '')" if "order" in given else "''"
    product = "product" if "product" in given else "NULL::VARCHAR"
    quantity = "CAST(quantity AS INTEGER)" if "quantity" in given else "NULL::INTEGER"
    connection.execute(
        f"CREATE TEMP TABLE stated_refunds AS SELECT {identity} AS identity, {number} AS order_number,"
        f" {product} AS product, time AS refunded_at, day, amount, {quantity} AS quantity, row FROM ({rows})"
    )
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE stated_refunds AS SELECT * FROM stated_refunds"
        " QUALIFY row_number() OVER (PARTITION BY identity ORDER BY row DESC) = 1"
    )
    return RefundWork(session, products, _count(connection, source))


def _count(connection, table: str) -> int:  # type: ignore[no-untyped-def]
    return connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]


REFUNDS = declare_kind(ImportKind(key="refunds", label=_("Refunds"), prepare=prepare, fields=FIELDS))
