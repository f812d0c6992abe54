"""The page of rows: names, times, paging, what cannot be read, and who may see it."""

import io
import re
from html import unescape

import openpyxl
import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from analytics.models import FunnelDay
from analytics.panels.registry import find_panel
from analytics.rows.describe import AT_ONCE
from shopops.sales.models import Buyer
from shopops.shops.models import Role
from shopops.shops.open import open_shop
from tests.builders import fill, load_table

DAY, NEXT = "2026-05-02", "2026-05-03"
EVENTS = f"""
    time              visitor event   product source page  device
    {DAY}T09:00:00    ann     view    p1      search /p1   phone
    {DAY}T09:00:30    ann     cart    p1      search /p1   phone
    {DAY}T09:10:00    bob     view    p2      ads    /sale desk
"""
ORDERS = f"""
    order buyer created         paid            amount  items
    =o1   ann   {DAY}T09:30:00  {DAY}T09:31:00  1128.50 3
    o2    bob   {DAY}T10:30:00  .               10.00   1
"""
LINES = """
    line order product quantity amount
    1    =o1   p1      1        1100.00
    2    =o1   p2      2        28.50
"""
REFUNDS = f"""
    refund order time           amount
    r1     =o1   {DAY}T20:00:00 8.50
"""


@pytest.fixture(autouse=True)
def own_folders(copied_store) -> None:
    """A copy of what the module has made."""


@pytest.fixture(scope="module")
def shop(module_store):
    shop = open_shop(slug="linen", name="Linen and Co", platform="tmall")
    for kind, rows in (("events", EVENTS), ("orders", ORDERS), ("order_lines", LINES), ("refunds", REFUNDS)):
        load_table(shop, kind, rows, module_store)
    fill(shop)
    return shop


def cells(html: str) -> list[list[str]]:
    body = html.split("<tbody>")[1].split("</tbody>")[0]
    return [
        [unescape(cell).strip() for cell in re.findall(r"<td[^>]*>(.*?)</td>", row, re.S)]
        for row in re.findall(r"<tr>(.*?)</tr>", body, re.S)
    ]


def page(client, key: str, query: str = f"day={DAY}") -> str:
    return client.get(f"/s/linen/rows/{key}/?{query}").content.decode()


def test_events_have_a_time_of_the_shop_a_visitor_and_what_they_did_where(shop, owner_client):
    assert cells(page(owner_client, "visitors")) == [
        ["2026-05-02 09:00:00", "1", "View", "p1", "/p1", "search", "phone"],
        ["2026-05-02 09:10:00", "2", "View", "p2", "/sale", "ads", "desk"],
    ]


def test_orders_have_number_times_products_and_amount(shop, owner_client):
    assert cells(page(owner_client, "paid_amount")) == [
        ["=o1", "Paid", "2026-05-02 09:30:00", "2026-05-02 09:31:00", "1", "p1 × 1, p2 × 2", "3", "¥1,128.50"]
    ]


def test_a_visit_says_how_long_it_was(shop, owner_client):
    first, second = cells(page(owner_client, "visits"))
    # ann's order, known from the table, belongs to her visit and is engagement.
    assert first[:2] + first[6:] == ["2026-05-02 09:00:00", "1", "1", "2", "30", "yes"]
    assert second[6:] == ["1", "1", "–", "no"]


def test_refunds_show_both_clocks(shop, owner_client):
    assert cells(page(owner_client, "refund_amount")) == [
        ["r1", "=o1", "2026-05-02 09:31:00", "2026-05-02 20:00:00", "1", "–", "¥8.50"]
    ]


def test_the_foot_says_how_the_rows_make_the_figure(shop, owner_client):
    assert "2 rows · different visitors: 2" in page(owner_client, "visitors")
    assert "1 row · their sum: ¥1,128.50" in page(owner_client, "paid_amount")
    assert "This is the figure." in page(owner_client, "paid_amount")


def test_a_figure_that_waits_to_be_counted_is_not_said_to_agree(shop, owner_client):
    FunnelDay.objects.filter(dimension="").update(paid_amount=100_00)
    assert "The figure says ¥100.00: these days are being counted anew." in page(owner_client, "paid_amount")


def test_rows_of_a_member_are_those_of_its_figure(shop, owner_client):
    source = next(number for number, name in _names(shop, "source") if name == "ads")
    html = page(owner_client, "visitors", f"day={DAY}&by=source&member={source}")
    assert [row[1:4] for row in cells(html)] == [["1", "View", "p2"]]
    assert "· ads (" in html
    assert f'href="?period=day&amp;day={DAY}&amp;compare=same_weekday"' in html


@pytest.mark.parametrize(
    "query", ["by=nothing&member=1", "by=source&member=x", "by=source", f"by=source&member={10**30}"]
)
def test_a_bad_slice_is_the_whole_shop(shop, owner_client, query):
    assert len(cells(page(owner_client, "visitors", f"day={DAY}&{query}"))) == 2


def test_nobody_can_go_back_from_a_row_to_a_person(shop, owner_client):
    hashes = [str(number) for number in Buyer.objects.values_list("visitor", flat=True)]
    for key in ("visitors", "payers", "refund_amount"):
        said = page(owner_client, key)
        assert not any(number in said for number in hashes)
        assert "ann" not in said


def test_rows_are_shown_by_fifty(shop, owner_client, tmp_path):
    lines = "\n".join(f"{NEXT}T09:{at // 2:02d}:{at % 2 * 30:02d} ann view" for at in range(60))
    load_table(shop, "events", f"time visitor event\n{lines}", tmp_path)
    fill(shop)
    first, second = (page(owner_client, "views", f"day={NEXT}&page={number}") for number in (1, 2))
    assert (len(cells(first)), len(cells(second))) == (50, 10)
    assert "Page 2 of 2" in second
    assert "60 rows" in first
    assert cells(page(owner_client, "views", f"day={NEXT}&page=zz")) == cells(first)


def test_more_rows_do_not_cost_more_queries(shop, owner_client, tmp_path):
    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            page(owner_client, "paid_orders")
        return len(asked)

    page(owner_client, "paid_orders")
    before = cost()
    more = "\n".join(f"m{at} ann {DAY}T11:00:00 {DAY}T11:01:00 1.00 1" for at in range(40))
    load_table(shop, "orders", f"order buyer created paid amount items\n{more}", tmp_path)
    fill(shop)
    assert cost() == before


def test_a_damaged_day_is_named_and_the_rows_of_the_others_are_there(shop, owner_client, tmp_path):
    load_table(shop, "events", f"time visitor event\n{NEXT}T09:00:00 ann view", tmp_path)
    fill(shop)
    [file] = [file for file in settings.EVENTS_ROOT.rglob("*.parquet") if DAY in str(file)]
    file.write_bytes(b"other")
    html = page(owner_client, "views", "period=custom&from=2026-05-01&to=2026-05-03")
    assert "The events of 2026-05-02 are damaged" in html
    assert len(cells(html)) == 1


def test_events_that_cannot_be_reached_are_no_days_without_visits(shop, owner_client):
    (settings.EVENTS_ROOT / ".shopops-events").unlink()
    assert "The events are not reachable" in page(owner_client, "views")
    assert owner_client.get(f"/s/linen/rows/views.csv?day={DAY}").status_code == 302


def test_too_many_days_are_refused_with_a_word(shop, owner_client):
    query = "period=custom&from=2026-01-01&to=2026-05-03"
    assert "at most 31 days" in page(owner_client, "views", query)
    answer = owner_client.get(f"/s/linen/rows/views.xlsx?{query}")
    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/s/linen/rows/views/")


def test_a_figure_without_a_source_says_what_is_missing(new_shop, person, client_of, tmp_path):
    shop = new_shop("satin")
    load_table(shop, "events", EVENTS, tmp_path)
    fill(shop)
    html = client_of(person("ann", shop=shop)).get(f"/s/satin/rows/refund_amount/?day={DAY}").content.decode()
    assert "The files do not say when refunds were made." in html


def test_the_spreadsheet_holds_all_rows_and_what_they_mean(shop, owner_client):
    answer = owner_client.get(f"/s/linen/rows/paid_amount.xlsx?day={DAY}")
    rows, meaning = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).worksheets
    _header, row = rows.iter_rows()
    assert [cell.value for cell in row[:2]] == ["=o1", "Paid"]
    assert {cell.data_type for cell in row} <= {"s", "n", "d"}
    assert (row[7].value, row[7].number_format) == (1128.5, "#,##0.00")
    said = [cell.value for cell in meaning["B"]]
    assert "1 row · their sum: ¥1,128.50 · This is the figure." in said


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_nothing_of_an_export_is_left_behind(shop, owner_client, ending):
    b"".join(owner_client.get(f"/s/linen/rows/views.{ending}?day={DAY}").streaming_content)
    assert list(settings.SCRATCH_ROOT.iterdir()) == []


@pytest.mark.parametrize("key", ["nothing", "conversion.csv", "views.csv.csv", "%00"])
def test_an_unknown_figure_has_no_rows(shop, owner_client, key):
    assert owner_client.get(f"/s/linen/rows/{key}/").status_code == 404


def test_tiles_and_the_table_of_every_figure_lead_to_their_rows_and_back(shop, owner_client):
    board = owner_client.get(f"/s/linen/daily/?day={DAY}").content.decode()
    assert f'href="/s/linen/rows/paid_amount/?period=day&amp;day={DAY}&amp;compare=same_weekday"' in board
    table = owner_client.get(f"/s/linen/panels/daily.all?day={DAY}").content.decode()
    for each in find_panel("daily.all").metrics:
        if f">{each.label}</span>" in table:
            assert f"/s/linen/rows/{each.key}/?period=day" in table
    assert f'href="/s/linen/daily/?period=day&amp;day={DAY}' in page(owner_client, "views")


def test_a_role_without_the_board_sees_no_rows(shop, client_of, member):
    browser = client_of(member(Role.AGENT))
    for ending in ("/", ".csv", ".xlsx"):
        assert browser.get(f"/s/linen/rows/views{ending}").status_code == 403


def test_rows_of_another_shop_are_404(shop, owner_client, foreign_shop):
    assert owner_client.get(f"/s/{foreign_shop.slug}/rows/views/").status_code == 404


def test_the_piece_for_htmx_is_the_same_table(shop, owner_client):
    piece = owner_client.get(f"/s/linen/rows/views/?day={DAY}", headers={"HX-Request": "true"}).content.decode()
    assert "<!doctype" not in piece
    assert cells(piece) == cells(page(owner_client, "views"))


def _names(shop, dimension: str):
    return shop.codes.filter(dimension=dimension).values_list("number", "name")


def test_rows_of_a_day_that_is_not_counted_yet_say_so(shop, owner_client):
    FunnelDay.objects.all().delete()
    html = page(owner_client, "visitors")
    assert len(cells(html)) == 2
    assert "No figures for these days yet." in html


def test_a_day_under_a_chart_leads_to_its_own_rows(shop, owner_client):
    html = owner_client.get(f"/s/linen/panels/daily.trend?day={DAY}").content.decode()
    assert f'href="/s/linen/rows/paid_amount/?period=day&amp;day={DAY}"' in html


def test_a_file_holds_all_rows_however_many_are_put_into_words_at_once(shop, owner_client, tmp_path):
    lines = "\n".join(f"{NEXT}T{at // 60 % 24:02d}:{at % 60:02d}:00 v{at % 7} view" for at in range(AT_ONCE + 10))
    load_table(shop, "events", f"time visitor event\n{lines}", tmp_path)
    fill(shop)
    text = b"".join(owner_client.get(f"/s/linen/rows/views.csv?day={NEXT}").streaming_content).decode("utf-8-sig")
    times = [line.split(",")[0] for line in text.splitlines()[1:]]
    assert len(times) == AT_ONCE + 10
    assert times == sorted(times)
