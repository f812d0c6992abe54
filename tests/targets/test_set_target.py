"""Targets are proposed, edited and approved: what is kept, what is noted, what is refused."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from campaigns.targets import set_target
from campaigns.targets.models import Act, DayTarget, Plan, State, TargetChange
from campaigns.targets.set_target import By, approve, edit, propose
from campaigns.targets.tree import MILLION, days_of_year
from shopops.calendar.models import PlannedDay
from shopops.web.spans import month_of, week_of

AT = datetime(2025, 12, 1, 9, tzinfo=UTC)
WHOLE = date(2026, 1, 1), date(2026, 12, 31)
MAY = month_of(date(2026, 5, 1))

pytestmark = pytest.mark.django_db


@pytest.fixture
def by(owner) -> By:
    return By(owner, AT, "the year begins")


@pytest.fixture
def plan(shop, by) -> Plan:
    return proposed(shop, by)


def proposed(shop, by, key="paid_amount", *, year=2026, amount=36_500_01, **where) -> Plan:
    return propose(shop, key, year=year, amount=amount, weights=weights_of(year), by=by, **where)


def weights_of(year: int) -> dict[date, int]:
    return dict.fromkeys(days_of_year(year), MILLION)


def sum_of(plan: Plan, span=WHOLE) -> int:
    return sum(row.value for row in plan.days.all() if span[0] <= row.day <= span[1])


def newest(plan: Plan) -> TargetChange:
    return plan.changes.order_by("-id")[0]


def in_force(shop) -> dict[date, int]:
    return dict(PlannedDay.objects.filter(shop=shop).values_list("day", "value"))


def test_a_proposal_is_spread_over_every_day_to_the_minor_unit(plan):
    values = [row.value for row in plan.days.all()]
    assert (len(values), sum(values), set(values)) == (365, 36_500_01, {10_000, 10_001})
    assert plan.state == State.PROPOSED


def test_a_proposal_says_who_when_why_and_how_much(plan, owner):
    change = newest(plan)
    assert (change.act, change.user, change.at, change.reason) == (Act.PROPOSE, owner, AT, "the year begins")
    assert (change.first_day, change.last_day, change.old, change.new) == (*WHOLE, None, 36_500_01)


def test_nothing_is_in_force_before_it_is_approved(shop, plan, by):
    assert in_force(shop) == {}
    approve(plan, by=by)
    assert in_force(shop) == {row.day: row.value for row in plan.days.all()}
    plan.refresh_from_db()
    assert (plan.state, plan.approved_by, plan.approved_at) == (State.APPROVED, by.user, AT)


def test_an_edit_changes_its_own_days_alone_and_is_noted(plan, by):
    before = {row.day: row.value for row in plan.days.all()}
    edit(plan, MAY, 1_000_000, by=by)
    after = {row.day: row.value for row in plan.days.all()}
    assert sum_of(plan, MAY) == 1_000_000
    assert {day for day in before if before[day] != after[day]} == {day for day in before if day.month == 5}
    change = newest(plan)
    assert (change.act, change.old, change.new) == (
        Act.EDIT,
        sum(before[day] for day in before if day.month == 5),
        10**6,
    )
    assert (change.first_day, change.last_day) == MAY


def test_what_was_approved_stays_in_force_until_the_change_is_approved(shop, plan, by):
    approve(plan, by=by)
    was = in_force(shop)
    edit(plan, MAY, 0, by=by)
    plan.refresh_from_db()
    assert (plan.state, in_force(shop)) == (State.PROPOSED, was)
    approve(plan, by=by)
    assert sum(in_force(shop).values()) == sum_of(plan)
    assert (newest(plan).old, newest(plan).new) == (36_500_01, sum_of(plan))


def test_a_month_set_to_nothing_and_back_has_its_shape_again(shop, by):
    weights = weights_of(2026) | {date(2026, 5, 20): 3 * MILLION}
    plan = propose(shop, "paid_orders", year=2026, amount=36_700, weights=weights, by=by)
    was = sum_of(plan, MAY)
    edit(plan, MAY, 0, by=by)
    edit(plan, MAY, was, by=by)
    assert plan.days.get(day=date(2026, 5, 20)).value == 3 * plan.days.get(day=date(2026, 5, 21)).value == 300


def test_a_new_proposal_takes_the_place_of_the_old_one(shop, plan, by):
    again = proposed(shop, by, amount=730_00)
    assert (again, sum_of(plan)) == (plan, 730_00)
    assert (newest(plan).old, newest(plan).new) == (36_500_01, 730_00)
    assert DayTarget.objects.filter(shop=shop).count() == 365


def test_a_week_over_the_turn_of_a_year_changes_both_plans(shop, plan, by):
    following = proposed(shop, by, year=2027, amount=365 * 30_000)
    approve(following, by=by)
    week = week_of(date(2027, 1, 1))
    edit(plan, week, 130_000, by=by)
    # 4 days of 10,000 and 3 of 30,000 were 130,000 already.
    assert (sum_of(plan, week), sum_of(following, week)) == (40_000, 90_000)
    edit(following, week, 260_000, by=by)
    assert (sum_of(plan, week), sum_of(following, week)) == (80_000, 180_000)
    first, second = newest(plan), newest(following)
    assert (first.first_day, first.last_day, first.new) == (date(2026, 12, 28), date(2026, 12, 31), 80_000)
    assert (second.first_day, second.last_day, second.new) == (date(2027, 1, 1), date(2027, 1, 3), 180_000)
    following.refresh_from_db()
    assert following.state == State.PROPOSED


def test_a_ratio_is_a_level_on_each_day(shop, by):
    plan = proposed(shop, by, "conversion", amount=38_600)
    edit(plan, MAY, 45_000, by=by)
    assert {row.value for row in plan.days.all()} == {38_600, 45_000}
    assert (newest(plan).old, newest(plan).new) == (38_600, 45_000)
    edit(plan, WHOLE, 40_000, by=by)
    # Days differed: there was no level of the year, and a mean is none.
    assert (newest(plan).old, newest(plan).new) == (None, 40_000)


def test_members_and_shops_have_plans_of_their_own(shop, foreign_shop, plan, by):
    others = [
        proposed(shop, by, amount=1, dimension="source", member=3),
        proposed(shop, by, amount=2, dimension="source", member=4),
        proposed(shop, by, "paid_orders", amount=3),
        proposed(foreign_shop, by, amount=4),
    ]
    edit(plan, MAY, 5, by=by)
    assert [sum_of(each) for each in others] == [1, 2, 3, 4]
    for each in (plan, *others):
        approve(each, by=by)
    assert PlannedDay.objects.filter(shop=shop).count() == 4 * 365
    assert sum(in_force(foreign_shop).values()) == 4


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"key": "happiness"}, "There is no figure “happiness”."),
        ({"year": 1066}, "A plan is for a year from 1991 to 2199."),
        ({"dimension": "colour"}, "Paid amount cannot be split by “colour”."),
        ({"member": 7}, "Paid amount cannot be split by “”."),
        ({"amount": -1}, "A target cannot lie below zero."),
        ({"amount": 10**16}, "This target is too large."),
        ({"key": "conversion", "amount": 3_860_000}, "A target for a share is 100% at most."),
    ],
)
def test_a_proposal_that_cannot_be_is_refused(shop, by, wrong, told):
    asked = {"key": "paid_amount", "year": 2026, "amount": 1} | wrong
    with pytest.raises(ValidationError) as refused, translation.override("en"):
        propose(shop, **asked, weights=weights_of(2026), by=by)
    assert refused.value.messages == [told]
    assert not Plan.objects.filter(shop=shop).exists()


@pytest.mark.parametrize(
    ("span", "amount", "reason", "told"),
    [
        (MAY, 1, "  ", "Say why the target is changed."),
        (MAY, -1, "less", "A target cannot lie below zero."),
        (month_of(date(2028, 5, 1)), 1, "more", "No day of this plan lies in this span."),
    ],
)
def test_an_edit_that_cannot_be_is_refused(plan, owner, span, amount, reason, told):
    with pytest.raises(ValidationError) as refused:
        edit(plan, span, amount, by=By(owner, AT, reason))
    assert refused.value.messages == [told]
    assert (sum_of(plan), plan.changes.count()) == (36_500_01, 1)


def test_what_is_approved_is_not_approved_twice(plan, by):
    approve(plan, by=by)
    with pytest.raises(ValidationError, match="approved already"):
        approve(plan, by=by)
    assert plan.changes.filter(act=Act.APPROVE).count() == 1


@pytest.mark.parametrize("act", ["propose", "edit", "approve"])
def test_an_act_that_fails_midway_leaves_nothing(shop, plan, by, monkeypatch, act):
    was = sum_of(plan), in_force(shop), plan.changes.count()
    monkeypatch.setattr(set_target, "_note", lambda *args, **kwargs: 1 / 0)
    acts = {
        "propose": lambda: proposed(shop, by, amount=1),
        "edit": lambda: edit(plan, MAY, 0, by=by),
        "approve": lambda: approve(plan, by=by),
    }
    with pytest.raises(ZeroDivisionError):
        acts[act]()
    assert (sum_of(plan), in_force(shop), plan.changes.count()) == was


def test_an_edit_costs_as_many_queries_as_ever(plan, by, django_assert_max_num_queries):
    with django_assert_max_num_queries(10):
        edit(plan, (MAY[0], MAY[0] + timedelta(days=6)), 1, by=by)
    with django_assert_max_num_queries(10):
        edit(plan, WHOLE, 1, by=by)
