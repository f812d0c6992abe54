"""P1: every address × method × way of asking × actor is open or closed as its door says; foreign looks like missing."""

import re
from http import HTTPStatus

import pytest
from django.conf import settings
from django.db import connection
from django.shortcuts import resolve_url
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from analytics.panels.registry import all_panels
from shopops.shops.access import PAGES, Access, Wall, grant
from shopops.shops.models import Role, Shop
from tests.security.actors import ACTORS, MEMBERS, OUTSIDERS, STRANGER, Actor, actor
from tests.security.addresses import Address, addresses, without_door
from tests.security.ending import ended
from tests.security.furnish import Mark, furnish

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
HTMX = {"HX-Request": "true", "HX-Current-URL": "http://testserver/s/linen/daily/"}
WAYS = {"page": {}, "fragment": HTMX, "boosted": HTMX | {"HX-Boosted": "true"}}
ASKED = ("GET", "POST")
FIRST, OTHERS = slice(0, 1), slice(1, None)
# A door belongs to an address, and does not look at how it is asked. That what is put into the address changes nothing,
# nor the third way, nor another method of the second, is made sure of in the long run.
WALKS = [
    ("page", METHODS, FIRST),
    ("fragment", ASKED, FIRST),
    *(
        pytest.param(*walk, marks=pytest.mark.slow)
        for walk in (
            ("fragment", tuple(method for method in METHODS if method not in ASKED), FIRST),
            ("boosted", METHODS, FIRST),
            *((way, METHODS, OTHERS) for way in WAYS),
        )
    ),
]
WALK_IDS = [
    "page",
    "fragment",
    "fragment by other methods",
    "boosted",
    *(f"{way} of the other parts" for way in WAYS),
]
MISSING = "nowhere"
PUBLIC = {
    "account_login",
    "account_inactive",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "set_language",
    "healthz",
    "readyz",
}
# Who may open which page, written down a second time: o(wner) m(anager) (operat)or s(ervice lead) a(gent) (analys)t.
READERS = {
    "start": "omrsat",
    "daily explain definitions calendar": "omrst",
    "weekly targets": "omrt",
    "products tiers positioning traffic campaigns customers ladder": "omrst",
    "service audits aftersales": "omrst",
    "imports": "omrs",
    "settings": "oms",
    "members": "o",
}
LETTERS = dict(zip("omrsat", Role, strict=True))


@pytest.fixture
def anyone(shop, foreign_shop, person):
    """Makes an actor; both shops are furnished."""
    furnish(shop, Mark("linen", 12))
    furnish(foreign_shop, Mark("velvet", 34))
    return lambda name: actor(name, shop=shop, foreign_shop=foreign_shop, person=person)


def test_every_address_says_whom_it_lets_in():
    assert without_door(addresses()) == []


def test_an_address_without_a_door_is_found():
    assert without_door(addresses("tests.security.planted")) == ["s/<slug:shop>/forgotten/"]


def test_the_public_addresses_are_few_and_listed():
    public = {address.name for address in addresses() if address.door.wall is Wall.PUBLIC}
    assert public == PUBLIC
    assert len(PUBLIC) <= 15


def test_doors_of_a_shop_stand_where_the_address_names_one():
    for address in addresses():
        assert (address.door.wall is Wall.SHOP) == ("shop" in address.parts), address.route


def test_the_table_of_pages_is_the_agreed_one():
    agreed = {
        page: {LETTERS[letter] for letter in letters} for pages, letters in READERS.items() for page in pages.split()
    }
    table = {page: {role for role in Role if grant(page, role).access >= Access.READ} for page in PAGES}
    assert table == agreed


@pytest.mark.parametrize("name", ACTORS)
@pytest.mark.parametrize(("way", "methods", "part"), WALKS, ids=WALK_IDS)
def test_each_door_lets_in_whom_it_should(name, way, methods, part, anyone, shop):
    visitor, wrong = anyone(name), []
    for address, url in everything(shop, part=part):
        answers = {method: ask(visitor.again(), method, url, way) for method in methods}
        wrong += [
            f"{method} {url}: {answer.status_code}"
            for method, answer in answers.items()
            if not as_agreed(address, visitor, method, answer)
        ]
        if set(ASKED) <= set(methods) and all(
            answers[method].status_code == HTTPStatus.METHOD_NOT_ALLOWED for method in ASKED
        ):
            wrong.append(f"{url} takes neither GET nor POST")
    assert wrong == []


@pytest.mark.parametrize("name", OUTSIDERS)
@pytest.mark.parametrize(("way", "methods", "part"), WALKS, ids=WALK_IDS)
def test_a_foreign_shop_looks_like_a_missing_one(name, way, methods, part, anyone, shop):
    visitor = anyone(name)
    missing = dict(zip(everything(shop, part=part), everything(shop, slug=MISSING, part=part), strict=True))
    for (address, url), (_, other) in missing.items():
        for method in methods if "shop" in address.parts else ():
            assert looks(visitor, method, url, way) == looks(visitor, method, other, way), f"{method} {url}"


@pytest.mark.parametrize("role", Role)
def test_each_panel_asks_for_its_own_page(role, anyone, shop):
    visitor = anyone(role.value)
    for panel in all_panels():
        for name in ("panel", "panel_csv", "panel_xlsx"):
            answer = visitor.client.get(reverse(name, kwargs={"shop": shop.slug, "key": panel.key}))
            allowed = grant(panel.page, role).access >= Access.READ and grant("daily", role).access >= Access.READ
            assert answer.status_code == (HTTPStatus.OK if allowed else HTTPStatus.FORBIDDEN), panel.key


@pytest.mark.parametrize("slug", ["linen", MISSING])
def test_a_stranger_learns_nothing_about_a_shop(slug, anyone, shop):
    stranger = anyone(STRANGER)
    for address, url in everything(shop, slug=slug):
        if "shop" in address.parts:
            status, headers, body, queries = looks(stranger, "GET", url, "page")
            assert (status, body, queries) == (HTTPStatus.FOUND, b"", 0)
            assert headers["Location"].startswith(resolve_url(settings.LOGIN_URL))


@pytest.mark.urls("tests.security.planted")
def test_a_view_that_tells_foreign_from_missing_is_found(anyone, shop, watch):
    visitor = anyone("owner of another shop")
    foreign, missing = (looks(visitor, "GET", f"/s/{slug}/leaky/", "page") for slug in (shop.slug, MISSING))
    assert foreign != missing
    assert len(watch.taken()) == 2  # and its query is found as well


@pytest.mark.urls("tests.security.planted")
def test_a_door_that_is_not_kept_is_found(anyone, shop):
    visitor = anyone(Role.AGENT.value)
    (address,) = (address for address in addresses() if address.name == "unkept")
    (url,) = address.urls(shop)
    assert not as_agreed(address, visitor, "GET", ask(visitor, "GET", url, "page"))


def everything(shop: Shop, *, slug: str = "", part: slice = slice(None)) -> list[tuple[Address, str]]:
    """All addresses with what can be put into each, or a part of that."""
    return [(address, url) for address in addresses() for url in address.urls(shop, slug=slug)[part]]


def ask(visitor: Actor, method: str, url: str, way: str):
    return ended(visitor.client.generic(method, url, headers=WAYS[way]))


def looks(visitor: Actor, method: str, url: str, way: str) -> tuple:
    """All that can be seen of an answer from outside, without what differs each time."""
    with CaptureQueriesContext(connection) as queries:
        response = ask(visitor, method, url, way)
    headers = {key: value for key, value in response.headers.items() if key != "X-Request-ID"}
    headers["Content-Security-Policy"] = sorted(re.split("; ", headers["Content-Security-Policy"]))
    return response.status_code, headers, response.content, len(queries)


def as_agreed(address: Address, visitor: Actor, method: str, response) -> bool:
    door, status = address.door, response.status_code
    if door.wall is Wall.PUBLIC:
        return passed(response) or status == HTTPStatus.METHOD_NOT_ALLOWED
    if visitor.name == STRANGER:
        return is_sent_to_login(response)
    if door.wall is Wall.SHOP and visitor.name not in MEMBERS:
        return status == HTTPStatus.NOT_FOUND
    if status == HTTPStatus.METHOD_NOT_ALLOWED:
        return True
    if door.wall is Wall.SHOP and not grant(door.page, visitor.role).access >= door.needs:
        return status == HTTPStatus.FORBIDDEN
    if door.wall is Wall.STAFF and visitor.name != "site staff":
        return status == HTTPStatus.FORBIDDEN
    return passed(response)


def passed(response) -> bool:
    refused = {HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED}
    return response.status_code < 500 and response.status_code not in refused and not is_sent_to_login(response)


def is_sent_to_login(response) -> bool:
    target = response.headers.get("Location") or response.headers.get("HX-Redirect") or ""
    login = resolve_url(settings.LOGIN_URL)
    return response.status_code in (HTTPStatus.OK, HTTPStatus.FOUND) and target.startswith(f"{login}?next=")


def test_the_walk_has_somewhere_to_go(shop: Shop):
    """So that an empty resolver does not pass as a safe one."""
    assert {"daily", "home", "account_login"} <= {address.name for address in addresses()}
