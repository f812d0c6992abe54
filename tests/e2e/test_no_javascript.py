"""Without JavaScript only the drawing is lost: every chart's numbers stand beside it, every panel has its page."""

import pytest
from playwright.sync_api import expect

from tests.e2e.browser import Visit
from tests.e2e.pages import pages


def test_charts_have_their_numbers_and_panels_their_pages(visit, walked_shop):
    window = visit(java_script_enabled=False)
    assert charts_with_numbers(window, "/s/linen/daily/") == 0
    assert charts_with_numbers(window, "/s/linen/panels/daily.trend") == 1


@pytest.mark.slow
def test_every_chart_has_its_numbers_and_every_panel_its_page(visit, walked_shop, owner_client):
    window = visit(java_script_enabled=False)
    for page in pages(walked_shop, owner_client):
        if not page.is_public:
            charts_with_numbers(window, page.url)


def charts_with_numbers(window: Visit, url: str) -> int:
    """How many charts the page has; fails where a table or a link is missing, or where a chart shows an empty place."""
    window.page.goto(window.base + url)
    figures = window.page.locator("figure:has([data-figure])").all()
    for figure in figures:
        expect(figure.locator("[data-figure]")).to_be_hidden()
        assert figure.locator("table.figures tbody td:visible").count() > 0, url
    for place in window.page.locator("[hx-trigger^=intersect]").all():
        expect(place.locator("a:visible")).to_have_attribute("href", place.get_attribute("hx-get"))
    return len(figures)
