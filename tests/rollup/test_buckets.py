"""A huge day is counted in buckets of its visitors: every row that comes of it is the one of the whole day."""

from datetime import date

import pytest
from django.test import override_settings
from hypothesis import HealthCheck, Phase, given, settings

from analytics.due import mark_all_due, revision_of
from analytics.models import DayFill, DayPart, FunnelDay, PayerDay, VisitorDay
from analytics.rollup.buckets import fill_bucket, missing_buckets
from analytics.rollup.fill import buckets_of, fill_shop
from analytics.rollup.part import Part
from tests.builders import load_history, load_table, make_shop, shop_with
from tests.figures.weeks import weeks

DAY = date(2026, 5, 2)
ROOMY = {
    "deadline": None,
    "suppress_health_check": [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
}
IN_BUCKETS = override_settings(FILL_ROWS_A_BUCKET=3)


@pytest.fixture
def shop(db, tmp_path):
    """A day of nine events after a day of three; buyers without a visit, one without a name, and a late refund."""
    shop = make_shop()
    load_table(shop, "products", "product tier tier_since\np1 traffic 2026-05-01\np2 profit 2026-05-02", tmp_path)
    load_table(
        shop,
        "events",
        """
        time             visitor event     product page source region device session
        2026-05-01T10:00 ann     view      p1      home search north  phone  s1
        2026-05-01T10:01 bob     view      p2      home ads    south  phone  .
        2026-05-01T10:02 bob     inquiry   p2      home ads    south  phone  .
        2026-05-02T09:00 ann     view      p1      item ads    north  desk   s1
        2026-05-02T11:00 ann     cart      p2      item search south  desk   s1
        2026-05-02T10:00 bob     view      p2      home search south  phone  .
        2026-05-02T10:05 cid     view      p1      item .      .      .      .
        2026-05-02T10:06 cid     favourite p1      item .      .      .      .
        2026-05-02T10:50 cid     view      p2      home ads    north  .      .
        2026-05-02T12:00 dan     inquiry   p2      home ads    north  phone  .
        2026-05-02T12:30 dan     view      p1      home ads    north  phone  .
        2026-05-02T12:31 eve     view      p1      item search south  phone  s9
        """,
        tmp_path,
    )
    load_table(
        shop,
        "orders",
        """
        order buyer created          paid             amount
        o1    ann   2026-05-01T10:05 2026-05-01T10:06 10.00
        o2    bob   2026-05-01T10:20 2026-05-02T10:21 20.00
        o3    cid   2026-05-02T10:30 2026-05-02T10:31 40.00
        o4    zoe   2026-05-02T11:00 2026-05-02T11:01 80.00
        o5    .     2026-05-02T11:00 2026-05-02T11:01 1.60
        o6    ann   2026-05-02T11:30 2026-05-02T11:31 3.20
        """,
        tmp_path,
    )
    lines = "line order product quantity amount\n1 o3 p1 2 30.00\n2 o3 p2 1 10.00\n3 o4 p2 1 80.00"
    load_table(shop, "order_lines", lines, tmp_path)
    refunds = (
        "refund order time amount\nr1 o1 2026-05-02T18:00 4.00\nr2 o4 2026-05-02T18:00 5.00\nr3 . 2026-05-02T19:00 1.00"
    )
    load_table(shop, "refunds", refunds, tmp_path)
    return shop


def counted(shop):
    return [rows(FunnelDay, shop), rows(PayerDay, shop)]


def rows(model, shop):
    columns = [field.attname for field in model._meta.concrete_fields if field.name not in ("id", "shop")]
    return sorted(model.objects.filter(shop=shop).values_list(*columns), key=str)


def forget(shop):
    """As if nothing had ever been counted."""
    mark_all_due(shop)
    for model in (FunnelDay, PayerDay, VisitorDay):
        model.objects.filter(shop=shop).delete()


def whole_and_in_buckets(shop):
    fill_shop(shop)
    whole = counted(shop)
    with IN_BUCKETS:
        fill_shop(shop, force=True)
        again = counted(shop)
        forget(shop)
        fill_shop(shop)
    return whole, again, counted(shop)


def test_every_row_of_a_day_in_buckets_equals_the_whole(shop):
    with IN_BUCKETS:
        assert buckets_of(shop, DAY) == 3
    whole, again, afresh = whole_and_in_buckets(shop)
    assert len(whole[0]) > 50
    assert again == whole
    assert afresh == whole


def test_buckets_counted_by_whoever_comes_give_the_day_when_the_last_is_there(shop):
    fill_shop(shop)
    whole = counted(shop)
    forget(shop)
    revision = revision_of(shop)
    fill_shop(shop, last=date(2026, 5, 1))
    done = [fill_bucket(shop, Part(DAY, bucket, 3), revision=revision) for bucket in (2, 0)]
    assert missing_buckets(shop, DAY, revision=revision, buckets=3) == [1]
    assert not DayFill.objects.filter(shop=shop, day=DAY).exists()
    done.append(fill_bucket(shop, Part(DAY, 1, 3), revision=revision))
    assert done == [False, False, True]
    assert counted(shop) == whole
    assert not DayPart.objects.filter(shop=shop).exists()


def test_a_bucket_of_a_day_that_has_changed_since_is_not_kept(shop, tmp_path):
    revision = revision_of(shop)
    fill_bucket(shop, Part(DAY, 0, 2), revision=revision)
    load_table(shop, "events", "time visitor event\n2026-05-02T10:00 fay view", tmp_path)
    assert not fill_bucket(shop, Part(DAY, 1, 2), revision=revision)
    assert missing_buckets(shop, DAY, revision=revision_of(shop), buckets=2) == [0, 1]


def check(history, folder):
    shop = shop_with(history.calendar)
    load_history(shop, history, folder / str(shop.pk))
    with IN_BUCKETS:
        fill_shop(shop)
    in_buckets = counted(shop)
    fill_shop(shop, force=True)
    assert in_buckets == counted(shop)


@pytest.mark.slow
@pytest.mark.django_db
@settings(max_examples=12, **ROOMY, derandomize=True, phases=[Phase.explicit, Phase.generate])
@given(history=weeks())
def test_every_row_of_many_generated_weeks_in_buckets_equals_the_whole(history, tmp_path):
    check(history, tmp_path)
