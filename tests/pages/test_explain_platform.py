"""The page of a change on platform basis: the platform's own words, by source, adding up to its own whole shop."""

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from analytics.explain.question import Question
from analytics.metrics.types import Basis
from analytics.models import Batch, PlatformDay
from shopops.shops.models import Shop
from tests.fixtures.boards import NEWEST, REPORTED
from tests.pages.test_daily import text

EXPLAIN = "/s/linen/explain/"
PLATFORM = {"basis": "platform"}
WEEK_BEFORE = NEWEST - timedelta(days=7)
# Of 2,000 visitors and 16,000.00 of the shop; the newest day counts 400 more of them twice.
OF_SOURCES = {1: (1200, 48, 9600_00), 2: (1000, 40, 5400_00)}


@pytest.fixture(autouse=True)
def nine_in_the_morning():
    with time_machine.travel(datetime(2026, 11, 21, 1, tzinfo=UTC), tick=True):
        yield


@pytest.fixture
def browser(owner_client: Client, board_shop: Shop, platform_shop: Shop) -> Client:
    """The newest day sold for 17,000.00, of which search has 1,600.00 more and 600.00 were told of no source."""
    batch = Batch.objects.get(shop=platform_shop, kind="platform_daily")
    for day, more in ((WEEK_BEFORE, 0), (NEWEST, 1)):
        for member, (visitors, payers, amount) in OF_SOURCES.items():
            is_more = more if member == 1 else 0
            PlatformDay.objects.create(
                shop=platform_shop,
                batch=batch,
                day=day,
                dimension="source",
                member=member,
                visitors=visitors + 400 * is_more,
                payers=payers + 8 * is_more,
                paid_amount=amount + 1600_00 * is_more,
            )
    PlatformDay.objects.filter(dimension="", day=NEWEST).update(paid_amount=REPORTED["paid_amount"] + 1000_00)
    return owner_client


def bases(response) -> list[tuple[str, bool]]:
    return [(str(link.label), link.is_chosen) for link in response.context["bases"]]


def test_the_parts_add_up_to_what_the_platform_says_of_the_whole_shop(browser):
    response = browser.get(EXPLAIN, PLATFORM)
    found = response.context["found"]
    assert "Why the paid amount rose by ¥1,000" in text(response.content)
    first, *effects, last = (bar.amount for bar in found.bars)
    assert (first, last) == (16_000_00, 17_000_00)
    assert first + sum(effects) == last
    named = {str(bar.label): bar.amount for bar in found.bars}
    assert named["Visitors"] == 0
    assert named["Visitors counted in several sources"] > 0
    assert named["Not told by source"] == -600_00
    assert found.members.effects["change"].sum() == 1000_00


def test_a_source_leads_to_no_rows_and_the_foot_is_the_shops_own(browser):
    table = browser.get(EXPLAIN, PLATFORM).context["cells"]
    rows = {row.label: row for row in table.rows}
    assert list(rows) == ["Search", "Not told by source", "Ads"]
    assert not any(row.link or cell.rows_of for row in table.rows for cell in row.cells)
    assert [cell.text for cell in rows["Not told by source"].cells[:3]] == ["–", "–", "–"]
    assert table.total.cells[0].exact == "2000"
    assert [str(column.label) for column in table.columns][:2] == [
        "Visitors (platform)",
        "Conversion (platform)",
    ]


def test_the_definitions_of_our_own_figures_are_not_claimed(browser):
    assert "Distinct people with at least one view" not in browser.get(EXPLAIN, PLATFORM).content.decode()


@pytest.mark.parametrize("query", [PLATFORM, PLATFORM | {"split": "source"}, PLATFORM | {"split": "shop"}])
def test_the_page_asks_as_little_as_on_own_basis(browser, query):
    browser.get(EXPLAIN)
    with CaptureQueriesContext(connection) as asked:
        response = browser.get(EXPLAIN, query)
    assert response.context["found"] is not None
    assert len(asked) <= 8, [query["sql"] for query in asked]
    assert len(response.content) <= 60_000


def test_both_bases_lead_to_each_other_and_keep_the_days(browser):
    own = browser.get(EXPLAIN, {"period": "7d", "split": "region"})
    assert bases(own) == [("own events", True), ("platform reports", False)]
    to_platform = own.context["bases"][1].query
    assert "period=7d" in to_platform
    assert to_platform.endswith("&basis=platform")
    platform = browser.get(f"{EXPLAIN}?period=day&day={NEWEST}&split=source&basis=platform&steps=1")
    assert bases(platform) == [("own events", False), ("platform reports", True)]
    assert platform.context["bases"][0].query.endswith("&split=source&steps=1")
    assert ("basis", "platform") in platform.context["carried"].fields
    assert "basis=platform" in platform.context["carried"].query
    assert "basis=platform" in platform.context["files"]


def test_a_piece_of_the_page_has_the_links_too(browser):
    piece = browser.get(EXPLAIN, PLATFORM, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in piece
    assert piece.count('class="bases"') == 1


def test_without_reports_nothing_is_said_of_a_basis(owner_client, board_shop):
    assert bases(owner_client.get(EXPLAIN)) == []
    asked = owner_client.get(EXPLAIN, PLATFORM)
    assert bases(asked) == [("own events", False), ("platform reports", True)]
    assert "load the platform" in text(asked.content)


def test_reports_that_name_no_sources_are_taken_apart_as_a_whole(browser):
    PlatformDay.objects.filter(dimension="source").delete()
    with CaptureQueriesContext(connection) as asked:
        found = browser.get(EXPLAIN, PLATFORM).context["found"]
    assert len(asked) <= 8, [query["sql"] for query in asked]
    assert found.question.by == "shop"
    assert found.breakdown.change == 1000_00
    assert "load the platform" in text(browser.get(EXPLAIN, PLATFORM | {"split": "source"}).content)


@pytest.mark.parametrize("split", ["region", "source,tier", "product"])
def test_what_reports_are_not_split_by_is_said(browser, split):
    response = browser.get(EXPLAIN, PLATFORM | {"split": split})
    assert "Platform reports are not split so" in text(response.content)
    assert [choice.split for choice in response.context["splits"].choices] == ["source", "shop"]
    assert browser.get("/s/linen/explain.csv", PLATFORM | {"split": split}).url.endswith(
        f"&split={split}&basis=platform"
    )


def test_the_file_names_its_basis_and_adds_up(browser):
    content = browser.get("/s/linen/explain.csv", PLATFORM).content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(content)))
    assert {row["basis"] for row in rows} == {"platform"}
    assert sum(float(row["change"]) for row in rows) == 1000.0
    assert sum(int(row["visitors_now"]) for row in rows) == 2000
    own = browser.get("/s/linen/explain.csv").content.decode("utf-8-sig").splitlines()[0]
    assert "basis" not in own


def test_the_workbook_says_whose_figures_they_are(browser):
    book = load_workbook(io.BytesIO(browser.get("/s/linen/explain.xlsx", PLATFORM).content))
    assert book.sheetnames == ["Why it changed", "Source", "Definitions"]
    assert book["Why it changed"]["B1"].value == "Paid amount (platform)"
    said = [row[:2] for row in book["Definitions"].iter_rows(values_only=True)]
    assert ("Basis", "platform reports") in said


def test_the_address_says_the_question_again():
    question = Question.from_query(PLATFORM | {"split": "source", "within": "source:1"})
    assert (question.basis, question.within) == (Basis.PLATFORM, None)
    assert question.query == "&split=source&basis=platform"
    assert Question.from_query({"basis": "zz", "split": "shop"}) == Question()
