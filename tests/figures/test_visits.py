"""What a visit is, when it bounces, and to which source, product, tier and hour it belongs."""

import pytest

from analytics.importing.load import load
from shopops.catalog.models import Tier
from tests.builders import figure, fill, load_table, make_shop, split, written

pytestmark = pytest.mark.django_db
DAY = "2026-05-01"


@pytest.fixture(autouse=True)
def own_folders(copied_store) -> None:
    """A copy of what the module has made."""


@pytest.fixture
def shop():
    return make_shop()


def tracked(shop, rows, folder):
    load_table(shop, "events", f"time visitor event product source\n{rows}", folder)
    fill(shop)


@pytest.mark.parametrize(
    ("second", "visits", "bounced"),
    [("10:29:59", 1, 0), ("10:30:00", 2, 2), ("23:59:59", 2, 2)],
)
def test_a_gap_of_exactly_half_an_hour_starts_a_new_visit(shop, tmp_path, second, visits, bounced):
    path = tmp_path / "clicks.csv"
    path.write_text(f"time,visitor,event\n{DAY} 10:00:00,ann,view\n{DAY} {second},ann,view\n")
    load(shop, "events", path)
    fill(shop)
    assert (figure(shop, "visits", DAY), figure(shop, "bounced_visits", DAY)) == (visits, bounced)


@pytest.mark.parametrize("act", ["favourite", "cart", "inquiry", "order", "purchase"])
def test_a_visit_with_one_view_and_an_act_is_no_bounce(shop, tmp_path, act):
    tracked(shop, f"{DAY}T10:00 ann view p1 search\n{DAY}T10:01 ann {act} p1 search", tmp_path)
    assert (figure(shop, "visits", DAY), figure(shop, "bounce_rate", DAY)) == (1, 0)


def test_a_run_without_a_view_is_no_visit(shop, tmp_path):
    tracked(shop, f"{DAY}T10:00 ann view p1 search\n{DAY}T12:00 ann cart p1 search", tmp_path)
    found = [figure(shop, key, DAY) for key in ("visits", "bounced_visits", "visitors", "carters")]
    assert found == [1, 1, 1, 1]


def test_an_order_in_the_order_file_keeps_a_visit_from_bouncing(shop, tmp_path):
    orders = f"order buyer created amount\no1 ann {DAY}T10:05 10.00"
    load_table(shop, "orders", orders, tmp_path)
    tracked(shop, f"{DAY}T10:00 ann view p1 search\n{DAY}T10:00 bob view p1 search", tmp_path)
    assert (figure(shop, "visits", DAY), figure(shop, "bounced_visits", DAY)) == (2, 1)


def test_an_order_in_the_order_file_bridges_two_views(shop, tmp_path):
    orders = f"order buyer created amount\no1 ann {DAY}T10:20 10.00"
    load_table(shop, "orders", orders, tmp_path)
    tracked(shop, f"{DAY}T10:00 ann view p1 search\n{DAY}T10:40 ann view p1 search", tmp_path)
    assert (figure(shop, "visits", DAY), figure(shop, "visit_depth", DAY)) == (1, 2)


def test_stay_is_measured_from_first_to_last_event_of_visits_with_two(shop, tmp_path):
    rows = f"""{DAY}T10:00 ann view p1 search
               {DAY}T10:04 ann view p1 search
               {DAY}T10:10 ann cart p1 search
               {DAY}T10:00 bob view p1 search"""
    tracked(shop, rows, tmp_path)
    assert [figure(shop, key, DAY) for key in ("timed_visits", "stay_seconds", "mean_stay")] == [1, 600, 600]


def test_of_a_gap_that_an_order_bridges_half_an_hour_is_counted(shop, tmp_path):
    load_table(shop, "orders", f"order buyer created amount\no1 ann {DAY}T10:20 10.00", tmp_path)
    tracked(shop, f"{DAY}T10:00 ann view p1 search\n{DAY}T10:45 ann view p1 search", tmp_path)
    assert (figure(shop, "visits", DAY), figure(shop, "stay_seconds", DAY)) == (1, 30 * 60)


def test_parts_of_seconds_are_added_before_they_are_dropped(shop, tmp_path):
    rows = "\n".join(f"{DAY} 10:00:{second},ann,view" for second in ("00.6", "01.3", "02.0"))
    load(shop, "events", written(tmp_path, "clicks.csv", f"time,visitor,event\n{rows}\n"))
    fill(shop)
    assert figure(shop, "stay_seconds", DAY) == 1


def in_sessions(shop, rows, folder):
    load_table(shop, "events", f"time visitor event session\n{rows}", folder)
    fill(shop)
    return [figure(shop, key, DAY) for key in ("visits", "bounced_visits", "timed_visits", "stay_seconds")]


def test_a_named_session_is_one_visit_whatever_the_gap_of_which_half_an_hour_is_counted(shop, tmp_path):
    rows = f"{DAY}T10:00 ann view s1\n{DAY}T12:00 ann view s1\n{DAY}T12:10 ann view s1"
    assert in_sessions(shop, rows, tmp_path) == [1, 0, 1, (30 + 10) * 60]


def test_two_sessions_at_a_time_are_two_visits_and_events_without_one_a_third(shop, tmp_path):
    rows = f"""{DAY}T10:00 ann view s1
               {DAY}T10:01 ann view s2
               {DAY}T10:02 ann cart s1
               {DAY}T10:03 ann view .
               {DAY}T10:20 ann cart s2
               {DAY}T10:35 ann view ."""
    # From the third to the thirty-fifth minute it is more than half an hour: without a session, these are two.
    assert in_sessions(shop, rows, tmp_path) == [4, 2, 2, (2 + 19) * 60]


def test_a_session_that_goes_on_after_midnight_is_a_visit_on_each_day(shop, tmp_path):
    rows = f"{DAY}T23:50 ann view s1\n{DAY}T23:55 ann view s1\n2026-05-02T00:05 ann view s1"
    assert in_sessions(shop, rows, tmp_path) == [1, 0, 1, 5 * 60]
    assert [figure(shop, key, "2026-05-02") for key in ("visits", "bounced_visits", "timed_visits")] == [1, 1, 0]


def test_the_same_session_of_two_people_is_two_visits(shop, tmp_path):
    rows = f"{DAY}T10:00 ann view s1\n{DAY}T10:01 bob view s1"
    assert in_sessions(shop, rows, tmp_path) == [2, 2, 0, 0]


def test_an_order_of_the_order_file_is_in_no_session(shop, tmp_path):
    load_table(shop, "orders", f"order buyer created amount\no1 ann {DAY}T10:05 10.00", tmp_path)
    rows = f"{DAY}T10:00 ann view s1\n{DAY}T10:00 bob view s1\n{DAY}T10:01 bob cart s1"
    assert in_sessions(shop, rows, tmp_path) == [2, 1, 1, 60]


@pytest.fixture(scope="module")
def two_visits_of_one_person(module_store):
    """Ann comes by search at nine to p1, by ads at eleven to p2, where she sees p1 again."""
    shop = make_shop()
    load_table(shop, "products", f"product tier tier_since\np1 traffic {DAY}\np2 profit {DAY}", module_store)
    rows = f"""{DAY}T09:00 ann view p1 search
               {DAY}T11:00 ann view p2 ads
               {DAY}T11:01 ann view p1 ads"""
    tracked(shop, rows, module_store)
    return shop


@pytest.mark.parametrize(
    ("key", "by", "expected"),
    [
        ("visitors", "source", {"search": 1}),
        ("views", "source", {"search": 3}),
        ("visits", "source", {"search": 1, "ads": 1}),
        ("visits", "product", {"p1": 1, "p2": 1}),
        ("visitors", "product", {"p1": 1, "p2": 1}),
        ("views", "product", {"p1": 2, "p2": 1}),
        ("one_view_visitors", "product", {"p2": 1}),
        ("visitors", "hour", {"09:00": 1, "11:00": 1}),
    ],
)
def test_visitors_belong_to_their_first_event_and_visits_to_theirs(two_visits_of_one_person, key, by, expected):
    assert named(two_visits_of_one_person, key, by=by) == expected


def named(shop, key, *, by):
    from analytics.read import member_names

    names = {hour: f"{hour:02d}:00" for hour in range(24)} if by == "hour" else member_names(shop, by)
    return {names[member]: value for member, value in split(shop, key, DAY, by=by).items() if value}


def test_visitors_by_tier_overlap(two_visits_of_one_person):
    found = split(two_visits_of_one_person, "visitors", DAY, by="tier")
    assert {member: value for member, value in found.items() if value} == {Tier.TRAFFIC: 1, Tier.PROFIT: 1}


def test_a_product_plays_the_tier_of_the_day(shop, tmp_path):
    load_table(shop, "products", "product tier tier_since\np1 traffic 2026-05-01", tmp_path)
    load_table(shop, "products", "product tier tier_since\np1 image 2026-05-02", tmp_path)
    tracked(shop, "\n".join(f"2026-0{day}T10:00 ann view p1 search" for day in ("4-30", "5-01", "5-02")), tmp_path)
    found = [split(shop, "views", day, by="tier") for day in ("2026-04-30", "2026-05-01", "2026-05-02")]
    assert [max(tiers, key=tiers.get) for tiers in found] == [0, Tier.TRAFFIC, Tier.IMAGE]


def test_saving_counts_a_person_once_who_favourites_and_carts(shop, tmp_path):
    rows = f"""{DAY}T10:00 ann view p1 search
               {DAY}T10:01 ann favourite p1 search
               {DAY}T10:02 ann cart p1 search
               {DAY}T10:00 bob view p1 search"""
    tracked(shop, rows, tmp_path)
    keys = ("favouriters", "carters", "favourite_or_cart_visitors", "save_rate", "engaged_visitors")
    assert [figure(shop, key, DAY) for key in keys] == [1, 1, 1, 0.5, 1]


def test_who_writes_without_a_view_is_engaged_and_no_inquiring_visitor(shop, tmp_path):
    rows = f"""{DAY}T10:00 ann view p1 search
               {DAY}T10:01 ann inquiry p1 search
               {DAY}T10:00 bob inquiry p1 search"""
    tracked(shop, rows, tmp_path)
    keys = ("inquiring_visitors", "inquiry_rate", "engaged_visitors")
    assert [figure(shop, key, DAY) for key in keys] == [1, 1, 2]


def test_new_is_who_did_not_come_in_the_thirty_days_before(shop, tmp_path):
    rows = """2026-05-01T10:00 ann view p1 search
              2026-05-02T10:00 bob view p1 search
              2026-05-30T10:00 ann view p1 search
              2026-06-01T10:00 ann view p1 search
              2026-06-01T10:00 bob view p1 search
              2026-06-01T10:00 cid view p1 search
              2026-07-02T10:00 bob view p1 search"""
    tracked(shop, rows, tmp_path)
    days = ("2026-05-02", "2026-05-30", "2026-06-01", "2026-07-02")
    found = [split(shop, "visitors", day, by="visitor_kind") for day in days]
    # The first thirty days have no value: nobody can look back far enough. Bob's second absence is 31 days long.
    assert found == [{}, {}, {1: 1, 2: 2}, {1: 1}]
