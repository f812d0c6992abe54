"""Which shop-days have to be counted (again). The only writer of "due": a day without `DayFill` is due."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import F, Max, Min, Q

from analytics.metrics.registry import definitions_digest, measures
from analytics.metrics.types import Relation
from analytics.models import BatchDay, BatchState, DayFill, FunnelDay, PayerDay, PeriodCount, ShopRevision, VisitorDay
from shopops.sales.models import Refund
from shopops.shops.models import Shop

ONE_DAY = timedelta(days=1)
# SQLite takes a limited number of parameters in a statement.
DAYS_A_STATEMENT = 500
# Import kinds whose rows are figures of a platform already: their days have no facts to count.
PLATFORM_KINDS = ("platform_daily",)
REPORTED = Q(batch__kind__in=PLATFORM_KINDS)
Span = tuple[date, date]


def mark_due(shop: Shop, days: Iterable[date], *, events_changed: bool) -> int:
    """Within the caller's transaction: facts of `days` changed, so figures that look at them are due.

    Gives the number of filled days that became due.
    """
    changed = set(days)
    if not changed:
        return 0
    bump_revision(shop)
    if events_changed:
        for some in _chunks(changed):
            VisitorDay.objects.filter(shop=shop, day__in=some).delete()
    _forget_periods(shop, min(changed), max(changed))
    forgotten = 0
    for some in _chunks(with_onlookers(shop, changed)):
        forgotten += DayFill.objects.filter(shop=shop, day__in=some).delete()[0]
    return forgotten


def mark_all_due(shop: Shop) -> None:
    """Within the caller's transaction: what the shop's files can tell has changed, so every figure is due."""
    bump_revision(shop)
    PeriodCount.objects.filter(shop=shop).delete()
    DayFill.objects.filter(shop=shop).delete()


def _forget_periods(shop: Shop, first: date, last: date) -> None:
    """Kept counts of periods that hold a changed day, or look at one from before or after."""
    _relations, back, ahead = _looks()
    kept = PeriodCount.objects.filter(shop=shop, last_day__gte=first - ONE_DAY * ahead)
    kept.filter(first_day__lte=last + ONE_DAY * back).delete()


def _looks() -> tuple[list[Relation], int, int]:
    """The relations, and how many days back and ahead any of them looks."""
    relations = list({measure.relation.key: measure.relation for measure in measures()}.values())
    back = max(relation.looks_back or 0 for relation in relations)
    return relations, back, max(relation.looks_ahead or 0 for relation in relations)


def with_onlookers(shop: Shop, days: set[date]) -> set[date]:
    """`days` and those whose figures look at them, by what the relations declare."""
    relations, back, ahead = _looks()
    near = {day + ONE_DAY * step for day in days for step in range(-ahead, back + 1)}
    far = any(relation.looks_back is None or relation.looks_ahead is None for relation in relations)
    return near | (_tied_by_refunds(shop, near) if far else set())


def _tied_by_refunds(shop: Shop, days: set[date]) -> set[date]:
    """Payment days of refunds made on `days`, and refund days of payments made on them."""
    refunds = Refund.objects.filter(shop=shop, day__isnull=False, order__paid_day__isnull=False)
    first, last = min(days), max(days)
    refunded = refunds.filter(order__paid_day__range=(first, last)).values_list("order__paid_day", "day").distinct()
    paid = refunds.filter(day__range=(first, last)).values_list("day", "order__paid_day").distinct()
    return {other for pairs in (refunded, paid) for mine, other in pairs if mine in days and other is not None}


def forget_outside(shop: Shop) -> None:
    """Within the caller's transaction: figures of days on which the shop has no facts any more go for good."""
    span = fact_range(shop)
    for model in (FunnelDay, PayerDay, DayFill, VisitorDay):
        rows = model.objects.filter(shop=shop)  # type: ignore[attr-defined]
        (rows.exclude(day__range=span) if span else rows).delete()


def bump_revision(shop: Shop) -> None:
    if not ShopRevision.objects.filter(shop=shop).update(number=F("number") + 1):
        ShopRevision.objects.create(shop=shop, number=1)


def revision_of(shop: Shop) -> int:
    return ShopRevision.objects.filter(shop=shop).values_list("number", flat=True).first() or 0


def locked_revision(shop: Shop) -> int:
    """The revision, held until the end of the transaction so that no import can pass."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("locked_revision needs a transaction")
    number = ShopRevision.objects.select_for_update().filter(shop=shop).values_list("number", flat=True).first()
    return number or 0


@dataclass(frozen=True)
class Ranges:
    """First and last day of the shop's facts, and of the platform's own reports; None where there are none."""

    facts: Span | None
    reported: Span | None


def ranges_of(shop: Shop) -> Ranges:
    """What the active batches of the shop reach over. One query."""
    ends = BatchDay.objects.filter(shop=shop, batch__state=BatchState.ACTIVE).aggregate(
        first=Min("day", filter=~REPORTED),
        last=Max("day", filter=~REPORTED),
        first_reported=Min("day", filter=REPORTED),
        last_reported=Max("day", filter=REPORTED),
    )
    facts = (ends["first"], ends["last"]) if ends["first"] else None
    reported = (ends["first_reported"], ends["last_reported"]) if ends["first_reported"] else None
    return Ranges(facts, reported)


def fact_range(shop: Shop) -> Span | None:
    """First and last day on which any active batch of the shop has facts."""
    return ranges_of(shop).facts


def due_days(shop: Shop, *, first: date | None = None, last: date | None = None) -> list[date]:
    """Days from the first to the last fact that have no figures, or figures of other definitions; oldest first."""
    span = fact_range(shop)
    if span is None:
        return []
    start, end = max(first or span[0], span[0]), min(last or span[1], span[1])
    filled = set(
        DayFill.objects.filter(shop=shop, day__range=(start, end), definitions=definitions_digest()).values_list(
            "day", flat=True
        )
    )
    return [day for day in days_between(start, end) if day not in filled]


def days_between(first: date, last: date) -> list[date]:
    """Both ends included; empty when `last` lies before `first`."""
    return [first + ONE_DAY * step for step in range((last - first).days + 1)]


def _chunks(days: set[date]) -> list[list[date]]:
    ordered = sorted(days)
    return [ordered[at : at + DAYS_A_STATEMENT] for at in range(0, len(ordered), DAYS_A_STATEMENT)]
