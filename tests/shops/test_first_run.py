"""An empty product asks what it needs, a step at a time, and keeps nothing before all of it is right."""

import re
from datetime import time

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from shopops.shops.models import DayCut, Membership, Role, Shop
from shopops.shops.open import free_address

NEW = "/shops/new/"
NAMED = {"name": "Linen and Co", "platform": "tmall"}
PLACED = {"timezone": "Europe/Berlin", "currency": "EUR", "day_cut": "04:00"}


@pytest.fixture
def first(person, client_of) -> Client:
    """Somebody on a site without any shop."""
    return client_of(person("ann"))


def shown(answer) -> set[str]:
    """Names of the fields that can be seen."""
    return set(re.findall(r'<(?:select|input(?! type="hidden")[^>]*) name="(\w+)"', answer.content.decode()))


def test_on_an_empty_site_the_first_person_is_asked_for_a_shop(first):
    answer = first.get("/", follow=True)
    assert answer.redirect_chain == [(NEW, 302)]
    assert shown(answer) == {"name", "platform"}
    assert '<li aria-current="step" ><b>1</b>Shop</li>' in answer.content.decode()


def test_the_second_step_asks_for_place_and_money_and_keeps_nothing_yet(first):
    answer = first.post(NEW, NAMED)
    assert shown(answer) == {"timezone", "currency", "day_cut"}
    assert '<input type="hidden" name="name" value="Linen and Co"' in answer.content.decode()
    assert not Shop.objects.exists()


def test_the_last_step_opens_the_shop_and_leads_to_its_board(first):
    answer = first.post(NEW, NAMED | PLACED, follow=True)
    assert [url for url, _status in answer.redirect_chain] == ["/s/linen-and-co/", "/s/linen-and-co/daily/"]
    html = answer.content.decode()
    assert "Linen and Co is open. Next: load its first file." in html
    assert "manage.py load events FILE --shop linen-and-co" in html
    shop = Shop.objects.get()
    assert (shop.platform, shop.timezone, shop.currency) == ("tmall", "Europe/Berlin", "EUR")
    assert DayCut.objects.get().cut == time(4)
    (member,) = Membership.objects.all()
    assert (member.user.username, member.role) == ("ann", Role.OWNER)


@pytest.mark.parametrize(
    ("wrong", "asked"),
    [
        ({"name": ""}, {"name", "platform"}),
        ({"name": "x" * 101}, {"name", "platform"}),
        ({"platform": "bazaar"}, {"name", "platform"}),
        ({"timezone": "Mars/Base"}, {"timezone", "currency", "day_cut"}),
        ({"currency": "XXX"}, {"timezone", "currency", "day_cut"}),
        ({"day_cut": "noon"}, {"timezone", "currency", "day_cut"}),
    ],
)
def test_a_wrong_answer_is_asked_again_and_nothing_is_half_done(wrong, asked, first):
    answer = first.post(NEW, NAMED | PLACED | wrong)
    assert answer.status_code == 200
    assert shown(answer) == asked
    assert 'class="plain-error"' in answer.content.decode()
    assert (Shop.objects.count(), DayCut.objects.count(), Membership.objects.count()) == (0, 0, 0)


def test_a_shop_that_is_refused_after_all_leaves_nothing_and_says_why(first, monkeypatch):
    def refuse(*args, **kwargs):
        raise ValidationError({"slug": "Somebody was quicker."})

    monkeypatch.setattr("shopops.shops.open.Shop.full_clean", refuse)
    answer = first.post(NEW, NAMED | PLACED)
    assert "Somebody was quicker." in answer.content.decode()
    assert not Shop.objects.exists()


def test_errors_are_said_in_the_readers_language(first):
    html = first.post(NEW, {"name": "", "platform": "x"}, headers={"Accept-Language": "zh-TW"}).content.decode()
    assert re.search(r"plain-error[^>]*>(?:<[^>]+>)*[一-鿿]", html)
    assert "This field" not in html


def test_the_way_back_keeps_what_was_written(first):
    answer = first.post(NEW, NAMED | PLACED | {"back": "1"})
    assert shown(answer) == {"name", "platform"}
    assert 'value="Linen and Co"' in answer.content.decode()
    assert not Shop.objects.exists()


@pytest.mark.parametrize(
    ("language", "zone"), [("en", "Asia/Shanghai"), ("zh-hans", "Asia/Shanghai"), ("zh-hant", "Asia/Taipei")]
)
def test_the_usual_place_is_chosen_by_language(language, zone, first):
    html = first.post(NEW, NAMED, headers={"Accept-Language": language}).content.decode()
    assert f'<option value="{zone}" selected' in html


def test_where_there_is_a_shop_only_those_who_run_the_site_open_another(shop, person, client_of):
    assert client_of(person("ann")).get(NEW).status_code == 403
    assert client_of(person("ann2")).post(NEW, NAMED | PLACED).status_code == 403
    staff = client_of(person("root", staff=True))
    assert f'href="{NEW}"' in staff.get("/").content.decode()
    assert staff.post(NEW, NAMED | PLACED).headers["Location"] == "/s/linen-and-co/"
    assert Shop.objects.count() == 2


@pytest.mark.parametrize(
    ("name", "address"),
    [("Linen", "linen-2"), ("Velvet House", "velvet-house"), ("麻袋女装旗舰店", "tmall"), ("Linen!" * 20, "linen" * 8)],
)
def test_the_address_is_of_the_name_and_free(name, address, shop):
    assert free_address(name, platform="tmall") == address


def test_without_any_account_the_log_in_says_how_the_first_is_made(db, person):
    assert b"manage.py createsuperuser" in Client().get("/accounts/login/").content
    person("ann")
    assert b"createsuperuser" not in Client().get("/accounts/login/").content
