"""Order lines: one row a product in an order. Where no order file told of an order, its lines make it."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from analytics import bulk
from analytics.importing.buyers import buyer_sql, make_buyers
from analytics.importing.catalogue import NamedProducts, name_products
from analytics.importing.days import with_day
from analytics.importing.kinds.order_line_fields import FIELDS
from analytics.importing.kinds.registry import declare_kind
from analytics.importing.kinds.types import ImportKind
from analytics.importing.session import Outcome, Session
from analytics.models import Batch
from shopops.catalog.models import Product
from shopops.sales.models import Order, OrderLine

KNOWN = {"id": "BIGINT", "number": "VARCHAR"}
LINES = {"number": "VARCHAR", "identity": "VARCHAR"}


@dataclass
class LineWork:
    session: Session
    products: NamedProducts
    good: int

    def commit(self, batch: Batch) -> Outcome:
        connection = self.session.connection
        self.products.make(batch)
        self._make_orders(batch)
        _create_known(self.session)
        products = Product.objects.filter(shop_id=batch.shop_id).values_list("code", "id")
        bulk.create_known(connection, "product_ids", {"code": "VARCHAR", "product_id": "BIGINT"}, products)
        accepted = self._insert(batch)
        days = connection.execute(
            "SELECT day, count(*) FROM (SELECT created_day AS day FROM touched UNION ALL"
            " SELECT paid_day FROM touched WHERE paid_day IS NOT NULL AND paid_day <> created_day) GROUP BY 1"
        ).fetchall()
        return Outcome(accepted=accepted, duplicates=self.good - accepted, days=dict(days))

    def _make_orders(self, batch: Batch) -> None:
        connection = self.session.connection
        make_buyers(connection, batch, table="made_orders")
        select = (
            f"SELECT {batch.shop_id}, {batch.pk}, number, buyers.id, CAST(created AS VARCHAR),"
            " CAST(created_day AS VARCHAR), CAST(paid AS VARCHAR), CAST(paid_day AS VARCHAR), flag, ''"
            " FROM made_orders LEFT JOIN buyers USING (visitor)"
            " ORDER BY created, number"
        )
        columns = ("number", "buyer_id", "created_at", "created_day", "paid_at", "paid_day", "flag", "region")
        bulk.insert_selected(Order, ("shop_id", "batch", *columns), connection, select)

    def _insert(self, batch: Batch) -> int:
        connection = self.session.connection
        connection.execute(
            "CREATE TEMP TABLE fresh_lines AS SELECT identified.*, known_orders.id AS order_id, created_day, paid_day"
            " FROM identified JOIN known_orders USING (number) ANTI JOIN known_lines USING (number, identity)"
        )
        connection.execute("CREATE TEMP VIEW touched AS SELECT created_day, paid_day FROM fresh_lines")
        select = (
            f"SELECT {batch.shop_id}, {batch.pk}, order_id, identity, product_id, quantity, amount FROM fresh_lines"
            " LEFT JOIN product_ids ON product_ids.code = fresh_lines.product ORDER BY order_id, identity"
        )
        columns = ("order_id", "identity", "product_id", "quantity", "amount")
        bulk.insert_selected(OrderLine, ("shop_id", "batch", *columns), connection, select)
        counted = connection.execute("SELECT count(*) FROM fresh_lines").fetchone()
        return counted[0] if counted else 0

    def discard(self) -> None:
        """Nothing is prepared outside of the transaction."""


def prepare(session: Session) -> LineWork:
    _set_aside_unknown(session)
    products = name_products(session.connection, session.shop, table=session.stage.table)
    _create_identified(session)
    _create_made_orders(session)
    counted = session.connection.execute("SELECT count(*) FROM identified").fetchone()
    return LineWork(session, products, counted[0] if counted else 0)


def _set_aside_unknown(session: Session) -> None:
    """Without a time in the file a line can only belong to an order that is known, or that the same file tells of."""
    numbers = Order.objects.filter(shop=session.shop).values_list("id", "number")
    bulk.create_known(session.connection, "order_numbers", KNOWN, numbers)
    if _orders_come_along(session):
        session.connection.execute("INSERT INTO order_numbers SELECT NULL, number FROM stated_orders")
    undated = "created IS NULL" if "created" in session.stage.fields else "true"
    session.set_aside(
        f'{undated} AND "order" NOT IN (SELECT number FROM order_numbers)',
        "order",
        str(_("no order of this number is known, and the row has no time of its own")),
    )


def _orders_come_along(session: Session) -> bool:
    """The file's rows are orders first (`analytics.importing.kinds.orders`), and lines only besides."""
    found = session.connection.execute("SELECT count(*) FROM duckdb_tables() WHERE table_name = 'stated_orders'")
    return bool(found.fetchone()[0])  # type: ignore[index]


def _create_identified(session: Session) -> None:
    """The table `identified`: each line with its own number, or with its content and which of its equals it is."""
    given = session.stage.fields
    created = "created" if "created" in given else "NULL::TIMESTAMP AS created"
    content = '"order", product, quantity, amount' + (", created" if "created" in given else "")
    digest = f"substr(md5(concat_ws('|', {content})), 1, 20)"
    nth = f"row_number() OVER (PARTITION BY {content} ORDER BY row)"
    own = f"coalesce(line, {digest} || '-' || {nth})" if "line" in given else f"{digest} || '-' || {nth}"
    session.connection.execute(
        f'CREATE TEMP TABLE identified AS SELECT row, "order" AS number, product, quantity, amount, {created},'
        f" {own} AS identity FROM {session.stage.table} WHERE problem IS NULL"
    )
    session.connection.execute(
        "CREATE OR REPLACE TEMP TABLE identified AS SELECT * FROM identified"
        " QUALIFY row_number() OVER (PARTITION BY number, identity ORDER BY row) = 1"
    )


def _create_made_orders(session: Session) -> None:
    """The table `made_orders`: orders that are known by these lines alone."""
    connection, given = session.connection, session.stage.fields
    if "created" not in given:
        connection.execute(
            "CREATE TEMP TABLE made_orders (number VARCHAR, visitor BIGINT, created TIMESTAMP, created_day DATE,"
            " paid TIMESTAMP, paid_day DATE, flag INTEGER)"
        )
        return
    paid = "min(paid)" if "paid" in given else "NULL::TIMESTAMP"
    visitor = buyer_sql("max(buyer)", key=session.shop.hash_key) if "buyer" in given else "NULL::BIGINT"
    flag = "coalesce(max(flag), 0)" if "flag" in given else "0"
    connection.execute(
        f'CREATE TEMP TABLE grouped_orders AS SELECT "order" AS number, {visitor} AS visitor, min(created) AS created,'
        f" {paid} AS paid, {flag} AS flag FROM {session.stage.table} WHERE problem IS NULL"
        ' AND "order" NOT IN (SELECT number FROM order_numbers) GROUP BY 1'
    )
    created = with_day(connection, table="grouped_orders", time="created", day="created_day", days=session.days)
    connection.execute(f"CREATE TEMP TABLE dated_orders AS {created}")
    rows = with_day(connection, table="dated_orders", time="paid", day="paid_day", days=session.days)
    connection.execute(f"CREATE TEMP TABLE made_orders AS {rows}")


def _create_known(session: Session) -> None:
    orders = Order.objects.filter(shop=session.shop).values_list("id", "number", "created_day", "paid_day")
    columns = KNOWN | {"created_day": "DATE", "paid_day": "DATE"}
    bulk.create_known(session.connection, "known_orders", columns, orders)
    lines = OrderLine.objects.filter(shop=session.shop).values_list("order__number", "identity")
    bulk.create_known(session.connection, "known_lines", LINES, lines)


ORDER_LINES = declare_kind(ImportKind(key="order_lines", label=_("Order lines"), prepare=prepare, fields=FIELDS))
