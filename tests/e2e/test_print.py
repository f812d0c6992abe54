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
