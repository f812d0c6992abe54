"""Examples whose numbers can be checked in the head."""

import pytest

from tests.builders import command, figure, fill, load_table, make_shop, split

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folders(copied_store) -> None:
    """A copy of what the module has made."""


@pytest.fixture
def shop():
    return make_shop()


@pytest.fixture(scope="module")
def paid_next_day(module_store):
    """Ann orders on Friday and pays on Saturday; Bob orders and pays on Saturday; four people come each day."""
    shop = make_shop()
    load_table(
        shop,
        "events",
        """
        time             visitor event product source
        2026-05-01T10:00 ann     view  p1      search
        2026-05-01T10:00 bob     view  p1      search
        2026-05-01T10:00 cid     view  p1      search
        2026-05-01T10:00 dan     view  p1      search
        2026-05-02T10:00 ann     view  p1      search
        2026-05-02T10:00 bob     view  p1      ads
        2026-05-02T10:00 cid     view  p1      search
        2026-05-02T10:00 dan     view  p1      search
        """,
        module_store,
    )
    load_table(
        shop,
        "orders",
        """
        order buyer created          paid             amount items
        o1    ann   2026-05-01T10:05 2026-05-02T09:00 100.00 1
        o2    bob   2026-05-02T10:05 2026-05-02T10:06 60.00  3
        """,
        module_store,
    )
    fill(shop)
    return shop


@pytest.mark.parametrize(
    ("key", "friday", "saturday"),
    [
        ("visitors", 4, 4),
        ("orders", 1, 1),
        ("ordered_amount", 100_00, 60_00),
        ("orderers", 1, 1),
        ("payers", 0, 2),
        ("orderers_paid", 0, 1),
        ("carry_over_payers", 0, 1),
        ("paid_orders", 0, 2),
        ("paid_amount", 0, 160_00),
        ("paid_items", 0, 4),
        ("order_rate", 0.25, 0.25),
        ("order_payment_rate", 0, 1),
        ("conversion", 0, 0.5),
        ("spend_per_payer", None, 80_00),
        ("order_value", None, 80_00),
        ("value_per_visitor", 0, 40_00),
        ("items_per_order", None, 2),
    ],
)
def test_a_payment_counts_on_its_own_day_and_its_order_on_the_day_before(paid_next_day, key, friday, saturday):
    assert (figure(paid_next_day, key, "2026-05-01"), figure(paid_next_day, key, "2026-05-02")) == (friday, saturday)


@pytest.mark.parametrize(("first", "last"), [("2026-05-01",) * 2, ("2026-05-02",) * 2, ("2026-05-01", "2026-05-02")])
def test_conversion_multiplies_out_with_the_carry_over_line(paid_next_day, first, last):
    ask = {
        key: figure(paid_next_day, key, first, last=last)
        for key in ("conversion", "order_rate", "order_payment_rate", "carry_over_payers", "visitors")
    }
    carried = ask["carry_over_payers"] / ask["visitors"]
    assert ask["conversion"] == pytest.approx(ask["order_rate"] * ask["order_payment_rate"] + carried)


def test_over_both_days_nobody_is_carried_over(paid_next_day):
    over = {key: figure(paid_next_day, key, "2026-05-01", last="2026-05-02") for key in PEOPLE}
    assert over == {"visitors": 4, "orderers": 2, "payers": 2, "orderers_paid": 2, "carry_over_payers": 0}


PEOPLE = ("visitors", "orderers", "payers", "orderers_paid", "carry_over_payers")


def test_a_payment_belongs_to_the_source_of_the_buyers_first_event_of_that_day(paid_next_day):
    rows = command("figures", **asked(paid_next_day, "2026-05-02", by="source", metrics="paid_amount,payers"))
    paid = {row["member"]: (row["paid_amount"], row["payers"]) for row in rows}
    assert paid == {"search": (100, 1), "ads": (60, 1)}


def asked(shop, day, **options):
    return {"shop": shop.slug, "from": day, "to": day, **options}


def test_an_order_without_a_visit_belongs_to_the_member_no_visit(shop, tmp_path):
    load_table(shop, "events", ONE_VIEW, tmp_path)
    load_table(
        shop,
        "orders",
        """
        order buyer created          paid             amount
        o1    ann   2026-05-01T11:00 2026-05-01T11:00 10.00
        o2    zoe   2026-05-01T12:00 2026-05-01T12:00 30.00
        """,
        tmp_path,
    )
    fill(shop)
    no_visit = split(shop, "paid_amount", "2026-05-01", by="source").pop(-1)
    assert (no_visit, figure(shop, "paid_amount", "2026-05-01")) == (30_00, 40_00)


ONE_VIEW = """
    time             visitor event product source
    2026-05-01T10:00 ann     view  p1      search
"""


@pytest.fixture(scope="module")
def refunded_next_month(module_store):
    """100.00 paid on the last of May, 30.00 of it given back on 2 June, a day with 60.00 of new payments."""
    shop = make_shop()
    load_table(
        shop,
        "orders",
        """
        order buyer created          paid             amount
        o1    ann   2026-05-31T11:00 2026-05-31T11:00 100.00
        o2    bob   2026-06-02T12:00 2026-06-02T12:00 60.00
        """,
        module_store,
    )
    refunds = """
        refund order time             amount
        r1     o1    2026-06-02T18:00 30.00
    """
    load_table(shop, "refunds", refunds, module_store)
    fill(shop)
    return shop


@pytest.mark.parametrize(
    ("key", "may_31", "june_2"),
    [
        ("paid_amount", 100_00, 60_00),
        ("refund_amount", 0, 30_00),
        ("refunded_of_paid", 30_00, 0),
        ("refund_rate_cash", 0, 0.5),
        ("refund_rate_cohort", 0.3, 0),
    ],
)
def test_a_refund_has_two_clocks_its_own_day_and_the_day_of_the_payment(refunded_next_month, key, may_31, june_2):
    found = figure(refunded_next_month, key, "2026-05-31"), figure(refunded_next_month, key, "2026-06-02")
    assert found == (may_31, june_2)


def test_a_refund_that_arrives_later_makes_the_day_of_the_payment_due_again(refunded_next_month, tmp_path):
    refunds = """
        refund order time             amount
        r2     o1    2026-06-03T18:00 20.00
    """
    load_table(refunded_next_month, "refunds", refunds, tmp_path)
    fill(refunded_next_month)
    assert figure(refunded_next_month, "refunded_of_paid", "2026-05-31") == 50_00


def test_a_refund_on_the_day_of_the_payment_belongs_to_the_buyers_source_of_that_day(shop, tmp_path):
    load_table(shop, "events", ONE_VIEW, tmp_path)
    orders = "order buyer created paid amount\no1 ann 2026-05-01T11:00 2026-05-01T11:00 10.00"
    load_table(shop, "orders", orders, tmp_path)
    load_table(shop, "refunds", "refund order time amount\nr1 o1 2026-05-01T12:00 4.00", tmp_path)
    fill(shop)
    rows = command("figures", **asked(shop, "2026-05-01", by="source", metrics="refund_amount"))
    assert {row["member"]: row["refund_amount"] for row in rows if row["refund_amount"]} == {"search": 4}


def test_refunds_may_come_before_their_orders(shop, tmp_path):
    load_table(shop, "refunds", "refund order time amount\nr1 o1 2026-05-02T12:00 4.00", tmp_path)
    fill(shop)
    orders = "order buyer created paid amount\no1 ann 2026-05-01T11:00 2026-05-01T11:00 10.00"
    load_table(shop, "orders", orders, tmp_path)
    fill(shop)
    found = [figure(shop, key, "2026-05-01") for key in ("refunded_of_paid", "refund_rate_cohort")]
    assert (found, figure(shop, "refund_amount", "2026-05-02")) == ([4_00, 0.4], 4_00)


def test_refunds_without_a_date_are_seen_by_the_cohort_only(shop, tmp_path):
    load_table(
        shop,
        "orders",
        """
        order created          paid             amount
        o1    2026-05-01T11:00 2026-05-01T11:00 100.00
        """,
        tmp_path,
    )
    load_table(shop, "refunds", "refund order amount\nr1 o1 25.00", tmp_path)
    fill(shop)
    found = [figure(shop, key, "2026-05-01") for key in ("refund_rate_cohort", "refund_amount", "refund_rate_cash")]
    assert found == [0.25, None, None]


def test_test_staff_and_fake_orders_are_left_out(shop, tmp_path):
    load_table(
        shop,
        "orders",
        """
        order buyer created          paid             amount flag
        o1    ann   2026-05-01T11:00 2026-05-01T11:00 10.00  .
        o2    bob   2026-05-01T11:00 2026-05-01T11:00 20.00  test
        o3    cid   2026-05-01T11:00 2026-05-01T11:00 40.00  staff
        o4    dan   2026-05-01T11:00 2026-05-01T11:00 80.00  fake
        """,
        tmp_path,
    )
    fill(shop)
    found = {key: figure(shop, key, "2026-05-01") for key in ("orders", "paid_amount", "payers", "orderers")}
    assert found == {"orders": 1, "paid_amount": 10_00, "payers": 1, "orderers": 1}


def test_events_tell_no_orders_where_there_is_an_order_file(shop, tmp_path):
    load_table(
        shop,
        "events",
        """
        time             visitor event    product amount quantity
        2026-05-01T10:00 ann     view     p1      .      .
        2026-05-01T10:01 ann     purchase p1      70.00  1
        """,
        tmp_path,
    )
    fill(shop)
    before = figure(shop, "paid_amount", "2026-05-01")
    load_table(shop, "orders", "order created paid amount\no1 2026-05-01T11:00 2026-05-01T11:00 10.00", tmp_path)
    fill(shop)
    assert (before, figure(shop, "paid_amount", "2026-05-01")) == (70_00, 10_00)
