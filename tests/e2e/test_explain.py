"""From a bar of a change to its cells, and on to their orders."""

import pytest
from playwright.sync_api import expect

from analytics.models import FunnelDay
from tests.fixtures.boards import NEWEST

EXPLAIN = f"/s/linen/explain/?day={NEWEST}"


@pytest.fixture
def fallen(board_shop):
    """Fewer of the newest day's visitors bought."""
    for row in FunnelDay.objects.filter(shop=board_shop, day=NEWEST, dimension__in=("", "source_tier")):
        for key in ("payers", "paid_items", "paid_amount"):
            setattr(row, key, round(getattr(row, key) * 0.75))
        row.save()
    return board_shop


def test_a_click_on_a_bar_sorts_the_cells_by_its_effect(visit, fallen):
    window = visit()
    window.see(EXPLAIN)
    bars = window.page.locator(".waterfalllayer .point")
    expect(bars).to_have_count(7)
    # What lies over the bars takes the click.
    box = bars.nth(3).bounding_box()
    window.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    window.page.wait_for_url("**sort=effect_conversion**")
    expect(window.page.locator("#cells [aria-sort=ascending]")).to_have_text("Conversion: effect")
    assert window.wrongs == []


def test_a_sum_leads_to_its_orders(visit, fallen):
    window = visit()
    window.see(EXPLAIN)
    window.page.locator("#cells tbody tr").first.locator("a.to-rows").click()
    expect(window.page.locator("h1")).to_have_text("Rows behind “Paid amount”")
