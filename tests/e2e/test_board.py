"""The daily board in a browser: drawn, quiet, within the window, and of use without JavaScript."""

import re

import pytest
from playwright.sync_api import expect

DAILY = "/s/linen/daily/"

pytestmark = pytest.mark.usefixtures("board_shop")


def test_every_chart_is_drawn_in_the_colours_of_the_theme(visit):
    drawn = {}
    for theme in ("light", "dark"):
        window = visit(color_scheme=theme)
        window.open(DAILY)
        window.see_everything()
        assert window.page.locator("[data-figure] .main-svg").count() >= 3
        line = window.page.locator("#dailytrend .scatterlayer .js-line").first
        drawn[theme] = line.evaluate("(line) => getComputedStyle(line).stroke")
    assert drawn == {"light": "rgb(15, 98, 201)", "dark": "rgb(106, 167, 248)"}


def test_a_choice_in_the_bar_is_in_the_address_and_back_undoes_it(visit):
    window = visit()
    window.open(DAILY)
    window.page.locator(".period-form summary").nth(1).click()
    window.page.get_by_label("Day before").or_(window.page.get_by_label("Period before")).click()
    window.page.wait_for_url(re.compile("compare=previous"))
    assert "from=" not in window.page.url
    expect(window.page.locator(".tile-foot").first).to_contain_text("vs 19 Nov")
    window.page.go_back()
    expect(window.page.locator(".tile-foot").first).to_contain_text("vs 13 Nov")
    window.see_everything()
    assert window.wrongs == []


def test_keys_step_through_the_days(visit):
    window = visit()
    window.open(DAILY)
    window.page.keyboard.press("[")
    expect(window.page.locator("h1")).to_have_text("Daily board, Thu 19 Nov 2026")
    window.page.keyboard.press("]")
    expect(window.page.locator("h1")).to_have_text("Daily board, Fri 20 Nov 2026")


def test_the_browser_keeps_no_figures(visit):
    window = visit()
    window.open(DAILY)
    window.see_everything()
    window.page.locator("#earlier").click()
    expect(window.page.locator("h1")).to_have_text("Daily board, Thu 19 Nov 2026")
    window.see_everything()
    # The address alone, which the address bar shows too, for as long as the tab is open.
    kept_path = window.page.url.removeprefix(window.base)
    kept = window.page.evaluate("() => ({...localStorage, ...sessionStorage})")
    assert kept == {"htmx-current-path-for-history": kept_path}


def test_without_javascript_panels_are_pages_with_tables(visit):
    window = visit(java_script_enabled=False)
    window.open(DAILY)
    window.page.locator("#dailytrend a.no-js").click()
    expect(window.page.locator("table.figures")).to_be_visible()
    expect(window.page.locator(".plot")).to_be_hidden()
    window.page.get_by_role("link", name="Back to the board").click()
    expect(window.page.locator(".tile").first).to_be_visible()


def test_without_javascript_the_bar_sends_by_its_button(visit):
    window = visit(java_script_enabled=False)
    window.open(DAILY)
    window.page.locator(".period-form summary").first.click()
    window.page.get_by_label("Last 7 days").check()
    window.page.locator(".period-form button").first.click()
    expect(window.page.locator("h1")).to_have_text("Daily board, 14 Nov – 20 Nov 2026")


def test_on_a_phone_the_pages_are_behind_a_button(visit):
    window = visit(width=390, height=844)
    window.open(DAILY)
    link = window.page.get_by_role("link", name="Definitions")
    expect(link).to_be_hidden()
    window.page.locator(".bar-menu").click()
    expect(link).to_be_visible()
    link.click()
    expect(window.page.locator("h1")).to_have_text("Definitions")


def test_a_page_answered_with_an_error_is_shown_as_a_page(visit):
    window = visit()
    window.open(DAILY)
    window.page.route("**/daily/?period=7d*", lambda route: route.fulfill(status=500, body="<h1>Broken</h1>"))
    window.page.locator(".period-form summary").first.click()
    window.page.get_by_label("Last 7 days").click()
    expect(window.page.locator("h1")).to_have_text("Broken")
