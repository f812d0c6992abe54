"""The list of pages is made of the addresses: a page that it cannot open is an error, not left out."""

import pytest
from django.http import HttpRequest, HttpResponse

from shopops.shops.access import public
from tests.e2e.pages import one_of_each, pages, pages_at
from tests.security.addresses import PARTS, Address, addresses


@public
def later(request: HttpRequest, thing: int) -> HttpResponse:
    return HttpResponse("")


def test_the_pages_are_those_that_answer_with_html(walked_shop, owner_client):
    found = pages(walked_shop, owner_client)
    assert {"daily", "panel", "definitions", "imports", "account_login"} <= {page.name for page in found}
    assert not {"panel_csv", "rejects", "healthz", "set_language"} & {page.name for page in found}
    assert len(one_of_each(found)) == len({page.name for page in found}) < len(found)


def test_a_page_with_a_part_that_nobody_can_fill_is_found(walked_shop, owner_client):
    unknown = Address(name="later", route="later/<int:thing>/", view=later, parts=("thing",))
    with pytest.raises(KeyError, match=r"later\.thing"):
        list(pages_at(unknown, walked_shop, owner_client))


def test_a_page_that_is_not_there_is_found(walked_shop, owner_client, monkeypatch):
    (panel,) = (address for address in addresses() if address.name == "panel")
    monkeypatch.setitem(PARTS, "panel.key", lambda shop: ["nowhere"])
    with pytest.raises(AssertionError, match="answers 404"):
        list(pages_at(panel, walked_shop, owner_client))
