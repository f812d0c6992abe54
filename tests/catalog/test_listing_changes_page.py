"""The log of listing changes: what it shows, who may write in it, and that nothing is lost at once."""

import re
from datetime import UTC, date, datetime
from html import unescape

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shopops.catalog.models import ListingChange, Product
from shopops.shops.models import Role, Shop

PAGE = "/s/linen/products/changes/"
HTMX = {"HX-Request": "true"}
NEW = {
    "product": "p1",
    "kind": "title",
    "day": "2026-11-20",
    "before": "Linen shirt",
    "after": "Blue shirt",
    "note": "",
}


@pytest.fixture(autouse=True)
def in_november():
    with time_machine.travel(datetime(2026, 11, 21, 1, tzinfo=UTC), tick=True):
        yield


@pytest.fixture
def shirt(shop: Shop) -> Product:
    return Product.objects.create(shop=shop, number=1, code="p1", title="Linen shirt")


@pytest.fixture
def coat(shop: Shop) -> Product:
    return Product.objects.create(shop=shop, number=2, code="p2", title="Wool coat")


def change(product: Product, **fields: object) -> ListingChange:
    fields = {"day": date(2026, 11, 20), "kind": "title", "before": "Linen shirt", "after": "Blue shirt"} | fields
    return ListingChange.objects.create(shop=product.shop, product=product, **fields)


def text(html: bytes) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html.decode())))


def listed(response) -> list[tuple[str, str]]:
    return [(line.change.product.code, line.change.kind) for line in response.context["page"].lines]


def test_newest_first_with_cut_and_added_characters_marked(owner_client, shirt, coat):
    change(shirt, before="棉麻衬衫 女", after="法式衬衫 女", day=date(2026, 11, 19))
    change(coat, kind="price", before="129900", after="99900")
    change(coat, kind="picture", before="a.jpg", after="b.jpg", day=date(2026, 11, 1))
    response = owner_client.get(PAGE)
    assert listed(response) == [("p2", "price"), ("p1", "title"), ("p2", "picture")]
    html = response.content.decode()
    assert '<span class="was"><del>棉麻</del>衬衫 女</span>' in html
    assert "<ins>法式</ins>衬衫 女</span>" in html
    assert "¥1,299.00 → ¥999.00" in text(response.content)
    assert "a.jpg → b.jpg" in text(response.content)


def test_it_says_who_wrote_it_down_or_which_import_found_it(owner_client, shirt, owner):
    change(shirt, user=owner)
    change(shirt, batch=12, user=owner, kind="detail")
    change(shirt, batch=13)
    found = [line.found for line in owner_client.get(PAGE).context["page"].lines]
    assert found == ["Import 13", f"Import 12 · {owner.username}", owner.username]


def test_it_is_searched_by_product_and_kind_and_its_pages_keep_the_search(owner_client, shirt, coat):
    ListingChange.objects.bulk_create(
        ListingChange(shop=shirt.shop, product=shirt, day=date(2026, 1, 1), kind="price", after=str(n))
        for n in range(120)
    )
    change(coat)
    assert listed(owner_client.get(PAGE + "?q=wool")) == [("p2", "title")]
    assert listed(owner_client.get(PAGE + "?q=P2&kind=price")) == []
    first = owner_client.get(PAGE + "?q=shirt&kind=price")
    assert len(listed(first)) == 50
    assert 'href="?q=shirt&amp;kind=price&amp;page=2"' in first.content.decode()
    assert len(listed(owner_client.get(PAGE + "?q=shirt&kind=price&page=3"))) == 20
    assert len(listed(owner_client.get(PAGE + "?kind=nonsense&page=x"))) == 50
    # PostgreSQL refuses the first sign, SQLite patterns of that length.
    assert listed(owner_client.get(PAGE, {"q": "\x00wool"})) == [("p2", "title")]
    assert listed(owner_client.get(PAGE, {"q": "x" * 60_000})) == []
    assert owner_client.get(PAGE + "add/", {"product": "\x00" + "x" * 60_000}).status_code == 200


def test_an_empty_log_says_why_and_what_to_do(owner_client, shirt):
    assert "Load a file of products again" in text(owner_client.get(PAGE).content)
    change(shirt)
    searched = text(owner_client.get(PAGE + "?q=nothing").content)
    assert "No change is like this" in searched
    assert "Load a file of products again" not in searched


def test_a_change_is_added_changed_removed_and_put_back(owner_client, owner, shop, shirt):
    added = owner_client.post(PAGE + "add/", NEW)
    assert added.headers["Location"] == PAGE
    (row,) = ListingChange.objects.all()
    assert (row.shop, row.product, row.kind, row.day, row.before, row.after, row.user, row.batch) == (
        *(shop, shirt, "title", date(2026, 11, 20), "Linen shirt", "Blue shirt", owner, None),
    )
    owner_client.post(f"{PAGE}{row.pk}/", NEW | {"after": "Red shirt"})
    row.refresh_from_db()
    assert row.after == "Red shirt"
    gone = owner_client.post(f"{PAGE}{row.pk}/remove/", follow=True)
    assert "The change of “Linen shirt” (Title) was removed. Undo" in text(gone.content)
    assert listed(gone) == []
    assert owner_client.get(f"{PAGE}{row.pk}/").status_code == 404
    undo = re.search(r'<form method="post" action="([^"]+/restore/)"', gone.content.decode()).group(1)
    assert listed(owner_client.post(undo, follow=True)) == [("p1", "title")]


@pytest.mark.parametrize("typed", ["p1", " p1 ", "linen", "Linen shirt"])
def test_a_product_is_found_by_its_id_or_words_of_its_title(typed, owner_client, shirt, coat):
    Product.objects.create(shop=shirt.shop, number=3, code="p11", title="Silk shirt")
    owner_client.post(PAGE + "add/", NEW | {"product": typed})
    assert ListingChange.objects.get().product == shirt


def test_where_several_products_fit_they_are_suggested(owner_client, shirt):
    Product.objects.create(shop=shirt.shop, number=3, code="p11", title="Silk shirt")
    answer = owner_client.post(PAGE + "add/", NEW | {"product": "shirt"})
    assert "Several products have these words" in text(answer.content)
    assert '<option value="p11">Silk shirt</option>' in answer.content.decode()
    piece = owner_client.get(PAGE + "add/?product=silk", headers=HTMX).content.decode().strip()
    assert piece == '<datalist id="products"><option value="p11">Silk shirt</option></datalist>'


def test_a_price_is_typed_as_money_and_kept_in_minor_units(owner_client, shirt):
    price = {"kind": "price", "before": "1,299.00", "after": "999.5"}
    owner_client.post(PAGE + "add/", NEW | price)
    row = ListingChange.objects.get()
    assert (row.before, row.after) == ("129900", "99950")
    form = owner_client.get(f"{PAGE}{row.pk}/").context["form"]
    assert (form["before"].value(), form["after"].value()) == ("1299.00", "999.50")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"product": "nothing"}, "No product has this id"),
        ({"product": ""}, "This field is required."),
        ({"day": "2026-11-22"}, "This day has not come yet."),
        ({"day": "2026-02-30"}, "Enter a valid date."),
        ({"kind": "tier"}, "Select a valid choice."),
        ({"after": ""}, "Say what it says now, or write a note."),
        ({"after": "Linen shirt"}, "This is what it said before."),
        ({"kind": "price", "before": "", "after": "cheap"}, "Enter a number."),
        ({"kind": "price", "before": "-1", "after": "5"}, "greater than or equal to 0"),
        ({"kind": "price", "before": "5", "after": "NaN"}, "Enter a number."),
        ({"kind": "price", "before": "5", "after": "1e20"}, "no more than 15 digits"),
        ({"kind": "price", "before": "5", "after": "5.00"}, "This is what it said before."),
        ({"after": "x" * 1001}, "at most 1000 characters"),
    ],
)
def test_what_cannot_be_kept_is_said_beside_its_field(owner_client, shirt, changed, said):
    answer = owner_client.post(PAGE + "add/", NEW | changed)
    assert answer.status_code == 200
    assert said in text(answer.content)
    assert not ListingChange.objects.exists()


def test_a_note_alone_is_enough(owner_client, shirt):
    owner_client.post(PAGE + "add/", NEW | {"kind": "picture", "before": "", "after": "", "note": "brighter"})
    assert ListingChange.objects.get().note == "brighter"


def test_of_what_an_import_found_the_day_and_the_note_can_be_changed(owner_client, shirt):
    row = change(shirt, batch=12)
    sent = NEW | {"day": "2026-11-18", "note": "done on Wednesday", "after": "something else"}
    assert "Import 12 found this change" in text(owner_client.get(f"{PAGE}{row.pk}/").content)
    owner_client.post(f"{PAGE}{row.pk}/", sent)
    row.refresh_from_db()
    assert (row.day, row.note, row.after) == (date(2026, 11, 18), "done on Wednesday", "Blue shirt")


@pytest.mark.parametrize(
    ("role", "reads", "edits"),
    [
        (Role.OWNER, 200, 200),
        (Role.MANAGER, 200, 200),
        (Role.OPERATOR, 200, 200),
        (Role.SERVICE_LEAD, 200, 403),
        (Role.ANALYST, 200, 403),
        (Role.AGENT, 403, 403),
    ],
)
def test_who_reads_and_who_writes(role, reads, edits, client_of, member, shirt):
    row = change(shirt)
    browser = client_of(member(role))
    page = browser.get(PAGE)
    assert (page.status_code, browser.get(PAGE + "add/").status_code) == (reads, edits)
    assert browser.post(f"{PAGE}{row.pk}/remove/").status_code == (302 if edits == 200 else 403)
    if reads == 200:
        assert ("Add a change" in text(page.content)) is (edits == 200)
        assert ("/remove/" in page.content.decode()) is (edits == 200)


def test_changes_and_products_of_another_shop_are_not_there(owner_client, shop, foreign_shop, shirt):
    theirs = Product.objects.create(shop=foreign_shop, number=1, code="v1", title="Velvet dress")
    row = change(theirs)
    assert listed(owner_client.get(PAGE)) == []
    assert owner_client.get(f"{PAGE}{row.pk}/").status_code == 404
    for act in ("remove", "restore"):
        assert owner_client.post(f"{PAGE}{row.pk}/{act}/").status_code == 404
    assert "No product has this id" in text(owner_client.post(PAGE + "add/", NEW | {"product": "v1"}).content)


def test_what_was_typed_is_text_and_never_markup(owner_client, shirt):
    change(shirt, before="<b>a</b>", after="<b>b</b>", note="<i>x</i>")
    html = owner_client.get(PAGE).content
    assert b"<b>" not in html
    assert b"<i>x" not in html


def test_more_changes_do_not_cost_more_queries(owner_client, shirt, owner):
    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            owner_client.get(PAGE)
        return len(asked)

    change(shirt)
    cost()
    before = cost()
    for n in range(30):
        change(shirt, user=owner, batch=n)
    assert cost() == before <= 6


def test_the_sidebar_leads_there_and_marks_it_also_from_its_forms(owner_client, shirt):
    for address in (PAGE, PAGE + "add/"):
        html = owner_client.get(address).content.decode()
        assert re.search(rf'<a href="{PAGE}" class="on" aria-current="page">', html)
    assert 'aria-current="page"' in owner_client.get("/s/linen/calendar/add/").content.decode()
