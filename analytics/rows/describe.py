"""Rows in the words of the shop: products, pages and orders by name, times by the shop's clock, people by number."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from analytics.events.schema import Kind as EventKind
from analytics.metrics.types import Text
from analytics.models import Code
from analytics.rows.collect import Row
from analytics.rows.kinds import Kind
from shopops.catalog.models import Product
from shopops.sales.models import Order, OrderLine, Refund
from shopops.shops.models import Shop
from shopops.shops.money import exponent, symbol, to_decimal
from shopops.web.sheets import Cell, Number

# Names looked up at once; SQLite takes a limited number of parameters in a statement.
AT_ONCE = 500
DONE: dict[int, Text] = {
    EventKind.VIEW: gettext_lazy("View"),
    EventKind.FAVOURITE: gettext_lazy("Favourite"),
    EventKind.CART: gettext_lazy("Cart"),
    EventKind.INQUIRY: gettext_lazy("Inquiry"),
    EventKind.ORDER: gettext_lazy("Order"),
}
_WHO, _PRODUCT, _PAGE = gettext_lazy("Visitor"), gettext_lazy("Product"), gettext_lazy("Page")
_SOURCE, _DEVICE, _ORDER = gettext_lazy("Source"), gettext_lazy("Device"), gettext_lazy("Order")
_BUYER, _AMOUNT, _PAID = gettext_lazy("Buyer"), gettext_lazy("Amount"), gettext_lazy("Paid")
COLUMNS: dict[Kind, tuple[Text, ...]] = {
    Kind.EVENTS: (gettext_lazy("Time"), _WHO, gettext_lazy("What"), _PRODUCT, _PAGE, _SOURCE, _DEVICE),
    Kind.VISITS: (
        *(gettext_lazy("Began"), _WHO, _PRODUCT, _PAGE, _SOURCE, _DEVICE, gettext_lazy("Views")),
        *(gettext_lazy("Events"), gettext_lazy("Seconds"), gettext_lazy("Favourite, cart, inquiry or order")),
    ),
    Kind.ORDERS: (
        *(_ORDER, gettext_lazy("What"), gettext_lazy("Placed"), _PAID, _BUYER),
        *(gettext_lazy("Products"), gettext_lazy("Pieces"), _AMOUNT),
    ),
    Kind.REFUNDS: (gettext_lazy("Refund"), _ORDER, _PAID, gettext_lazy("Refunded"), _BUYER, _PRODUCT, _AMOUNT),
}
# Places of the columns that hold numbers.
NUMBERS: dict[Kind, frozenset[int]] = {
    Kind.EVENTS: frozenset(),
    Kind.VISITS: frozenset({6, 7, 8}),
    Kind.ORDERS: frozenset({6, 7}),
    Kind.REFUNDS: frozenset({6}),
}


@dataclass
class Names:
    """What the numbers in some rows stand for."""

    products: Mapping[int, str] = field(default_factory=dict)
    codes: Mapping[tuple[str, int], str] = field(default_factory=dict)
    orders: Mapping[int, Order] = field(default_factory=dict)
    lines: Mapping[int, list[tuple[int, int]]] = field(default_factory=dict)
    refunds: Mapping[int, Refund] = field(default_factory=dict)


def described(shop: Shop, kind: Kind, rows: Iterable[Row]) -> list[list[Cell]]:
    """Cells under COLUMNS; so few queries for all rows. Times are the shop's local ones, without a zone."""
    found = list(rows)
    names, days = _names(shop, kind, found), shop.days
    return [_DESCRIBE[kind](row, names, _Clock(days.rule_of(row["day"])[1], shop.currency)) for row in found]


def in_words(cell: Cell, *, currency: str) -> str:
    """A cell as a page shows it."""
    match cell:
        case None:
            return "–"
        case Number(value=value):
            return f"{symbol(currency)}{value:,}"
        case datetime():
            return cell.strftime("%Y-%m-%d %H:%M:%S")
        case int():
            return f"{cell:,}"
        case _:
            return str(cell)


@dataclass(frozen=True)
class _Clock:
    """The shop's clock on the day of a row, and its currency."""

    zone: ZoneInfo
    currency: str

    def local(self, at: datetime | None) -> datetime | None:
        if at is None:
            return None
        aware = at if at.tzinfo else at.replace(tzinfo=UTC)
        return aware.astimezone(self.zone).replace(tzinfo=None)

    def money(self, minor: int | None) -> Number | None:
        if minor is None:
            return None
        places = exponent(self.currency)
        return Number(to_decimal(minor, self.currency), "#,##0" + ("." + "0" * places if places else ""))


def _event(row: Row, names: Names, clock: _Clock) -> list[Cell]:
    return [clock.local(row["moment"]), row["person"], str(DONE[row["kind"]]), *_where(row, names)]


def _visit(row: Row, names: Names, clock: _Clock) -> list[Cell]:
    engaged = _("yes") if row["engaged"] else _("no")
    # The time of a visit of one event is unknown, not zero.
    seconds = int(row["seconds"]) if row["events"] > 1 else None
    counts = (int(row["views"]), int(row["events"]), seconds)
    return [clock.local(row["moment"]), row["person"], *_where(row, names), *counts, engaged]


def _where(row: Row, names: Names) -> list[Cell]:
    codes = [names.codes.get((name, row[name])) for name in ("page", "source", "device")]
    return [names.products.get(row["product"]), *codes]


def _order(row: Row, names: Names, clock: _Clock) -> list[Cell]:
    order = names.orders.get(int(row["order_key"])) if row["order_key"].isdigit() else None
    placed, paid = (row["moment"], None) if row["placed"] else (None, row["moment"])
    # An event without an order number is an order of its own, and has none.
    number = row["order_key"].removeprefix("no ") if row["order_key"].startswith("no ") else None
    if order is not None:
        number, placed, paid = order.number, order.created_at, order.paid_at
    return [
        *(number, _("Placed") if row["placed"] else _("Paid"), clock.local(placed), clock.local(paid), row["person"]),
        *(_products(row, names), row["items"], clock.money(row["amount"])),
    ]


def _products(row: Row, names: Names) -> str | None:
    """The row's own product, or those of all lines of the order."""
    lines = [(row["product"], row["items"])] if row["product"] else []
    if not lines and row["order_key"].isdigit():
        lines = names.lines.get(int(row["order_key"]), [])
    words = [f"{names.products.get(product, '–')} × {pieces or 1}" for product, pieces in lines]
    return ", ".join(words) or None


def _refund(row: Row, names: Names, clock: _Clock) -> list[Cell]:
    refund = names.refunds.get(row["refund"])
    product = names.products.get(row["product"])
    if refund is None:
        return [None, None, None, clock.local(row["moment"]), row["person"], product, clock.money(row["amount"])]
    order = refund.order
    return [
        *(refund.identity, refund.order_number or (order.number if order else None)),
        *(clock.local(order.paid_at if order else None), clock.local(refund.refunded_at)),
        *(row["person"], product, clock.money(row["amount"])),
    ]


_DESCRIBE: dict[Kind, Callable[[Row, Names, _Clock], list[Cell]]] = {
    Kind.EVENTS: _event,
    Kind.VISITS: _visit,
    Kind.ORDERS: _order,
    Kind.REFUNDS: _refund,
}


def _names(shop: Shop, kind: Kind, rows: list[Row]) -> Names:
    products = {row["product"] for row in rows}
    if kind in (Kind.EVENTS, Kind.VISITS):
        return Names(products=_titles(shop, products), codes=_codes(shop, rows))
    if kind is Kind.REFUNDS:
        refunds = Refund.objects.filter(shop=shop, pk__in={row["refund"] for row in rows if row["refund"]})
        found = {refund.pk: refund for refund in refunds.select_related("order")}
        return Names(products=_titles(shop, products), refunds=found)
    keys = {int(row["order_key"]) for row in rows if row["order_key"].isdigit()}
    orders = {order.pk: order for order in Order.objects.filter(shop=shop, pk__in=keys)}
    lines: dict[int, list[tuple[int, int]]] = {}
    for order, product, pieces in OrderLine.objects.filter(shop=shop, order_id__in=keys).values_list(
        "order_id", "product__number", "quantity"
    ):
        lines.setdefault(order, []).append((product or 0, pieces))
    products |= {product for each in lines.values() for product, _pieces in each}
    return Names(products=_titles(shop, products), orders=orders, lines=lines)


def _titles(shop: Shop, numbers: set[int]) -> dict[int, str]:
    products = Product.objects.filter(shop=shop, number__in=numbers - {0})
    return {number: title or code for number, title, code in products.values_list("number", "title", "code")}


def _codes(shop: Shop, rows: list[Row]) -> dict[tuple[str, int], str]:
    numbers = {row[name] for row in rows for name in ("page", "source", "device")}
    codes = Code.objects.filter(shop=shop, dimension__in=("page", "source", "device"), number__in=numbers)
    return {(dimension, number): name for dimension, number, name in codes.values_list("dimension", "number", "name")}


def amount_of(value: float | Decimal, *, currency: str) -> str:
    """Minor units as exact money in words."""
    return f"{symbol(currency)}{to_decimal(round(value), currency):,}"
