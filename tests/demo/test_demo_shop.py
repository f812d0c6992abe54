"""The demo shop as a shop: who can log in, what is kept about it, and what it never touches."""

import os
import stat
from datetime import date

import pytest

from shopops.calendar.models import Occasion
from shopops.demo.campaigns import add_presales
from shopops.demo.kept import Kept, keep, path_of_kept, read_kept
from shopops.demo.refusal import DemoRefused
from shopops.demo.shop import check_host_is_private, demo_shop
from shopops.shops.models import Membership, Role, Shop

pytestmark = pytest.mark.django_db

OPENED = date(2026, 4, 1)


def start(opened: date = OPENED, **wishes: int) -> tuple[Shop, Kept]:
    return demo_shop(opened=opened, **{"seed": None, "visitors": None, "months": None} | wishes)


def test_there_is_one_login_a_role_in_the_demo_shop_alone(client, shop):
    demo, kept = start()
    assert (demo.name, demo.platform, demo.timezone, demo.currency) == (
        "麻袋女装旗舰店",
        "tmall",
        "Asia/Shanghai",
        "CNY",
    )
    logins = dict(Membership.objects.values_list("user__username", "role"))
    assert logins == {f"demo-{role.replace('_', '-')}": role for role in Role.values}
    assert not shop.memberships.exists()
    assert client.login(username="demo-service-lead", password=kept.password)
    assert not client.login(username="demo-service-lead", password=kept.password[:-1])


def test_the_password_is_long_random_and_readable_by_its_owner_alone():
    _demo, first = start()
    assert len(first.password) >= 15
    assert stat.S_IMODE(os.stat(path_of_kept()).st_mode) == 0o600
    Shop.objects.all().delete()
    path_of_kept().unlink()
    assert start()[1].password != first.password


def test_a_later_start_goes_on_with_the_shop_as_it_was_made():
    demo, kept = start(seed=7, visitors=200)
    people = list(demo.memberships.values_list("user__username", "user__password"))
    assert start(opened=date(2026, 5, 1)) == (demo, kept)
    assert list(demo.memberships.values_list("user__username", "user__password")) == people
    assert (kept.world.seed, kept.world.visitors) == (7, 200)


def test_a_login_that_was_taken_away_comes_back_and_the_others_stay():
    demo, _kept = start()
    demo.memberships.get(role=Role.AGENT).delete()
    others = set(demo.memberships.values_list("pk", flat=True))
    start()
    assert set(demo.memberships.values_list("pk", flat=True)) > others
    assert demo.memberships.filter(role=Role.AGENT).count() == 1


@pytest.mark.parametrize(
    ("wish", "had"),
    [({"seed": 2}, "--seed 1"), ({"visitors": 70}, "--visitors-per-day 1500"), ({"months": 3}, "since 2026-04-01")],
    ids=str,
)
def test_wishes_that_would_change_the_past_are_refused(wish, had):
    start()
    with pytest.raises(DemoRefused, match=had):
        start(opened=date(2026, 2, 1), **wish)


def test_wishes_that_say_what_is_there_are_fine():
    _demo, kept = start()
    assert start(opened=date(2026, 5, 1), seed=1, visitors=1500, months=1)[1] == kept


def test_a_foreign_shop_at_the_address_is_left_alone(new_shop):
    new_shop("demo")
    with pytest.raises(DemoRefused, match=r"demo\.json"):
        start()
    assert not Membership.objects.exists()
    assert read_kept() is None


def test_a_login_of_another_shop_is_not_taken_over(person, shop):
    person("demo-owner", shop=shop)
    with pytest.raises(DemoRefused, match="demo-owner"):
        start()
    assert not Shop.objects.filter(slug="demo").exists()


@pytest.mark.parametrize("host", ["shop.example.com", "*", "192.168.1.7", "0.0.0.0"])
def test_a_site_that_others_can_reach_gets_no_printed_logins(host):
    with pytest.raises(DemoRefused):
        check_host_is_private(["localhost", host])


def test_this_computer_is_no_public_site(settings):
    settings.DEBUG = False
    check_host_is_private(["localhost", "127.0.0.1", "[::1]"])


def test_what_is_kept_is_written_whole_or_not_at_all(monkeypatch):
    _demo, kept = start()

    def out_of_space(descriptor):
        raise OSError("no space left on device")

    monkeypatch.setattr(os, "fsync", out_of_space)
    with pytest.raises(OSError, match="no space"):
        keep(Kept(opened=OPENED, seed=9, visitors=9, password="other"))
    assert read_kept() == kept


def test_its_calendar_holds_the_presales_and_a_later_start_leaves_them_alone():
    demo, _kept = start()
    add_presales(demo, first_year=2025, last_year=2025)
    found = {row.series: (row.first_day, row.last_day, row.owner.username) for row in Occasion.objects.all()}
    assert found == {
        "618预售": (date(2025, 5, 24), date(2025, 5, 30), "demo-operator"),
        "双11预售": (date(2025, 10, 24), date(2025, 10, 30), "demo-operator"),
    }
    Occasion.objects.filter(series="618预售").update(name="ours")
    add_presales(demo, first_year=2025, last_year=2026)
    assert Occasion.objects.filter(series="618预售", year=2025, name="ours").count() == 1
    assert Occasion.objects.count() == 4
