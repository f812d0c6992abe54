"""A figure explained, in a real browser: what it means, its rows, its table sorted, definitions searched."""

from tests.builders import fill, load_table
from tests.e2e.axe import violations
from tests.e2e.conftest import OpenVisit
from tests.rows.test_rows_and_figures import EVENTS, LINES, ORDERS, REFUNDS, SECOND

BOARD = f"/s/linen/daily/?day={SECOND}"


def told(shop, folder) -> None:
    for kind, rows in (("events", EVENTS), ("orders", ORDERS), ("order_lines", LINES), ("refunds", REFUNDS)):
        load_table(shop, kind, rows, folder)
    fill(shop)


def test_what_a_figure_means_opens_by_hover_by_focus_and_by_a_click(visit: OpenVisit, board_shop):
    for java_script in (True, False):
        opened = visit(java_script_enabled=java_script)
        opened.open("/s/linen/daily/")
        ask, meaning = opened.page.locator(".term-ask summary").nth(2), opened.page.locator(".term-more").nth(2)
        assert not meaning.is_visible()
        ask.hover()
        assert meaning.is_visible()
        opened.page.mouse.move(0, 0)
        assert not meaning.is_visible()
        ask.focus()
        assert meaning.is_visible()
        ask.click()
        opened.page.mouse.move(0, 0)
        assert "Paying buyers ÷ Visitors" in meaning.inner_text()


def test_a_click_leads_from_a_figure_to_its_rows_and_back(visit: OpenVisit, shop, tmp_path):
    told(shop, tmp_path)
    opened = visit(java_script_enabled=False)
    opened.open(BOARD)
    opened.page.locator("a.tile-value").first.click()
    assert "3 rows · their sum: ¥158.60 This is the figure." in opened.page.locator(".rows-foot").inner_text()
    opened.page.get_by_role("link", name="Back to the board").click()
    assert f"day={SECOND}" in opened.page.url


def test_a_table_on_the_board_is_sorted_in_its_place(visit: OpenVisit, shop, tmp_path):
    told(shop, tmp_path)
    opened = visit()
    opened.open(BOARD)
    opened.see_everything()
    opened.page.locator("#dailysources .sort", has_text="Value per visitor").click()
    opened.page.wait_for_selector("#dailysources th[aria-sort=descending]")
    assert opened.page.locator("#dailysources tbody th").all_inner_texts() == ["search", "ads"]
    assert opened.page.url.endswith(BOARD)
    assert (opened.wrongs, opened.reports) == ([], [])


def test_definitions_narrow_while_one_types(visit: OpenVisit, shop):
    opened = visit()
    opened.open("/s/linen/definitions/")
    opened.page.fill("#q", "bounced")
    opened.page.wait_for_url("**/definitions/?q=bounced")
    assert opened.page.locator("#bounce_rate").is_visible()
    assert opened.page.locator("#paid_amount").count() == 0


def test_the_pages_are_fit_for_all_readers(visit: OpenVisit, shop, tmp_path):
    told(shop, tmp_path)
    opened = visit()
    for address in (BOARD, f"/s/linen/rows/paid_amount/?day={SECOND}", "/s/linen/definitions/"):
        opened.open(address)
        assert violations(opened.page) == [], address
