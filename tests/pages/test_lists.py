"""The page of definitions, and that of the files loaded."""

from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from analytics.metrics.registry import all_metrics
from analytics.models import Batch
from shopops.shops.models import Role, Shop


@pytest.fixture
def browser(owner_client: Client, board_shop: Shop) -> Client:
    return owner_client


def test_every_metric_is_defined_at_the_place_the_tiles_point_to(browser):
    html = browser.get("/s/linen/definitions/").content.decode()
    for metric in all_metrics():
        assert f'id="{metric.key}"' in html
        assert str(metric.label) in html
    assert "Bounced visits ÷ Visits" in html
    assert "Down is good" in html


def test_files_are_listed_newest_first_with_their_counts(browser, board_shop):
    shown = Batch.objects.get()
    Batch.objects.create(**{**_fields(shown), "file_name": "later.csv", "state": "undone", "file_sha256": "1" * 64})
    html = browser.get("/s/linen/imports/").content.decode()
    assert html.index("later.csv") < html.index("november.csv")
    assert "Taken back" in html
    assert 'data-title="Days">40</td>' in html


def test_a_long_list_is_paged(browser, board_shop):
    fields = _fields(Batch.objects.get())
    Batch.objects.bulk_create(Batch(**fields | {"file_name": f"file-{number}.csv"}) for number in range(60))
    first = browser.get("/s/linen/imports/").content.decode()
    assert "file-59.csv" in first
    assert "file-9.csv" not in first
    assert "?page=2" in first
    assert "file-9.csv" in browser.get("/s/linen/imports/?page=2").content.decode()
    assert browser.get("/s/linen/imports/?page=zz").status_code == 200


def test_rows_set_aside_can_be_fetched(browser, board_shop):
    folder = Path(settings.REJECTS_ROOT) / f"shop={board_shop.pk}"
    folder.mkdir(parents=True)
    (folder / "7.csv").write_text("line,reason\n2,no time\n")
    Batch.objects.update(reject_file="7.csv")
    batch = Batch.objects.get()
    assert f"/s/linen/imports/{batch.pk}/rejects.csv" in browser.get("/s/linen/imports/").content.decode()
    response = browser.get(f"/s/linen/imports/{batch.pk}/rejects.csv")
    assert b"".join(response.streaming_content) == b"line,reason\n2,no time\n"
    assert response["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("number", [0, 10**6, 2**63, 2**64])
def test_a_file_that_is_not_there_is_404(browser, number):
    assert browser.get(f"/s/linen/imports/{number}/rejects.csv").status_code == 404


def test_a_batch_without_rows_set_aside_has_no_file(browser):
    assert browser.get(f"/s/linen/imports/{Batch.objects.get().pk}/rejects.csv").status_code == 404


def test_a_file_of_another_shop_is_404(browser, foreign_shop):
    other = Batch.objects.create(**{**_fields(Batch.objects.get()), "shop": foreign_shop, "reject_file": "8.csv"})
    assert browser.get(f"/s/linen/imports/{other.pk}/rejects.csv").status_code == 404


def test_an_empty_list_says_what_to_do(owner_client):
    assert b"manage.py load events FILE --shop linen" in owner_client.get("/s/linen/imports/").content


def test_an_analyst_reads_definitions_but_not_imports(client_of, member, board_shop):
    browser = client_of(member(Role.ANALYST))
    assert browser.get("/s/linen/definitions/").status_code == 200
    assert browser.get("/s/linen/imports/").status_code == 403


def _fields(batch: Batch) -> dict[str, object]:
    names = (
        "shop",
        "kind",
        "format",
        "file_name",
        "file_size",
        "file_sha256",
        "rows",
        "accepted",
        "rejected",
        "duplicates",
    )
    return {name: getattr(batch, name) for name in names}


def test_definitions_can_be_searched_with_and_without_javascript(browser):
    page = browser.get("/s/linen/definitions/?q=bounced").content.decode()
    assert 'id="bounce_rate"' in page
    assert 'id="paid_amount"' not in page
    assert 'value="bounced"' in page
    piece = browser.get("/s/linen/definitions/?q=bounced", headers={"HX-Request": "true"}).content.decode()
    assert piece.lstrip().startswith('<div id="terms"')
    assert "No figure has these words." in browser.get("/s/linen/definitions/?q=xyzzy").content.decode()


def test_a_definition_says_what_is_left_out_since_when_and_leads_to_the_rows(browser):
    page = browser.get("/s/linen/definitions/").content.decode()
    assert "Test, staff and fake orders." in page
    assert "Version 1, since ShopOps 0.1" in page
    assert 'href="/s/linen/rows/conversion/"' in page


def test_what_a_tile_means_stands_beside_it(browser):
    page = browser.get("/s/linen/daily/").content.decode()
    assert "Paying buyers ÷ Visitors" in page
    assert 'href="/s/linen/definitions/#conversion"' in page
