"""Which shop-days have to be counted (again). The only writer of "due": a day without `DayFill` is due."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction
from django.db.models import F, Max, Min, QuerySet

from analytics.metrics.registry import definitions_digest, measures
from analytics.models import Batch, BatchDay, DayFill, FunnelDay, PayerDay, PeriodCount, ShopRevision, VisitorDay
from shopops.sales.models import Refund
from shopops.shops.models import Shop

ONE_DAY = timedelta(days=1)
# SQLite takes a limited number of parameters in a statement.
DAYS_A_STATEMENT = 500


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
    PeriodCount.objects.filter(shop=shop, last_day__gte=min(changed), first_day__lte=max(changed)).delete()
    forgotten = 0
    for some in _chunks(with_onlookers(shop, changed)):
        forgotten += DayFill.objects.filter(shop=shop, day__in=some).delete()[0]
    return forgotten


def mark_all_due(shop: Shop) -> None:
    """Within the caller's transaction: what the shop's files can tell has changed, so every figure is due."""
    bump_revision(shop)
    PeriodCount.objects.filter(shop=shop).delete()
    DayFill.objects.filter(shop=shop).delete()


def with_onlookers(shop: Shop, days: set[date]) -> set[date]:
    """`days` and those whose figures look at them, by what the relations declare."""
    relations = {measure.relation.key: measure.relation for measure in measures()}.values()
    back = max(relation.looks_back or 0 for relation in relations)
    ahead = max(relation.looks_ahead or 0 for relation in relations)
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


def fact_range(shop: Shop) -> tuple[date, date] | None:
    """First and last day that any active batch of the shop touches."""
    ends = _fact_days(shop).aggregate(first=Min("day"), last=Max("day"))
    return (ends["first"], ends["last"]) if ends["first"] else None


def _fact_days(shop: Shop) -> QuerySet[BatchDay]:
    return BatchDay.objects.filter(shop=shop, batch__in=Batch.objects.filter(shop=shop).active())


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
