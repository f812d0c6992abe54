"""The only writer of targets: proposes a year, sets a part of it to another amount, approves it.

Each is one transaction, whole or absent, and leaves a `TargetChange`. Wrong input raises ValidationError with a
message. An amount is whole: people, pieces, minor units; of a ratio its level in millionths.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from analytics.metrics.types import Metric, Ratio
from campaigns.targets.allowed import check_amount, check_member, check_reason, check_year, metric_named
from campaigns.targets.models import Act, DayTarget, Plan, State, TargetChange
from campaigns.targets.spread import Amounts, spread, with_amount, with_level
from campaigns.targets.tree import days_of_year, shared_level, total, year_of
from shopops.calendar.models import PlannedDay
from shopops.shops.models import Shop
from shopops.web.festivals import Span


@dataclass(frozen=True)
class By:
    """Who does it, when (an aware time) and why."""

    user: User
    at: datetime
    reason: str = ""


@transaction.atomic
def propose(
    shop: Shop,
    key: str,
    *,
    year: int,
    amount: int,
    weights: Mapping[date, int],
    by: By,
    dimension: str = "",
    member: int = 0,
) -> Plan:
    """A plan of the year's `amount`, spread by `weights` (of every day of it; see `propose.proposed_weights`).

    It takes the place of the plan that is there, whose approved days stay in force until it is approved.
    """
    metric = metric_named(key)
    check_year(year)
    check_member(metric, dimension=dimension, member=member)
    check_amount(metric, amount)
    proposed = {"state": State.PROPOSED, "proposed_by": by.user, "proposed_at": by.at}
    plan, _new = Plan.objects.update_or_create(
        shop=shop, year=year, metric=key, dimension=dimension, member=member, defaults=proposed
    )
    old, days = _targets(plan.days.all()), days_of_year(year)
    amounts = [amount] * len(days) if isinstance(metric, Ratio) else spread(amount, [weights[day] for day in days])
    new = dict(zip(days, amounts, strict=True))
    rows = [DayTarget(shop=shop, plan=plan, day=day, value=new[day], weight=weights[day]) for day in days]
    _keep(rows)
    _note(plan, metric, Act.PROPOSE, (days[0], days[-1]), old=old, new=new, by=by)
    return plan


@transaction.atomic
def edit(plan: Plan, span: Span, amount: int, *, by: By) -> None:
    """Set the days `span` to add up to `amount`: they are rescaled, all others stay. A reason must be given.

    A week over the turn of a year reaches into the neighbouring year's plan, if there is one, and changes both. Plans
    that were approved are proposals again.
    """
    metric = metric_named(plan.metric)
    check_reason(by.reason)
    check_amount(metric, amount)
    plans = list(Plan.objects.like(plan).touching(*span).select_for_update())
    rows = list(DayTarget.objects.filter(shop=plan.shop_id, plan__in=plans, day__range=span))
    if not rows:
        raise ValidationError(_("No day of this plan lies in this span."))
    old = _targets(rows)
    new = _changed(metric, old, span, amount, shape={row.day: row.weight for row in rows})
    for row in rows:
        row.value = new[row.day]
    _keep(rows)
    for each in plans:
        _note(each, metric, Act.EDIT, _common(span, each.year), old=old, new=new, by=by)
    Plan.objects.filter(shop=plan.shop_id, pk__in=[each.pk for each in plans]).update(state=State.PROPOSED)


@transaction.atomic
def approve(plan: Plan, *, by: By) -> Plan:
    """Put the plan's days in force: figures below read them from `PlannedDay`."""
    plan = Plan.objects.like(plan).select_for_update().get(pk=plan.pk)
    if plan.state == State.APPROVED:
        raise ValidationError(_("This plan is approved already."))
    metric, new, year = metric_named(plan.metric), _targets(plan.days.all()), year_of(date(plan.year, 1, 1))
    of_plan = {"shop_id": plan.shop_id, "metric": plan.metric, "dimension": plan.dimension, "member": plan.member}
    old = _targets(PlannedDay.objects.filter(**of_plan, day__range=year))
    PlannedDay.objects.bulk_create(
        [PlannedDay(**of_plan, day=day, value=value) for day, value in new.items()],
        update_conflicts=True,
        unique_fields=("shop", "day", "metric", "dimension", "member"),
        update_fields=("value",),
    )
    _note(plan, metric, Act.APPROVE, year, old=old, new=new, by=by)
    plan.state, plan.approved_by, plan.approved_at = State.APPROVED, by.user, by.at
    plan.save(update_fields=["state", "approved_by", "approved_at"])
    return plan


def _changed(metric: Metric, old: Amounts, span: Span, amount: int, *, shape: Amounts) -> dict[date, int]:
    return with_level(old, span, amount) if isinstance(metric, Ratio) else with_amount(old, span, amount, shape=shape)


def _targets(rows: Iterable[DayTarget | PlannedDay]) -> dict[date, int]:
    return {row.day: row.value for row in rows}


def _common(span: Span, year: int) -> Span:
    first, last = year_of(date(year, 1, 1))
    return max(span[0], first), min(span[1], last)


def _keep(rows: list[DayTarget]) -> None:
    DayTarget.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=("plan", "day"), update_fields=("value", "weight")
    )


def _note(plan: Plan, metric: Metric, act: Act, span: Span, *, old: Amounts, new: Amounts, by: By) -> None:
    told = shared_level if isinstance(metric, Ratio) else total
    TargetChange.objects.create(
        shop_id=plan.shop_id,
        plan=plan,
        act=act,
        first_day=span[0],
        last_day=span[1],
        old=told(old, span),
        new=told(new, span),
        user=by.user,
        at=by.at,
        reason=by.reason,
    )
