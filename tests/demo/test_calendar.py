from datetime import date

import pytest

from shopops.calendar.lunar import NEW_YEAR, QIXI
from shopops.demo.calendar import FESTIVALS, hours, rhythm
from shopops.demo.sales import PAYMENT_REACH


@pytest.mark.parametrize("new_year", NEW_YEAR.values(), ids=str)
def test_the_lunar_new_year_empties_the_shop_on_its_own_date(new_year):
    assert rhythm(new_year).visitors < 0.45
    assert "春节" in rhythm(new_year).festivals


def test_the_same_date_of_another_year_is_an_ordinary_one():
    assert rhythm(date(2026, 2, 17)).visitors < 0.45  # new year
    assert rhythm(date(2025, 2, 17)).visitors > 0.8


@pytest.mark.parametrize("dates", [NEW_YEAR, QIXI], ids=["new year", "qixi"])
def test_moving_festivals_are_one_or_thirteen_moons_apart(dates):
    for before, after in zip(dates.values(), list(dates.values())[1:], strict=False):
        assert (after - before).days in (353, 354, 355, 383, 384, 385)


@pytest.mark.parametrize(
    ("peak", "before", "factor"),
    [
        (date(2025, 6, 18), date(2025, 5, 14), 2),
        (date(2025, 11, 11), date(2025, 10, 21), 2.5),
        (date(2025, 12, 12), date(2025, 11, 28), 1.5),
    ],
    ids=["618", "double eleven", "double twelve"],
)
def test_a_great_sale_brings_many_times_the_visitors_and_cheaper_goods(peak, before, factor):
    assert rhythm(peak).visitors > factor * rhythm(before).visitors
    assert rhythm(peak).discount >= 0.1
    assert rhythm(peak).orders > 1.2


def test_the_week_after_double_eleven_is_tired():
    assert rhythm(date(2025, 11, 14)).visitors < 0.85 * rhythm(date(2025, 10, 17)).visitors


def test_deposits_are_payable_when_the_sale_opens():
    deposit = rhythm(date(2025, 10, 28))
    assert deposit.presale > 0.2
    assert deposit.opening == date(2025, 11, 1)
    assert rhythm(date(2025, 11, 1)).presale == 0


def test_no_deposit_waits_longer_than_payments_reach():
    for festival in FESTIVALS:
        for phase in festival.phases:
            assert not phase.presale or phase.opens - phase.first < PAYMENT_REACH


def test_nights_are_quiet_but_for_the_opening_of_a_sale():
    ordinary, sale = hours(date(2026, 4, 6)), hours(date(2025, 11, 11))
    assert len(ordinary) == len(sale) == 24
    assert ordinary.index(max(ordinary)) == 21
    assert sale.index(max(sale)) == 0
