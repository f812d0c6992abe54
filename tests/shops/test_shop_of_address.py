"""The shop of a request, the way home, and what the frame is told."""

import pytest
from django.urls import reverse

from shopops.shops.admit import admit
from shopops.shops.context import shell
from shopops.shops.models import Membership, Role, Shop
from shopops.shops.navigation import GROUPS, navigation


def page_of(shop: Shop) -> str:
    return reverse("daily", kwargs={"shop": shop.slug})


def test_members_see_their_shops_and_only_these(shop, foreign_shop, owner, person):
    assert list(Shop.objects.visible_to(owner)) == [shop]
    assert list(Shop.objects.visible_to(person("nobody"))) == []
    assert list(Shop.objects.visible_to(person("runs-the-site", staff=True))) == []


def test_a_closed_account_sees_no_shop(shop, owner):
    owner.is_active = False
    assert list(Shop.objects.visible_to(owner)) == []


def test_the_role_is_the_one_in_this_shop(shop, foreign_shop, owner, client_of, django_assert_num_queries):
    admit(owner, shop=foreign_shop, role=Role.AGENT)
    client = client_of(owner)
    assert client.get(page_of(shop)).status_code == 200
    with django_assert_num_queries(3):  # session, person, and the shops with their roles in one
        assert client.get(page_of(foreign_shop)).status_code == 403


def test_home_is_the_first_shop_until_another_was_seen(shop, foreign_shop, owner, client_of):
    admit(owner, shop=foreign_shop, role=Role.ANALYST)
    client = client_of(owner)
    assert client.get("/").headers["Location"] == page_of(shop)
    client.get(page_of(foreign_shop))
    assert client.get("/").headers["Location"] == page_of(foreign_shop)


def test_a_shop_that_was_left_is_no_home(shop, foreign_shop, owner, client_of):
    membership = admit(owner, shop=foreign_shop, role=Role.ANALYST)
    client = client_of(owner)
    client.get(page_of(foreign_shop))
    membership.delete()
    assert client.get("/").headers["Location"] == page_of(shop)


def test_who_has_no_shop_is_told_so(foreign_shop, person, client_of):
    answer = client_of(person("ann")).get("/")
    assert "no shop has you among its members" in answer.content.decode()


def test_who_may_open_no_page_is_told_so(member, client_of, monkeypatch):
    agent = member(Role.AGENT)
    monkeypatch.setattr("shopops.shops.navigation.GROUPS", GROUPS[:1])
    assert "Your role has no page" in client_of(agent).get("/").content.decode()


def test_the_shop_switch_leads_to_a_page_that_the_role_may_open(shop, foreign_shop, owner, client_of):
    admit(owner, shop=foreign_shop, role=Role.AGENT)
    client = client_of(owner)
    html = client.get(page_of(shop)).content.decode()
    assert all(f'href="/s/{each.slug}/"' in html for each in (shop, foreign_shop))
    assert client.get("/s/linen/").headers["Location"] == page_of(shop)
    answer = client.get("/s/velvet/")
    assert answer.status_code == 200
    assert "Your role has no page" in answer.content.decode()
    assert 'href="/s/linen/"' in answer.content.decode()


def test_the_sidebar_shows_the_pages_that_are_there_and_open_to_the_role(shop):
    def keys(role: Role) -> set[str]:
        return {entry.url.split("/")[3] for group in navigation(shop, role) for entry in group.entries}

    assert "daily" in keys(Role.OWNER)
    assert "daily" not in keys(Role.AGENT)
    assert keys(Role.ANALYST) <= keys(Role.OWNER)
    assert "ladder" not in keys(Role.OWNER) or reverse("ladder", kwargs={"shop": shop.slug})


def test_the_open_page_is_marked_in_the_sidebar(shop):
    marked = [
        entry.url for group in navigation(shop, Role.OWNER, active="daily") for entry in group.entries if entry.active
    ]
    assert marked == [page_of(shop)]


def test_the_frame_of_a_page_without_a_shop_is_empty(rf, person, django_assert_num_queries):
    request = rf.get("/")
    request.user, request.resolver_match = person("ann"), None
    told = shell(request)
    assert (told["shop"], told["role"], list(told["navigation"])) == (None, None, [])
    with django_assert_num_queries(1):
        assert list(told["my_shops"]) == []
        assert list(told["my_shops"]) == []


@pytest.mark.parametrize("role", Role)
def test_a_new_role_replaces_the_old_one(role, shop, owner):
    admit(owner, shop=shop, role=role)
    assert Membership.objects.get(user=owner, shop=shop).role == role
