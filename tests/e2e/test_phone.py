"""On a phone, tables of words are cards: nothing scrolls sideways, and no number is broken."""

import pytest

from tests.e2e.browser import Visit
from tests.e2e.conftest import OpenVisit
from tests.e2e.test_explained import told
from tests.rows.test_rows_and_figures import SECOND

WIDTHS = [390, 360]
HIDDEN = "(table) => table.parentElement.scrollWidth - table.parentElement.clientWidth"
BROKEN = """() => [...document.querySelectorAll('td.number')].filter((cell) => {
  const words = document.createRange();
  words.selectNodeContents(cell.firstChild);
  return words.getClientRects().length !== 1;
}).map((cell) => cell.outerHTML)"""
TITLE = "(cell) => getComputedStyle(cell, '::before').content"
TITLES = """(table) => [...table.querySelectorAll('tbody tr')].map((row) =>
  [...row.querySelectorAll('td')].map((cell) => getComputedStyle(cell, '::before').content.slice(1, -1)))"""


@pytest.mark.parametrize("width", WIDTHS)
def test_the_rows_behind_a_figure_are_cards(width, visit: OpenVisit, shop, tmp_path):
    told(shop, tmp_path)
    window = visit(width=width)
    for key in ("views", "visits", "paid_amount", "refund_amount"):
        window.open(f"/s/linen/rows/{key}/?day={SECOND}")
        assert faults(window) == []


@pytest.mark.parametrize("width", WIDTHS)
def test_the_files_loaded_are_cards(width, visit: OpenVisit, walked_shop):
    window = visit(width=width)
    window.open("/s/linen/imports/")
    assert faults(window) == []


def test_at_a_desk_they_are_tables(visit: OpenVisit, walked_shop):
    window = visit()
    window.open("/s/linen/imports/")
    assert window.page.locator("thead").is_visible()
    assert window.page.locator("td[data-title]").first.evaluate(TITLE) == "none"


def faults(window: Visit) -> list[str]:
    """What is cut or broken, and cells that do not stand under the title of their column."""
    table = window.page.locator("table.stacked")
    columns = [column.text_content() for column in table.locator("thead th").all()]
    hidden, found = table.evaluate(HIDDEN), table.evaluate(TITLES)
    wrong = [f"{row} instead of {columns}" for row in found if row != columns[-len(row) :]]
    wrong += [f"{hidden} pixels are hidden"] if hidden > 0 else []
    return wrong + window.page.evaluate(BROKEN)
