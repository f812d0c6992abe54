"""The range of each metric: whom it stands on, and of which days there is one."""

from datetime import date, timedelta

import pandas as pd
import pytest

from analytics.explain.figures import needed_for, people_behind, range_of
from analytics.explain.normal import NoRange, Range, Reason
from analytics.explain.special import SpecialDays
from analytics.metrics import funnel, rates

DAY = date(2026, 11, 20)
WEEK = (DAY - timedelta(days=6), DAY)


def counts(**changed: float) -> pd.DataFrame:
    """Twelve weeks of the same day, up to DAY."""
    usual = {"visitors": 1000.0, "payers": 400.0, "paid_amount": 80_000.0, "visits": 1000.0, "bounced_visits": 500.0}
    days = [DAY - timedelta(days=back) for back in range(90, -1, -1)]
    return pd.DataFrame(usual | changed, index=pd.Index(days, name="day"))


@pytest.mark.parametrize(
    ("metric", "people"),
    [
        (funnel.PAID_AMOUNT, funnel.PAYERS),
        (funnel.VISITORS, funnel.VISITORS),
        (rates.SPEND_PER_PAYER, funnel.PAYERS),
        (rates.CONVERSION, funnel.VISITORS),
        (rates.BOUNCE_RATE, funnel.VISITS_COUNT),
    ],
)
def test_a_figure_stands_on_its_people(metric, people):
    assert people_behind(metric) is people
    assert people in needed_for(metric)


def test_a_day_has_a_range_of_every_metric():
    for metric in (funnel.PAID_AMOUNT, funnel.VISITORS, rates.SPEND_PER_PAYER, rates.CONVERSION, rates.BOUNCE_RATE):
        assert isinstance(range_of(metric, counts(), SpecialDays(), span=(DAY, DAY)), Range)


def test_of_several_days_only_what_adds_up_has_one():
    assert isinstance(range_of(funnel.PAID_AMOUNT, counts(), SpecialDays(), span=WEEK), Range)
    for metric in (funnel.VISITORS, rates.CONVERSION, rates.SPEND_PER_PAYER):
        found = range_of(metric, counts(), SpecialDays(), span=WEEK)
        assert found == NoRange(Reason.NOT_ADDED, WEEK[0])


def test_days_that_are_not_complete_have_none():
    for incomplete, expected in (({DAY}, NoRange(Reason.INCOMPLETE, DAY)), ({WEEK[0]}, None)):
        found = range_of(funnel.PAID_AMOUNT, counts(), SpecialDays(), span=(DAY, DAY), incomplete=incomplete)
        assert found == expected if expected else isinstance(found, Range)


def test_money_of_which_nobody_knows_who_paid_has_a_range_by_its_days_alone():
    nobody = counts(payers=float("nan"))
    found = range_of(funnel.PAID_AMOUNT, nobody, SpecialDays(), span=(DAY, DAY))
    assert found.high / found.expected < 1.04
    known = range_of(funnel.PAID_AMOUNT, counts(), SpecialDays(), span=(DAY, DAY))
    assert known.high / known.expected > 1.15
