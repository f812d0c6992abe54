"""On paper, A4: nothing is cut, charts fit, and what belongs to the window alone is left out."""

import pytest

from tests.e2e.browser import Visit

# Pixels of A4 less the margins of the page.
A4 = {"width": 703, "height": 1030}
CUT = """() => [...document.querySelectorAll('main table, main .main-svg, main .tile-value, main dd')]
  .filter((place) => place.checkVisibility())
  .filter((place) => place.getBoundingClientRect().right > place.closest('.card').getBoundingClientRect().right)
  .map((place) => place.outerHTML.slice(0, 100))"""
MOVED = """() => [...document.querySelectorAll('main thead')].filter((head) => head.checkVisibility()
  && head.querySelector('th').getBoundingClientRect().top > head.nextElementSibling.getBoundingClientRect().top)
  .map((head) => head.closest('[aria-label]').ariaLabel)"""
WIDTH = "document.querySelector('#dailytrend .main-svg').clientWidth"
INK = "document.querySelector('#dailytrend .xtick text')"
LEFT = "document.querySelectorAll('[aria-busy], [data-figure]:not(.drawn), .waiting').length"


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("page", ["daily", "definitions", "imports"])
def test_a_page_fits_on_paper(page, theme, visit, walked_shop):
    window = visit(color_scheme=theme)
    window.see(f"/s/linen/{page}/")
    on_paper(window)
    assert window.sideways <= 0
    assert (window.page.evaluate(CUT), window.page.evaluate(MOVED)) == ([], [])
    assert window.page.locator(".side, .bar, .notices").locator("visible=true").count() == 0


def test_charts_are_printed_as_wide_as_paper_in_ink_and_come_back(visit, board_shop):
    window = visit(color_scheme="dark")
    window.see("/s/linen/daily/")
    before = look(window)
    window.page.evaluate(f"addEventListener('beforeprint', () => {{ window.printed = {INK}.outerHTML; }})")
    window.page.pdf(format="A4", prefer_css_page_size=True)
    assert "rgb(85, 96, 112)" in window.page.evaluate("window.printed")  # the ink of the light theme
    window.page.wait_for_function(f"() => {WIDTH} === {before[1]}")
    assert look(window) == before


def left_when_printed(window: Visit) -> int:
    """Places that are neither fetched nor drawn when the browser is asked to print."""
    window.page.evaluate(f"() => {{ window.print = () => {{ window.left = {LEFT}; }}; }}")
    window.page.locator(".export-menu summary").click()
    window.page.get_by_role("button", name="Print").click()
    window.page.wait_for_function("() => 'left' in window")
    return window.page.evaluate("window.left")


def look(window: Visit) -> tuple[str, int]:
    return (
        window.page.evaluate(f"getComputedStyle({INK}).fill"),
        window.page.evaluate(WIDTH),
    )


def on_paper(window: Visit) -> None:
    """As the browser does it: the event first, then the layout."""
    window.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    window.page.emulate_media(media="print")
    window.page.set_viewport_size(A4)


def test_print_in_the_export_menu_loads_and_draws_every_panel_first(visit, board_shop):
    window = visit(height=600)
    window.open("/s/linen/daily/")
    assert window.page.locator("[aria-busy]").count() > 0
    assert left_when_printed(window) == 0
    assert window.page.locator(".export-menu[open]").count() == 0
    assert window.wrongs == window.reports == []


def test_a_panel_that_cannot_be_fetched_does_not_hold_the_print(visit, board_shop):
    window = visit(height=600)
    window.page.route("**/panels/daily.products*", lambda route: route.abort())
    window.open("/s/linen/daily/")
    assert left_when_printed(window) == 1


def test_a_panel_that_waits_says_on_paper_that_it_is_not_loaded(visit, board_shop):
    window = visit(height=600)
    window.open("/s/linen/daily/")
    waiting = window.page.locator("[aria-busy]")
    said = waiting.get_by_text("Not loaded when this was printed")
    assert (waiting.count() > 0, said.locator("visible=true").count()) == (True, 0)
    window.page.emulate_media(media="print")  # the width stays: at another, more panels come into view
    assert said.locator("visible=true").count() == waiting.count()


def test_without_javascript_nothing_offers_to_print(visit, board_shop):
    window = visit(java_script_enabled=False)
    window.open("/s/linen/daily/")
    window.page.locator(".export-menu summary").click()
    assert window.page.get_by_role("link", name="CSV").first.is_visible()
    assert window.page.get_by_role("button", name="Print").count() == 0
