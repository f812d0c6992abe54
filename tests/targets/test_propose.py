"""Weights for a real shop: out of its figures and its calendar."""

from datetime import date, timedelta

import pytest

from analytics.metrics.funnel import PAID_AMOUNT, PAID_ORDERS
from analytics.models import FunnelDay
from analytics.read.names import NO_VISIT
from campaigns.targets.propose import occasions_of, proposed_weights
from shopops.calendar.keep import hide, keep
from shopops.calendar.models import Kind, Occasion
from shopops.calendar.read import calendar_of

ONE_DAY = timedelta(days=1)
MONDAY = date(2025, 3, 3)
NEWEST = date(2025, 12, 31)

pytestmark = pytest.mark.django_db


@pytest.fixture
def sold(shop):
    """Four weeks of last March: an order a day of 1.00, on Mondays of 3.00; all of them without a visit."""
    FunnelDay.objects.bulk_create(
        FunnelDay(
            shop=shop,
            day=MONDAY + at * ONE_DAY,
            dimension=dimension,
            member=member,
            paid_orders=1,
            paid_amount=100 if at % 7 else 300,
        )
        for at in range(28)
        for dimension, member in (("", 0), ("source", NO_VISIT))
    )
    return shop


def test_weights_come_from_the_figures_of_the_metric(sold, django_assert_num_queries):
    with django_assert_num_queries(2):
        amounts = proposed_weights(sold, PAID_AMOUNT, year=2026, until=NEWEST)
    numbers = proposed_weights(sold, PAID_ORDERS, year=2026, until=NEWEST)
    monday = date(2026, 3, 16)
    assert len(amounts) == 365
    assert amounts[monday] == pytest.approx(3 * amounts[monday + ONE_DAY], rel=0.01)
    assert numbers[monday] == pytest.approx(numbers[monday + ONE_DAY], rel=0.01)


def test_days_after_the_newest_finished_one_are_not_known(sold):
    weights = proposed_weights(sold, PAID_AMOUNT, year=2026, until=MONDAY - ONE_DAY)
    assert set(weights.values()) == {1_000_000}


def test_a_member_has_weights_of_its_own(sold):
    whole = proposed_weights(sold, PAID_AMOUNT, year=2026, until=NEWEST)
    of_no_visit = proposed_weights(sold, PAID_AMOUNT, year=2026, until=NEWEST, dimension="source", member=NO_VISIT)
    of_nobody = proposed_weights(sold, PAID_AMOUNT, year=2026, until=NEWEST, dimension="source", member=5)
    assert of_no_visit == whole
    assert set(of_nobody.values()) == {1_000_000}


def test_the_lunar_new_year_takes_the_days_around_it_along(shop):
    found = occasions_of(calendar_of(shop), year=2026)
    back = date(2026, 2, 17) - date(2025, 1, 29)
    for off in (-10, -1, 0, 6, 12):
        day = date(2026, 2, 17) + off * ONE_DAY
        assert found.likes[day] == day - back
    assert date(2025, 2, 10) in found.special


def test_a_day_on_which_another_sale_was_is_not_like_a_festival(shop):
    # In 2025 the Dragon Boat holiday was followed by the first day of 618; in 2026 it comes after it.
    found = occasions_of(calendar_of(shop), year=2026)
    assert found.likes[date(2026, 6, 18)] == date(2025, 6, 18)
    assert date(2025, 6, 1) not in {like for day, like in found.likes.items() if day > date(2026, 6, 18)}


def test_campaigns_are_matched_by_their_series_and_new_ones_are_known_as_such(shop):
    for day in (date(2025, 4, 8), date(2026, 5, 12)):
        keep(Occasion(shop=shop, kind=Kind.CAMPAIGN, name="Birthday", series="birthday", first_day=day, last_day=day))
    once = date(2026, 4, 21)
    keep(Occasion(shop=shop, kind=Kind.CAMPAIGN, name="Once", first_day=once, last_day=once))
    found = occasions_of(calendar_of(shop), year=2026)
    assert found.likes[date(2026, 5, 12)] == date(2025, 4, 8)
    assert once in found.campaigns
    assert once not in found.likes


def test_a_festival_that_the_shop_has_hidden_is_an_ordinary_day(shop):
    calendar = calendar_of(shop)
    assert date(2026, 9, 9) in occasions_of(calendar, year=2026).special
    hide(shop, calendar.festivals["99", 2026])
    assert date(2026, 9, 9) not in occasions_of(calendar_of(shop), year=2026).special
