"""P17: wherever the session ends, the browser goes to the log-in as a whole page and back to where it was."""

import re
from contextlib import suppress

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.urls import resolve
from playwright.sync_api import Error, Page, Route, expect

from shopops.shops.access import Wall
from shopops.shops.models import Shop
from tests.e2e.browser import Visit
from tests.e2e.pages import SitePage, one_of_each, pages
from tests.fixtures.shops import PASSWORD

DAILY = "/s/linen/daily/"
# Everything that htmx sends: elements with an address of their own, and links and forms within a boosted place.
BOOSTED = "[hx-boost=true]"
SENDING = ", ".join(
    [f"[hx-{method}]" for method in ("get", "post", "put", "patch", "delete")]
    + [f"{BOOSTED} a[href]", f"{BOOSTED} form", f"form{BOOSTED}", f"a{BOOSTED}"]
)
POSTED = "form[method=post], form[hx-post]"
# What one types into a form, and what stands in it afterwards; passwords and choices aside.
TYPED = """(form) => [...form.elements].filter((field) => field.matches('textarea, input')
  && !/^(hidden|password|checkbox|radio|file|submit)$/.test(field.type)).map((field) => [field.name, field.value])"""
TYPE = """(form) => {
  const words = {date: '2026-11-11', number: '7', time: '20:00', 'datetime-local': '2026-11-11T20:00'};
  form.noValidate = true;
  for (const [name] of typed(form)) form.elements.namedItem(name).value = words[form.elements[name].type] ?? 'typed';
  return typed(form);
}""".replace("typed(form)", f"({TYPED})(form)")
# How an element is made to send what it would send; those that send by themselves need only be seen.
FIRE = """(place) => {
  for (let menu = place.closest('details'); menu; menu = menu.parentElement.closest('details')) menu.open = true;
  place.scrollIntoView({behavior: 'instant'});
  if (/intersect|load|revealed|every/.test(place.getAttribute('hx-trigger') ?? '')) htmx.trigger(place, 'intersect');
  else if (place.matches('form')) place.requestSubmit();
  else if (place.matches('input[hx-trigger^=input]')) {
    place.value = 'visit';
    place.dispatchEvent(new Event('input', {bubbles: true}));
  } else place.click();
}"""


@pytest.fixture(autouse=True)
def _many_log_ins(settings):
    settings.ACCOUNT_RATE_LIMITS = False


@pytest.mark.slow
def test_each_element_of_the_board_leads_to_the_login_and_back(visit, walked_shop, owner):
    window = visit()
    window.see(DAILY)
    kinds = {}
    for number, sending in enumerate(senders(window)):
        kinds.setdefault(re.sub("=[^&]*|[.][a-z_]+", "", sending), number)
    for number in list(kinds.values())[:5]:
        check_element(window, SitePage("daily", DAILY, is_public=False), number, owner.username)


@pytest.mark.slow
def test_every_element_of_every_page_leads_to_the_login_and_back(visit, walked_shop, owner, owner_client):
    window = visit()
    for page in inside(walked_shop, owner_client):
        window.see(page.url)
        for number in range(len(senders(window))):
            check_element(window, page, number, owner.username)


@pytest.mark.slow
def test_every_panel_that_comes_by_itself_leads_to_the_login_and_back(visit, walked_shop, owner):
    window = visit()
    window.page.route("**/panels/**", lambda route: route.abort())
    window.open(DAILY)
    addresses = window.page.locator("[hx-trigger^=intersect]").evaluate_all(
        "(places) => places.map((place) => place.getAttribute('hx-get'))"
    )
    window.page.unroute("**/panels/**")
    assert len(addresses) > 5
    for address in addresses:
        ended_at(window, address)
        window.page.goto(window.base + DAILY)
        with suppress(Error):  # the log-in may be opening already
            window.see_everything()
        window.page.wait_for_url("**/accounts/login/?next=*")
        window.page.unroute("**/panels/**")
        check_login_and_back(window.page, owner.username, [window.base + DAILY])


def inside(shop: Shop, client: Client) -> list[SitePage]:
    """One page of each address; those of the account hold nothing but passwords."""
    return [page for page in one_of_each(pages(shop, client)) if not page.name.startswith("account_")]


def senders(window: Visit) -> list[str]:
    return window.page.locator(SENDING).evaluate_all("(places) => places.map((place) => place.outerHTML.slice(0, 200))")


def check_element(window: Visit, page: SitePage, number: int, name: str) -> None:
    """Fires one element with the session gone; back is the page itself, or the page that a boosted element asks for."""
    window.see(page.url)
    place = window.page.locator(SENDING).nth(number)
    Session.objects.all().delete()
    asked: list[str] = []
    window.page.on("request", lambda request: asked.append(request.url))
    place.evaluate(FIRE)
    check_login_and_back(window.page, name, [window.base + page.url, *asked[:1]])


def check_login_and_back(page: Page, name: str, back: list[str]) -> None:
    page.wait_for_url("**/accounts/login/?next=*")
    expect(page.locator("body.plain h1")).to_have_text("Log in")
    page.locator("input[name=login]").fill(name)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main button[type=submit]").click()
    page.wait_for_url(lambda url: "/accounts/" not in url)
    assert page.url in back
    expect(page.locator("h1")).to_be_visible()


def ended_at(window: Visit, address: str) -> None:
    """The session ends in the moment this panel is asked for; the others are left out until then."""

    def end(route: Route) -> None:
        if route.request.url != window.base + address:
            route.fulfill(status=204)
            return
        Session.objects.all().delete()
        connection.close()  # a context of its own within the event loop has a connection of its own
        route.continue_()

    window.page.route("**/panels/**", end)


@pytest.mark.urls("tests.e2e.planted")
@pytest.mark.parametrize("row", [1, 2], ids=["plain form", "htmx form"])
def test_what_was_typed_is_in_its_form_again(row, visit, board_shop, owner):
    window = visit()
    window.open("/s/linen/planted/")
    type_all(window.page, row)
    Session.objects.all().delete()
    window.page.get_by_role("button", name=f"Send {row}").click()
    check_login_and_back(window.page, owner.username, [window.base + "/s/linen/planted/"])
    expect(window.page.locator(".typed")).to_contain_text("send it again")
    form = window.page.locator("main form").nth(row - 1)
    expect(form.get_by_label("Title")).to_have_value("Double 11")
    expect(form.get_by_label("Note")).to_have_value("two\nlines")
    expect(form.get_by_label("Kind")).to_have_value("note")
    expect(form.get_by_label("Open")).not_to_be_checked()
    expect(form.get_by_label("Secret")).to_have_value("")
    expect(window.page.locator("main form").nth(2 - row).get_by_label("Title")).to_have_value("")
    form.get_by_role("button").click()
    expect(window.page.get_by_text("It has arrived.")).to_be_visible()
    assert window.reports == []


@pytest.mark.urls("tests.e2e.planted")
def test_without_javascript_what_was_typed_can_be_read(visit, board_shop, owner):
    window = visit(java_script_enabled=False)
    window.page.goto(window.base + "/s/linen/planted/")
    type_all(window.page, 1)
    Session.objects.all().delete()
    window.page.get_by_role("button", name="Send 1").click()
    check_login_and_back(window.page, owner.username, [window.base + "/s/linen/planted/"])
    expect(window.page.locator(".typed")).to_contain_text("Double 11")


@pytest.mark.slow
def test_what_was_typed_into_any_form_of_the_site_is_there_again(visit, walked_shop, owner, owner_client):
    window = visit()
    for page in inside(walked_shop, owner_client):
        window.see(page.url)
        for number in range(window.page.locator(POSTED).count()):
            check_form(window, page, number, owner.username)


def check_form(window: Visit, page: SitePage, number: int, name: str) -> None:
    """Sends one form with the session gone; what lets strangers in, such as the language, needs none."""
    window.see(page.url)
    form = window.page.locator(POSTED).nth(number)
    if resolve(form.evaluate("(form) => new URL(form.action).pathname")).func.door.wall is Wall.PUBLIC:
        return
    typed = form.evaluate(TYPE)
    Session.objects.all().delete()
    form.evaluate("(form) => form.requestSubmit()")
    check_login_and_back(window.page, name, [window.base + page.url])
    window.see_everything()
    assert window.page.locator(POSTED).nth(number).evaluate(TYPED) == typed, page


def type_all(page: Page, row: int) -> None:
    form = page.locator("main form").nth(row - 1)
    form.get_by_label("Title").fill("Double 11")
    form.get_by_label("Note").fill("two\nlines")
    form.get_by_label("Kind").select_option("note")
    form.get_by_label("Open").uncheck()
    form.get_by_label("Secret").fill("not to be kept")
