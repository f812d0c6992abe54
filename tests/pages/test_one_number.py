"""One figure, one number: the command, the page, its file and the table under a chart say the same of every metric."""

import csv
import io
import re
from datetime import date

import openpyxl
import pytest
from django.contrib.auth.models import User
from django.test import Client

from analytics.explain.panel import WHY
from analytics.explain.waterfall import AMOUNT
from analytics.metrics.format import exact_value
from analytics.metrics.registry import all_metrics
from analytics.panels.ask import ask
from analytics.panels.board import TILES
from analytics.panels.registry import all_panels
from analytics.panels.until import Running
from shopops.shops.admit import admit
from shopops.shops.models import Role
from shopops.web.period import Period
from shopops.web.spans import ONE_DAY
from tests.builders import command, fill, load_table, make_shop

pytestmark = pytest.mark.django_db
DAY = "2026-05-02"
HTMX = {"HX-Request": "true"}
KEYS = [metric.key for metric in all_metrics()]
EVENTS = f"""
    time                 visitor event     product source region page   device
    2026-05-01T09:00:00  ann     view      p1      search Hunan  /p1    phone
    {DAY}T09:00:00       ann     view      p1      search Hunan  /p1    phone
    {DAY}T09:05:00       ann     favourite p1      search Hunan  /p1    phone
    {DAY}T09:10:00       bob     view      p2      ads    Gansu  /sale  desk
    {DAY}T09:11:00       bob     cart      p2      ads    Gansu  /sale  desk
    {DAY}T09:12:00       bob     inquiry   p2      ads    Gansu  /sale  desk
    {DAY}T10:00:00       cid     view      p2      ads    Gansu  /      desk
    {DAY}T10:00:30       dan     view      p1      search Hunan  /      phone
    {DAY}T10:01:00       dan     view      p2      search Hunan  /p2    phone
"""
ORDERS = f"""
    order buyer created              paid                 amount items
    o1    ann   2026-05-01T09:30:00  2026-05-01T09:31:00  20.00  1
    o2    ann   {DAY}T09:30:00       {DAY}T09:31:00       128.50 3
    o3    bob   {DAY}T09:40:00       {DAY}T09:41:00       10.10  1
    o4    cid   2026-05-01T23:00:00  {DAY}T10:41:00       7.00   2
"""
REFUNDS = f"""
    refund order time           amount
    r1     o2    {DAY}T20:00:00 8.50
"""


@pytest.fixture(autouse=True)
def own_folders() -> None:
    """Not a store a test: the whole module shares one."""


@pytest.fixture(scope="module")
def shop(module_store):
    shop = make_shop()
    for kind, rows in (("events", EVENTS), ("orders", ORDERS), ("refunds", REFUNDS)):
        load_table(shop, kind, rows, module_store)
    fill(shop)
    return shop


@pytest.fixture
def browser(shop, client_of, person):
    return client_of(person("owner", shop=shop, role=Role.OWNER))


@pytest.fixture(scope="module")
def client_of_module(shop):
    """One browser for the answers that all tests of the module look at."""
    client = Client()
    user = User.objects.create(username="reader-of-sheets")
    admit(user, shop=shop, role=Role.OWNER)
    client.force_login(user)
    return client


@pytest.fixture(scope="module")
def printed(shop):
    """What `figures` prints, by metric key."""
    [row] = command("figures", shop=shop.slug, **{"from": DAY, "to": DAY})
    return row


def xlsx(response) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(response.content))


def numbers_in(html: str) -> dict[str, str]:
    """Label of each row of the first table → its exact figure (in the title where the text is shortened)."""
    found = {}
    for row in re.findall(r"<tr>.*?</tr>", html, re.DOTALL)[1:]:
        label = re.search(r'class="row-label"[^>]*>([^<]*)<', row)
        cell = re.search(r'<td\s*(?:class="[^"]*")?\s*(?:title="([^"]*)")?>(?:<a [^>]*>)?([^<]*)<', row)
        found[label[1]] = cell[1] or cell[2]
    return found


def test_every_metric_has_a_value_in_this_shop(printed):
    assert {key for key in KEYS if printed[key] is None} == set()


@pytest.mark.parametrize("key", KEYS)
def test_the_file_of_the_page_says_what_the_command_says(shop, browser, printed, key):
    answer = browser.get(f"/s/{shop.slug}/panels/daily.all.csv?day={DAY}")
    [row] = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert float(row[key]) == printed[key]


@pytest.mark.parametrize("metric", all_metrics(), ids=lambda metric: metric.key)
def test_the_page_says_what_the_command_says(shop, browser, printed, metric):
    html = browser.get(f"/s/{shop.slug}/panels/daily.all?day={DAY}", headers=HTMX).content.decode()
    shown = numbers_in(html)[str(metric.label)]
    assert float(shown.strip("¥").replace(",", "")) == printed[metric.key]


@pytest.fixture(scope="module")
def sheet(shop, client_of_module):
    """The first sheet of the spreadsheet of every figure: label → value."""
    book = xlsx(client_of_module.get(f"/s/{shop.slug}/panels/daily.all.xlsx?day={DAY}"))
    header, row = book.worksheets[0].iter_rows(values_only=True)
    return dict(zip(header, row, strict=True))


@pytest.mark.parametrize("metric", all_metrics(), ids=lambda metric: metric.key)
def test_the_spreadsheet_says_what_the_command_says(sheet, printed, metric):
    assert sheet[str(metric.label)] == pytest.approx(printed[metric.key], rel=0, abs=1e-9)


def test_the_files_of_the_board_say_what_the_command_says_of_every_metric(shop, browser, printed):
    answer = browser.get(f"/s/{shop.slug}/daily.csv?day={DAY}")
    rows = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert {row["key"]: float(row["value"]) for row in rows} == {key: printed[key] for key in KEYS}
    book = xlsx(browser.get(f"/s/{shop.slug}/daily.xlsx?day={DAY}"))
    _header, *cells = book.worksheets[0].iter_rows(values_only=True)
    assert {row[0]: float(row[2]) for row in cells} == {key: printed[key] for key in KEYS}


@pytest.mark.parametrize("metric", TILES, ids=lambda metric: metric.key)
def test_a_tile_says_what_the_command_says(shop, browser, printed, metric):
    tiles = browser.get(f"/s/{shop.slug}/daily/?day={DAY}").context["board"].tiles
    [tile] = [tile for tile in tiles if tile.metric is metric]
    assert float(tile.exact) == printed[metric.key]


@pytest.mark.parametrize(
    "panel", [panel for panel in all_panels() if not panel.split_by and not panel.read], ids=lambda panel: panel.key
)
def test_every_panel_draws_what_the_command_says(shop, panel):
    """The frame a panel is drawn, told and set from holds the figures of the command, day by day."""
    day = date.fromisoformat(DAY)
    answer = ask(panel, shop, Period.from_query({"day": DAY}, today=day, newest=day))
    if answer.basis.value != "event":
        return
    frame = answer.frame
    for metric in answer.metrics:
        [row] = command("figures", shop=shop.slug, metrics=metric.key, **{"from": DAY, "to": DAY})
        drawn = exact_value(frame.loc[day, metric.key], metric, currency=shop.currency)
        assert float(drawn) == row[metric.key]


def test_the_bars_of_a_change_begin_and_end_with_what_the_commands_say(shop):
    day = date.fromisoformat(DAY)
    period = Period.from_query({"day": DAY, "compare": "previous"}, today=day + ONE_DAY, newest=day)
    found = ask(WHY, shop, period, running=Running(day + ONE_DAY, start=0, over=0))
    first, *parts, last = (float(exact_value(bar.amount, AMOUNT, currency=shop.currency)) for bar in found.bars)
    for when, amount in ((period.against_first, first), (day, last)):
        [row] = command("figures", shop=shop.slug, metrics="paid_amount", **{"from": when, "to": when})
        assert amount == row["paid_amount"]
    spans = {"from": DAY, "to": DAY, "against": f"{period.against_first}..{period.against_first}"}
    told = command("explain", shop=shop.slug, by="source,tier", **spans)
    assert told["total"] == pytest.approx(last - first)
    assert sum(parts) == pytest.approx(told["total"])
