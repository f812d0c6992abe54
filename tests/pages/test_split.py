"""What the address says besides the period stays when the period changes: the split of the board, the part of a row."""

import re

import pytest

from shopops.shops.models import Role

DAILY = "/s/linen/daily/"


@pytest.fixture
def browser(board_shop, client_of, person):
    return client_of(person("olga", shop=board_shop, role=Role.OPERATOR))


def panels_in(html: str) -> list[str]:
    return re.findall(r'<section class="card panel ([\w-]+)"', html)


def links_with(html: str, part: str) -> list[str]:
    return [link for link in re.findall(r'href="(\?[^"]*)"', html) if part in link]


def test_the_board_is_split_by_source_where_nothing_is_asked(browser):
    html = browser.get(DAILY).content.decode()
    assert "dailysources" in panels_in(html)
    assert links_with(html, "split=") == []
    assert 'id="split-source" value="source" checked' in html


def test_a_split_is_in_the_address_and_stays_when_the_period_changes(browser):
    html = browser.get(DAILY + "?split=region").content.decode()
    assert "dailyby_region" in panels_in(html)
    assert "dailysources" not in panels_in(html)
    assert 'id="split-region" value="region" checked' in html
    earlier = re.search(r'id="earlier" href="([^"]+)"', html).group(1)
    assert earlier.replace("&amp;", "&").endswith("&split=region")
    again = browser.get(DAILY + earlier.replace("&amp;", "&")).content.decode()
    assert "dailyby_region" in panels_in(again)


@pytest.mark.parametrize("asked", ["hour", "x", "<b>", "source_product"])
def test_a_split_that_the_board_does_not_have_is_the_first(browser, asked):
    html = browser.get(DAILY, {"split": asked}).content.decode()
    assert "dailysources" in panels_in(html)
    assert "<b>" not in re.findall(r'id="earlier" href="([^"]+)"', html)[0]


def test_the_workbook_of_the_board_holds_the_panel_of_the_split(browser):
    answer = browser.get("/s/linen/daily.xlsx", {"split": "device"})
    assert answer.status_code == 200


def test_a_panels_own_choices_lead_to_the_board_split_so(browser):
    piece = browser.get("/s/linen/panels/daily.sources", headers={"HX-Request": "true"}).content.decode()
    assert re.search(r'href="/s/linen/daily/\?[^"]*&amp;split=device"', piece)
    whole = browser.get("/s/linen/panels/daily.sources").content.decode()
    assert re.search(r'href="/s/linen/panels/daily.by_device\?', whole)


def test_the_part_of_the_shop_stays_when_the_period_of_rows_changes(browser):
    html = browser.get("/s/linen/rows/visitors/", {"by": "source", "member": "1"}).content.decode()
    assert '<input type="hidden" name="by" value="source">' in html
    assert '<input type="hidden" name="member" value="1">' in html
    earlier = re.search(r'id="earlier" href="([^"]+)"', html).group(1)
    assert earlier.replace("&amp;", "&").endswith("&by=source&member=1")
