"""Which figures a shop's files allow, and for which days: what nobody told has no value, and is not 0."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Max, Min

from analytics.metrics.types import Needs
from analytics.models import Batch, BatchDay, BatchState
from shopops.sales.models import Order, Refund
from shopops.shops.models import Shop

Span = tuple[date, date]
ORDER_KINDS = ("orders", "order_lines")


@dataclass(frozen=True)
class Sources:
    """What the active batches of a shop tell, and the days that each source reaches over."""

    told: frozenset[str]
    tracking: Span | None
    orders: Span | None
    refunds: Span | None

    @property
    def refunds_from_tables(self) -> bool:
        """As orders; refund files may also stand beside events."""
        return self.orders_from_tables or any(field.startswith("refunds.") for field in self.told)

    @property
    def orders_from_tables(self) -> bool:
        """Order figures come from order files where the shop has any, else from events; never from both."""
        return any(f"{kind}.order" in self.told for kind in ORDER_KINDS)

    def span_of(self, needs: Needs) -> Span | None:
        """The days on which measures that need this have a value; None where they never do."""
        if not self._tells(needs):
            return None
        if needs in (Needs.TRACKING, Needs.INQUIRIES):
            return self.tracking
        if needs is Needs.REFUND_DAYS and self.refunds_from_tables:
            return self.refunds
        return self.orders if self.orders_from_tables else self.tracking

    def has(self, needs: Needs, day: date) -> bool:
        span = self.span_of(needs)
        return span is not None and span[0] <= day <= span[1]

    def is_complete(self, day: date) -> bool:
        """Every source that the shop uses has arrived for this day."""
        spans = [
            self.tracking if self._tells(Needs.TRACKING) else None,
            self.orders if self.orders_from_tables else None,
        ]
        used = [span for span in spans if span is not None]
        return bool(used) and all(day <= span[1] for span in used)

    def _tells(self, needs: Needs) -> bool:
        in_tables = self.refunds_from_tables if needs in _OF_REFUNDS else self.orders_from_tables
        if in_tables:
            fields = _TABLE_FIELDS[needs]
            return all(any(name in self.told for name in either) for either in fields)
        return all(any(name in self.told for name in either) for either in _EVENT_FIELDS[needs])


def _order(*fields: str) -> tuple[str, ...]:
    return tuple(f"{kind}.{field}" for kind in ORDER_KINDS for field in fields)


_SEEN = (("events.event",),)
_ASKED = (("events.event:inquiry",),)
_BOUGHT = ("events.event:order", "events.event:purchase")
_PAID = ("events.event:pay", "events.event:purchase")
_OF_REFUNDS = (Needs.REFUND_DAYS, Needs.REFUNDS_OF_ORDERS)
# For each need: groups of fields, of each of which at least one must have been told.
_TABLE_FIELDS: dict[Needs, tuple[tuple[str, ...], ...]] = {
    Needs.TRACKING: _SEEN,
    Needs.INQUIRIES: _ASKED,
    Needs.ORDERS: (_order("order"),),
    Needs.BUYERS: (_order("buyer"),),
    Needs.PAYMENTS: (_order("paid"),),
    Needs.PAYERS: (_order("paid"), _order("buyer")),
    Needs.ORDER_AMOUNTS: (_order("amount"),),
    Needs.PAID_AMOUNTS: (_order("paid"), _order("amount", "paid_amount")),
    Needs.QUANTITIES: (_order("paid"), _order("items", "quantity")),
    Needs.REFUND_DAYS: (("refunds.time",),),
    Needs.REFUNDS_OF_ORDERS: (("refunds.order",),),
}
_EVENT_FIELDS: dict[Needs, tuple[tuple[str, ...], ...]] = {
    Needs.TRACKING: _SEEN,
    Needs.INQUIRIES: _ASKED,
    Needs.ORDERS: (_BOUGHT,),
    Needs.BUYERS: (_BOUGHT,),
    Needs.PAYMENTS: (_PAID,),
    Needs.PAYERS: (_PAID,),
    Needs.ORDER_AMOUNTS: (_BOUGHT, ("events.amount",)),
    Needs.PAID_AMOUNTS: (_PAID, ("events.amount",)),
    Needs.QUANTITIES: (_PAID, ("events.quantity",)),
    Needs.REFUND_DAYS: (("events.event:refund",), ("events.amount",)),
    # An event of a refund does not say which payment it belongs to.
    Needs.REFUNDS_OF_ORDERS: (("nothing",),),
}


def told_by(shop: Shop) -> set[str]:
    """Every field that any active batch of the shop tells."""
    fields = Batch.objects.filter(shop=shop).active().values_list("fields", flat=True)
    return {told for batch in fields for told in batch}


def sources_of(shop: Shop) -> Sources:
    """What the shop's files tell now."""
    events = BatchDay.objects.filter(shop=shop, batch__state=BatchState.ACTIVE).exclude(file="")
    tracking = _span(events.aggregate(first=Min("day"), last=Max("day")))
    orders = _orders_span(shop)
    refunded = _span(Refund.objects.filter(shop=shop, day__isnull=False).aggregate(first=Min("day"), last=Max("day")))
    # No refund with a day: nobody told when money went back.
    refunds = _joined(orders, refunded) if refunded else None
    return Sources(frozenset(told_by(shop)), tracking, orders, refunds)


def _orders_span(shop: Shop) -> Span | None:
    ends = Order.objects.filter(shop=shop).aggregate(
        first=Min("created_day"), last=Max("created_day"), first_paid=Min("paid_day"), last_paid=Max("paid_day")
    )
    created = _span(ends)
    paid = (ends["first_paid"], ends["last_paid"]) if ends["first_paid"] else None
    return _joined(created, paid)


def _span(ends: dict[str, date]) -> Span | None:
    return (ends["first"], ends["last"]) if ends["first"] else None


def _joined(one: Span | None, other: Span | None) -> Span | None:
    if one is None or other is None:
        return one or other
    return min(one[0], other[0]), max(one[1], other[1])
