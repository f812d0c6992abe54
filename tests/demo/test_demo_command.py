"""`manage.py demo`: a small shop made through the product's own doors, then started again."""

import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Sum

from analytics.models import Batch, BatchDay, DayFill, FunnelDay, Restatement
from shopops.catalog.models import ListingChange, Product, TierAssignment
from shopops.demo import stories
from shopops.demo.sales import sales_of
from shopops.demo.world import World
from shopops.sales.models import Order, OrderLine, Refund
from shopops.shops.models import Membership, Shop

pytestmark = pytest.mark.django_db(transaction=True)

SMALL = {"months": 1, "visitors_per_day": 60, "until": date(2026, 5, 3), "no_serve": True}


@pytest.fixture(autouse=True)
def here_only(settings) -> None:
    settings.ALLOWED_HOSTS = ["localhost", "127.0.0.1"]


def demo(**options: object) -> dict:
    """What a start says, as JSON."""
    out = StringIO()
    call_command("demo", **SMALL | options, json=True, stdout=out)
    return json.loads(out.getvalue().splitlines()[-1])


# Without the row's own number, and without what refunds of later days change.
STABLE = [field.name for field in FunnelDay._meta.fields if field.name not in ("id", "refunded_of_paid")]


def contents() -> dict[str, object]:
    """All that later starts must leave as it is, up to the first of May."""
    until = {"day__lte": date(2026, 5, 1)}
    return {
        "figures": list(FunnelDay.objects.filter(**until).order_by("day", "dimension", "member").values_list(*STABLE)),
        "orders": list(Order.objects.filter(created_day__lte=date(2026, 4, 20)).order_by("number").values_list()),
        "lines": list(OrderLine.objects.filter(order__created_day__lte=date(2026, 5, 1)).order_by("id").values_list()),
        "refunds": list(Refund.objects.filter(**until).order_by("id").values_list()),
    }


def test_the_first_start_makes_the_shop_and_fills_every_day():
    told = demo()
    shop = Shop.objects.get(slug="demo")
    assert (shop.name, shop.platform, shop.timezone, shop.currency) == (
        "麻袋女装旗舰店",
        "tmall",
        "Asia/Shanghai",
        "CNY",
    )
    assert (told["first"], told["days"]) == ("2026-04-01", 33)
    assert DayFill.objects.filter(shop=shop).count() == 33
    assert (Product.objects.count(), TierAssignment.objects.count()) == (64, 64 + 5)
    assert set(Batch.objects.values_list("kind", flat=True)) == {
        "products",
        "orders",
        "order_lines",
        "refunds",
        "events",
    }
    assert Batch.objects.aggregate(rejected=Sum("rejected"))["rejected"] == 0
    whole = FunnelDay.objects.filter(shop=shop, dimension="")
    sums = whole.aggregate(visitors=Sum("visitors"), paid=Sum("paid_amount"), orders=Sum("orders"))
    real = [
        sales_of(World(visitors=60, stories=(stories.told,)), day).orders.query("flag == 0")
        for day in whole.values_list("day", flat=True)
    ]
    assert sums["orders"] == sum(map(len, real))
    until = "2026-05-04"
    assert sums["paid"] == sum(orders.loc[orders["paid"] < until, "amount"].sum() for orders in real)
    assert 33 * 50 < sums["visitors"] < 33 * 80
    steps = {date(2026, 4, 6), date(2026, 4, 13), date(2026, 4, 20)}
    assert set(ListingChange.objects.values_list("day", flat=True)) == steps
    check_that_a_second_start_adds_nothing()


def check_that_a_second_start_adds_nothing():
    batches, changes = list(Batch.objects.values_list()), list(ListingChange.objects.values_list())
    filled = list(DayFill.objects.values_list())
    assert demo()["days"] == 0
    assert list(Batch.objects.values_list()) == batches
    assert list(DayFill.objects.values_list()) == filled
    assert list(ListingChange.objects.values_list()) == changes


@pytest.mark.slow
def test_a_later_start_adds_the_days_since_and_leaves_earlier_ones():
    demo(until=date(2026, 5, 1))
    before = contents()
    assert demo(until=date(2026, 5, 9))["days"] == 8
    after = contents()
    assert [after[name] for name in ("orders", "lines", "refunds")] == [
        before[name] for name in ("orders", "lines", "refunds")
    ]
    assert after["figures"] == before["figures"]
    assert set(DayFill.objects.values_list("day", flat=True)) >= {date(2026, 5, 2), date(2026, 5, 9)}


@pytest.mark.slow
def test_starts_in_pieces_end_where_one_start_ends():
    for until in (date(2026, 5, 1), date(2026, 5, 2), date(2026, 5, 9)):
        demo(until=until, visitors_per_day=400)
    shop = Shop.objects.get(slug="demo")
    pieces = figures_of(shop)
    assert Restatement.objects.filter(shop=shop, table="sales_order").exists()
    shop.slug = "pieces"
    shop.save()
    Membership.objects.all().delete()
    demo(until=date(2026, 5, 9), visitors_per_day=400)
    assert figures_of(Shop.objects.get(slug="demo")) == pieces


def figures_of(shop: Shop) -> list[tuple]:
    names = (
        "day",
        "visitors",
        "views",
        "inquiring_visitors",
        "orders",
        "ordered_amount",
        "payers",
        "carry_over_payers",
    )
    money = ("paid_orders", "paid_amount", "paid_items", "refund_amount", "refunded_of_paid")
    return list(FunnelDay.objects.filter(shop=shop, dimension="").order_by("day").values_list(*names, *money))


def test_a_start_that_was_cut_short_is_finished_by_the_next(monkeypatch):
    from shopops.demo import build

    whole = build.load

    def cut_short(shop, kind, path):
        if kind == "events":
            raise KeyboardInterrupt
        return whole(shop, kind, path)

    monkeypatch.setattr(build, "load", cut_short)
    # Counting is not what was cut short, and the first start is seen to do it.
    monkeypatch.setattr(build, "fill_in_processes", lambda *_shop, **_how: None)
    with pytest.raises(KeyboardInterrupt):
        demo()
    monkeypatch.setattr(build, "load", whole)
    assert demo()["days"] == 33
    assert Order.objects.values("number").distinct().count() == Order.objects.count() > 0
    assert BatchDay.objects.filter(batch__kind="events").count() == 33


def test_a_day_that_is_not_over_is_refused(settings):
    with pytest.raises(CommandError, match="only days that are over"):
        demo(until=date(2199, 1, 1))


def test_a_site_that_others_can_reach_gets_no_printed_logins(settings):
    settings.ALLOWED_HOSTS = ["shop.example.com"]
    with pytest.raises(CommandError, match=r"shop\.example\.com"):
        demo()
    assert not Shop.objects.exists()
