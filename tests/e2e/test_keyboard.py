"""Everything can be reached and used with the keyboard, in the order of the page, and one sees where one is."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.axe import violations
from tests.e2e.browser import Visit
from tests.e2e.pages import one_of_each, pages

DAILY = "/s/linen/daily/"
# What takes the focus, in the order of the page; of a group of choices the browser gives it to one.
FOCUSABLE = """() => {
  const takes = 'a[href], button, input, select, textarea, summary, [tabindex]';
  const isLater = (place) => place.type === 'radio' && !place.checked
    && [...document.getElementsByName(place.name)].some((other) => other !== place && other.checked);
  window.places = [...document.querySelectorAll(takes)].filter((place) =>
    place.tabIndex >= 0 && !place.disabled && !isLater(place) && place.checkVisibility({visibilityProperty: true}));
  return places.map((place) => place.outerHTML.slice(0, 120));
}"""
# Where the focus is now: its number among the places, whether it can be seen, and whether something lies over it.
FOCUSED = """() => {
  const place = document.activeElement;
  const drawn = [place, ...(place.labels ?? [])].filter((each) => each.getClientRects().length);
  const isMarked = (each) => {
    const style = getComputedStyle(each);
    return (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== 'none';
  };
  const isOnTop = (each) => {
    const {x, top: above, bottom, width} = each.getClientRects()[0];
    const middle = (Math.max(above, 0) + Math.min(bottom, innerHeight)) / 2;
    const top = document.elementFromPoint(x + Math.min(width / 2, 20), middle);
    return top !== null && (each.contains(top) || top.contains(each));
  };
  return {
    number: window.places.indexOf(place),
    isMarked: drawn.some(isMarked),
    isOnTop: drawn.some(isOnTop),
    html: place.outerHTML.slice(0, 120),
  };
}"""


@pytest.mark.parametrize("width", [1480, pytest.param(360, marks=pytest.mark.slow)])
def test_tab_reaches_everything_on_a_page_of_each_address(width, visit, walked_shop, owner_client):
    still = {"width": width, "reduced_motion": "reduce"}
    inside, outside = visit(**still), visit(**still, user=None)
    found = []
    for page in one_of_each(pages(walked_shop, owner_client)):
        found += [f"{page}: {wrong}" for wrong in tabbing_faults(outside if page.is_public else inside, page.url)]
    assert not found, "\n".join(found)


def tabbing_faults(window: Visit, url: str) -> list[str]:
    window.see(url)
    window.page.evaluate("scrollTo(0, 0)")
    places = window.page.evaluate(FOCUSABLE)
    # What a word means opens with the focus, and has a link of its own.
    visited = list(tabbed(window.page, most=2 * len(places) + 5))
    numbers = [place["number"] for place in visited if place["number"] >= 0]
    faults = [f"Tab does not reach {places[number]}" for number in set(range(len(places))) - set(numbers)]
    faults += [f"one does not see the focus on {place['html']}" for place in visited if not place["isMarked"]]
    faults += [f"something covers {place['html']}" for place in visited if not place["isOnTop"]]
    if numbers != sorted(numbers):
        faults.append(f"Tab jumps about: {numbers}")
    return faults


def tabbed(page: Page, *, most: int):
    """The places that Tab reaches, until it leaves the page or comes round."""
    for count in range(most):
        page.keyboard.press("Tab")
        place = page.evaluate(FOCUSED)
        if place["html"].startswith("<body") or (count and place["number"] == 0):
            return
        yield place


@pytest.mark.parametrize("width", [1480, 390])
def test_menus_open_and_close_by_keyboard(width, visit, board_shop):
    window = visit(width=width)
    window.open(DAILY)
    for menu in window.page.locator("details.pill").all():
        button = menu.locator("summary")
        for opening in ("Enter", "Space"):
            button.focus()
            window.page.keyboard.press(opening)
            expect(menu).to_have_attribute("open", "")
            window.page.keyboard.press("Tab")
            assert menu.evaluate("(menu) => menu.contains(document.activeElement)")
            window.page.keyboard.press("Escape")
            expect(menu).not_to_have_attribute("open", "")
            expect(button).to_be_focused()


def test_a_reader_is_told_whether_a_menu_is_open(visit, board_shop):
    window = visit()
    window.open(DAILY)
    menus = window.page.locator("details.pill > summary")
    assert menus.count() == 6  # shop, period, compare, split, export, account
    assert told_open(window) == {False}
    for menu in menus.all():
        menu.focus()
        window.page.keyboard.press("Enter")
        assert told_open(window) == {False, True}
        window.page.keyboard.press("Escape")
    assert told_open(window) == {False}


def told_open(window: Visit) -> set[bool]:
    """What the browser tells assistive software of the menus of the bar."""
    tree = window.page.context.new_cdp_session(window.page).send("Accessibility.getFullAXTree")["nodes"]
    menus = [node for node in tree if node.get("role", {}).get("value") == "DisclosureTriangle"]
    states = [{each["name"]: each["value"]["value"] for each in node["properties"]} for node in menus]
    assert all(node["name"]["value"].strip() for node in menus)
    return {state["expanded"] for state in states}


def test_escape_hides_what_a_word_means_until_one_comes_again(visit, board_shop):
    window = visit()
    window.open(DAILY)
    ask, meaning = window.page.locator(".term-ask summary").first, window.page.locator(".term-more").first
    ask.focus()
    expect(meaning).to_be_visible()
    window.page.keyboard.press("Tab")  # to the link within
    window.page.keyboard.press("Escape")
    expect(meaning).to_be_hidden()
    expect(ask).to_be_focused()
    window.page.locator(".user-menu summary").focus()
    ask.focus()
    expect(meaning).to_be_visible()
    window.page.locator(".user-menu summary").focus()
    ask.hover()
    expect(meaning).to_be_visible()
    window.page.keyboard.press("Escape")
    expect(meaning).to_be_hidden()
    window.page.mouse.move(0, 0)
    ask.hover()
    expect(meaning).to_be_visible()


def test_a_dialog_gives_the_focus_back(visit, board_shop):
    window = visit()
    window.open(DAILY)
    button = window.page.locator(".side-keys")
    for closing in ("Escape", "Enter"):
        button.focus()
        window.page.keyboard.press("Enter")
        expect(window.page.get_by_role("dialog", name="Keys")).to_be_visible()
        window.page.keyboard.press(closing)
        expect(window.page.get_by_role("dialog", name="Keys")).to_be_hidden()
        expect(button).to_be_focused()


def test_a_menu_closes_when_the_keyboard_leaves_it(visit, board_shop):
    window = visit()
    window.open(DAILY)
    menu = window.page.locator("details.shop-switch")
    menu.locator("summary").focus()
    window.page.keyboard.press("Enter")
    for _ in range(2):
        window.page.keyboard.press("Tab")
    expect(menu).not_to_have_attribute("open", "")


def test_on_a_phone_the_pages_open_and_close_by_keyboard(visit, board_shop):
    window = visit(width=390)
    window.open(DAILY)
    link = window.page.get_by_role("link", name="Definitions")
    window.page.locator("#open-sidebar").focus()
    window.page.keyboard.press("Space")
    expect(link).to_be_visible()
    window.page.keyboard.press("Escape")
    expect(link).to_be_hidden()
    expect(window.page.locator("#open-sidebar")).to_be_focused()


def test_a_question_mark_shows_the_keys(visit, board_shop):
    window = visit()
    window.open(DAILY)
    keys = window.page.get_by_role("dialog", name="Keys")
    expect(keys).to_be_hidden()
    window.page.keyboard.press("?")
    expect(keys).to_be_visible()
    expect(keys).to_contain_text("Daily board")
    assert violations(window.page) == []
    window.page.keyboard.press("[")  # nothing is pressed behind the dialog
    window.page.keyboard.press("Escape")
    expect(keys).to_be_hidden()
    expect(window.page.locator("h1")).to_have_text("Daily board, Fri 20 Nov 2026")
    window.page.locator(".side-keys").click()
    keys.get_by_role("button", name="Close").click()
    expect(keys).to_be_hidden()
    assert window.wrongs == window.reports == []


def test_g_d_opens_the_daily_board_and_a_stroke_the_place_to_search(visit, board_shop):
    window = visit()
    window.open("/s/linen/imports/")
    window.page.keyboard.press("/")
    window.page.wait_for_url("**/definitions/")
    window.page.keyboard.press("g")
    window.page.keyboard.press("x")
    window.page.keyboard.press("d")
    window.settle()
    assert window.page.url.endswith("/definitions/")
    window.page.keyboard.press("g")
    window.page.keyboard.press("d")
    window.page.wait_for_url("**/daily/")


def test_a_stroke_puts_the_cursor_into_the_search_of_the_page(visit, board_shop):
    window = visit()
    window.open("/s/linen/imports/")
    window.page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<input type=search>')")
    window.page.keyboard.press("/")
    search = window.page.locator("main input[type=search]")
    expect(search).to_be_focused()
    window.page.keyboard.type("g d / ? [")
    expect(search).to_have_value("g d / ? [")
    expect(window.page.get_by_role("dialog")).to_be_hidden()
