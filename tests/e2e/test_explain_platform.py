"""The basis of a change, in a real browser: the links lead from one to the other, on a phone too."""

import pytest

from tests.builders import load_table
from tests.e2e.axe import violations
from tests.e2e.conftest import OpenVisit
from tests.e2e.test_explained import told
from tests.rows.test_rows_and_figures import FIRST, SECOND

REPORT = f"""
    day      source visitors payers paid_amount
    {FIRST}  .      100      40     1200.00
    {FIRST}  search 60       24     600.00
    {FIRST}  ads    40       16     400.00
    {SECOND} .      100      50     1500.00
    {SECOND} search 80       30     900.00
    {SECOND} ads    40       16     400.00
"""
ADDRESS = f"/s/linen/explain/?period=day&day={SECOND}&compare=previous"


@pytest.mark.parametrize("width", [1480, 360])
def test_a_link_leads_to_the_platforms_words_and_back(visit: OpenVisit, shop, tmp_path, width):
    told(shop, tmp_path)
    load_table(shop, "platform_daily", REPORT, tmp_path)
    opened = visit(width=width)
    opened.see(ADDRESS)
    assert violations(opened.page) == []
    opened.page.get_by_role("link", name="platform reports").click()
    opened.page.wait_for_selector("text=Not told by source")
    assert "basis=platform" in opened.page.url
    opened.see(f"{ADDRESS}&basis=platform")
    assert violations(opened.page) == []
    assert opened.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    opened.page.get_by_role("link", name="own events").click()
    opened.page.wait_for_selector("a[aria-current]:has-text('own events')")
    assert opened.wrongs == []
