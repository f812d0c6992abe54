"""Writing down a change of a listing in a real browser."""

from shopops.catalog.models import ListingChange


def test_products_are_suggested_while_one_types_and_the_change_is_kept(visit, board_shop):
    window = visit()
    window.open("/s/linen/products/changes/add/")
    page = window.page
    page.fill("#id_product", "shirt")
    page.wait_for_selector('#products option[value="P1"]', state="attached")
    page.fill("#id_product", "P1")
    page.fill("#id_after", "Blue shirt")
    page.click("main form button[type=submit]")
    page.wait_for_url("**/products/changes/")
    assert "Blue shirt" in page.text_content(".listing-changes")
    assert ListingChange.objects.get().after == "Blue shirt"
    assert window.wrongs == []
