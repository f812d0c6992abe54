"""Orders of a shop-day out of the order tables: as acts of placing and paying, whole and by line."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from shopops.sales.models import Order, OrderLine
from shopops.shops.models import Shop

# (order, buyer's hash, placed or paid, moment, product number, amount in minor units, pieces)
Act = tuple[str, int | None, bool, datetime | None, int, int | None, int | None]
COLUMNS = ("pk", "buyer__visitor", "created_day", "created_at", "paid_day", "paid_at", "amount", "paid_amount", "items")


@dataclass(frozen=True)
class Line:
    product: int
    pieces: int
    amount: int


def acts_of_day(shop: Shop, day: date) -> tuple[list[Act], list[Act]]:
    """Acts of real orders placed or paid on the day: one an order, and one a line (an order without lines is one)."""
    lines: dict[int, list[Line]] = {}
    for order, product, count, part in _lines_of(shop, day):
        lines.setdefault(order, []).append(Line(product or 0, count, part))
    whole: list[Act] = []
    parts: list[Act] = []
    for pk, visitor, created_day, created_at, paid_day, paid_at, amount, paid_amount, items in (
        Order.objects.real().of_day(shop, day).values_list(*COLUMNS)
    ):
        own = lines.get(pk, [])
        ordered: int | None = amount if amount is not None else _sum(line.amount for line in own)
        pieces = items if items is not None else _sum(line.pieces for line in own)
        sides = [(True, created_at, ordered)] if created_day == day else []
        sides += [(False, paid_at, ordered if paid_amount is None else paid_amount)] if paid_day == day else []
        for placed, moment, total in sides:
            act: Act = (str(pk), visitor, placed, moment, 0, total, pieces)
            whole.append(act)
            parts += [(*act[:4], line.product, line.amount, line.pieces) for line in own] or [act]
    return whole, parts


def _sum(values: Iterable[int]) -> int | None:
    """None where there is nothing to add up: an order of which no amount is known."""
    known = list(values)
    return sum(known) if known else None


def _lines_of(shop: Shop, day: date) -> Iterable[tuple[int, int | None, int, int]]:
    orders = Order.objects.real().of_day(shop, day)
    lines = OrderLine.objects.filter(shop=shop, order__in=orders.values("pk"))
    return lines.values_list("order_id", "product__number", "quantity", "amount")


def products_of_single_lines(shop: Shop, orders: set[int]) -> dict[int, int]:
    """Order → product number, for orders of one line: a refund that names no product can only be of that one."""
    found: dict[int, list[int]] = {}
    wanted = sorted(orders)
    for at in range(0, len(wanted), 500):
        lines = OrderLine.objects.filter(shop=shop, order_id__in=wanted[at : at + 500])
        for order, product in lines.values_list("order_id", "product__number"):
            found.setdefault(order, []).append(product or 0)
    return {order: products[0] for order, products in found.items() if len(products) == 1}
