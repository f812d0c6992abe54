"""Returning buyers: who had paid on one of the 365 days before the day, or before the first day of the period."""

from datetime import date

import pytest

from analytics.rollup.fill import fill_days
from tests.builders import figure, fill, load_table, make_shop, split

pytestmark = pytest.mark.django_db
DAY = date(2026, 5, 1)
EDGES = [("2025-04-30T23:59", 0), ("2025-05-01T00:00", 1), ("2026-04-30T23:59", 1), ("2026-05-01T00:00", 0)]


@pytest.fixture
def shop():
    return make_shop()


def orders(shop, rows, folder):
    load_table(shop, "orders", f"order buyer created paid amount\n{rows}", folder)


@pytest.mark.parametrize(("earlier", "expected"), EDGES)
def test_a_payment_365_days_ago_makes_a_buyer_a_returning_one(shop, tmp_path, earlier, expected):
    rows = f"o1 ann {earlier} {earlier} 5.00\no2 ann {DAY}T10:00 {DAY}T10:00 5.00\no3 bob {DAY}T10:00 {DAY}T10:00 5.00"
    orders(shop, rows, tmp_path)
    fill_days(shop, [DAY])
    found = [figure(shop, key, DAY) for key in ("payers", "returning_payers", "returning_share")]
    assert found == [2, expected, expected / 2]


@pytest.mark.parametrize(("earlier", "expected"), EDGES)
@pytest.mark.parametrize("kind", ["pay", "purchase"])
def test_so_does_a_payment_among_the_events(shop, tmp_path, kind, earlier, expected):
    rows = f"{earlier} ann {kind}\n{DAY}T10:00 ann purchase\n{DAY}T10:00 bob purchase"
    load_table(shop, "events", f"time visitor event\n{rows}", tmp_path)
    fill_days(shop, [DAY])
    assert (figure(shop, "payers", DAY), figure(shop, "returning_payers", DAY)) == (2, expected)


def test_it_counts_when_the_money_came_not_when_the_order_was_placed(shop, tmp_path):
    rows = f"o1 ann 2025-04-30T10:00 2025-05-01T10:00 5.00\no2 ann {DAY}T10:00 {DAY}T10:00 5.00"
    orders(shop, rows, tmp_path)
    fill_days(shop, [DAY])
    assert figure(shop, "returning_payers", DAY) == 1


def test_neither_an_unpaid_nor_a_fake_order_makes_a_buyer_a_returning_one(shop, tmp_path):
    rows = f"""
        order buyer created          paid             amount flag
        o1    ann   2026-04-30T10:00 .                5.00   .
        o2    bob   2026-04-30T10:00 2026-04-30T10:00 5.00   fake
        o3    ann   {DAY}T10:00      {DAY}T10:00      5.00   .
        o4    bob   {DAY}T10:00      {DAY}T10:00      5.00   .
    """
    load_table(shop, "orders", rows, tmp_path)
    fill(shop)
    assert (figure(shop, "payers", DAY), figure(shop, "returning_payers", DAY)) == (2, 0)


def test_without_buyers_nobody_can_tell(shop, tmp_path):
    load_table(shop, "orders", f"order created paid amount\no1 {DAY}T10:00 {DAY}T10:00 5.00", tmp_path)
    fill(shop)
    assert [figure(shop, key, DAY) for key in ("returning_payers", "returning_share")] == [None, None]


def test_returning_buyers_are_split_as_payers_are(shop, tmp_path):
    load_table(shop, "events", f"time visitor event region\n{DAY}T09:00 ann view north", tmp_path)
    rows = "\n".join(
        f"o{day}{who} {who} 2026-{day}T10:00 2026-{day}T10:00 5.00"
        for day in ("04-30", "05-01")
        for who in ("ann", "bob")
    )
    orders(shop, f"{rows}\no3 cid {DAY}T10:00 {DAY}T10:00 5.00", tmp_path)
    fill(shop)
    assert split(shop, "returning_payers", DAY, by="region") == {1: 1, -1: 1}
    assert split(shop, "payers", DAY, by="region") == {1: 1, -1: 2}


@pytest.mark.parametrize(
    ("first", "last", "returning"),
    [
        ("2026-05-01", "2026-05-02", 1),
        ("2026-05-02", "2026-05-03", 2),
        ("2026-05-02", "2026-05-02", 1),
        ("2026-05-03", "2026-05-03", 2),
    ],
)
def test_over_a_period_only_what_was_paid_before_it_counts(shop, tmp_path, first, last, returning):
    """Ann bought a year before, on the 1st and the 3rd; Bob bought on the 1st for the first time, then on two days."""
    days = {"ann": ("2025-05-01", "2026-05-01", "2026-05-03"), "bob": ("2026-05-01", "2026-05-02", "2026-05-03")}
    rows = [f"{who}{day} {who} {day}T10:00 {day}T10:00 5.00" for who, paid in days.items() for day in paid]
    orders(shop, "\n".join(rows), tmp_path)
    fill_days(shop, [date(2026, 5, day) for day in (1, 2, 3)])
    assert figure(shop, "returning_payers", first, last=last) == returning
