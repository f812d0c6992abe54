"""What a person sees when something fails: a page within the design, or a notice and a way to ask again."""

import pytest
from django.contrib.sessions.models import Session
from django.db import OperationalError
from playwright.sync_api import expect

from analytics.views import context
from shopops.shops.models import Role
from tests.e2e.axe import violations

DAILY = "/s/linen/daily/"
# The page of each refusal: its address and what it says.
REFUSALS = {
    403: ("/s/linen/imports/", "This is not open to your role"),
    404: ("/nowhere/", "There is nothing at this address"),
    500: ("/failing/", "Something went wrong on the server"),
    503: ("/busy/", "The server is busy"),
}


@pytest.mark.urls("tests.security.planted")
@pytest.mark.parametrize(("theme", "width"), [("light", 1480), ("dark", 360), ("light", 360), ("dark", 1480)])
def test_the_page_of_a_refusal_is_sound(theme, width, visit, board_shop, member):
    window = visit(color_scheme=theme, width=width, user=member(Role.ANALYST))
    for status, (address, title) in REFUSALS.items():
        answer = window.page.goto(window.base + address)
        assert (answer.status, window.page.inner_text("h1")) == (status, title)
        assert (window.reports, window.sideways, violations(window.page)) == ([], 0, []), status
        home = window.page.get_by_role("link", name="To the first page")
        assert home.evaluate("(link) => new URL(link.href).pathname") == "/"


def test_a_form_of_an_old_page_says_so(visit, board_shop):
    window = visit()
    window.open(DAILY)
    window.page.context.clear_cookies(name="csrftoken")
    window.page.locator(".user-menu summary").click()
    window.page.get_by_role("button", name="Log out").click()
    expect(window.page.locator("h1")).to_have_text("This form has expired")


def test_a_page_opened_after_the_session_has_ended_is_the_log_in(visit, board_shop):
    window = visit()
    window.open(DAILY)
    Session.objects.all().delete()
    window.page.reload()
    expect(window.page.locator("h1")).to_have_text("Log in")
    assert window.page.url.endswith("?next=/s/linen/daily/")


@pytest.mark.parametrize(
    ("failure", "said"),
    [(OperationalError("locked"), "The server is busy"), (ValueError("x"), "Something went wrong on the server")],
    ids=["busy", "failing"],
)
def test_a_panel_that_fails_shows_a_notice_and_can_be_asked_again(failure, said, visit, board_shop, monkeypatch):
    def fail(*arguments: object, **options: object) -> None:
        raise failure

    window = visit()
    with monkeypatch.context() as patched:
        patched.setattr(context, "ask", fail)
        window.open(DAILY)
        expect(window.page.locator("#notices [role=alert]").first).to_contain_text(said)
        expect(window.page.locator("#dailytrend")).not_to_have_attribute("aria-busy", "true")
        assert violations(window.page) == []
    trend = window.page.locator("#dailytrend")
    expect(trend).to_contain_text("This could not be loaded.")
    trend.get_by_role("link", name="Open").click()
    expect(trend.locator(".main-svg").first).to_be_visible()
    assert "/panels/" not in window.page.url


def test_without_a_network_a_panel_offers_to_ask_again(visit, board_shop):
    window = visit()
    window.page.route("**/panels/**", lambda route: route.abort("internetdisconnected"))
    window.open(DAILY)
    again = window.page.locator("#dailytrend").get_by_role("link")
    expect(again).to_be_visible()
    window.page.unroute("**/panels/**")
    again.click()
    expect(window.page.locator("#dailytrend .main-svg").first).to_be_visible()
