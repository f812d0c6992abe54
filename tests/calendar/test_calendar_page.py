"""The page of the calendar: what it lists, who may change it, and that nothing is lost at once."""

import re
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from shopops.calendar.models import Kind, Occasion
from shopops.calendar.read import calendar_of
from shopops.shops.models import Role, Shop

PAGE = "/s/linen/calendar/"
DOUBLE_11 = ("double-11", 2026)
TEA = {
    "name": "Autumn tea",
    "kind": "campaign",
    "first_day": "2026-11-03",
    "last_day": "2026-11-06",
    "series": "autumn-tea",
    "note": "Half price for members.",
}


@pytest.fixture(autouse=True)
def in_november():
    with time_machine.travel(datetime(2026, 11, 21, 1, tzinfo=UTC), tick=True):
        yield


def text(html: bytes) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html.decode()))


def names(response) -> list[str]:
    return [str(line.entry.name) for line in response.context["page"].lines]


def days_of(shop: Shop, series: str, year: int) -> tuple[date, date] | None:
    found = calendar_of(shop).festivals.get((series, year))
    return (found.first, found.last) if found else None


def test_a_new_shop_has_the_years_festivals_and_holidays_without_a_row(owner_client, shop):
    response = owner_client.get(PAGE)
    assert {"Double 11", "618", "Lunar New Year", "National Day"} <= set(names(response))
    assert "Calendar 2026" in text(response.content)
    assert not Occasion.objects.exists()


def test_another_year_is_in_the_address_and_nonsense_is_this_year(owner_client, shop):
    response = owner_client.get(PAGE + "?year=2024")
    assert response.context["page"].year == 2024
    for year in ("x", "", "99999", "0001", "-5", "２０２４"):
        assert owner_client.get(PAGE, {"year": year}).context["page"].year == 2026


def test_an_entry_is_added_changed_removed_and_put_back(owner_client, shop, owner):
    added = owner_client.post(PAGE + "add/", TEA | {"owner": owner.pk})
    assert added.headers["Location"] == PAGE + "?year=2026"
    (row,) = Occasion.objects.all()
    assert (row.kind, row.year, row.owner, days_of(shop, "autumn-tea", 2026)) == (
        Kind.CAMPAIGN,
        2026,
        owner,
        (date(2026, 11, 3), date(2026, 11, 6)),
    )
    owner_client.post(f"{PAGE}{row.pk}/", TEA | {"last_day": "2026-11-08"})
    assert days_of(shop, "autumn-tea", 2026) == (date(2026, 11, 3), date(2026, 11, 8))
    gone = owner_client.post(f"{PAGE}{row.pk}/remove/", follow=True)
    assert "“Autumn tea” was removed. Undo" in text(gone.content)
    assert "Autumn tea" not in names(gone)
    undo = re.search(r'<form method="post" action="([^"]+/restore/)"', gone.content.decode()).group(1)
    assert "Autumn tea" in names(owner_client.post(undo, follow=True))


def test_a_built_in_festival_is_moved_and_goes_back_to_its_own_days(owner_client, shop, owner):
    days = {"first_day": "2026-10-15", "last_day": "2026-11-14"}
    moved = {"name": "", **days, "note": "Ours began earlier", "owner": owner.pk}
    owner_client.post(f"{PAGE}double-11/2026/", moved)
    assert days_of(shop, *DOUBLE_11) == (date(2026, 10, 15), date(2026, 11, 14))
    assert days_of(shop, "double-11", 2025) == (date(2025, 11, 1), date(2025, 11, 11))
    page = owner_client.get(PAGE)
    (line,) = [line for line in page.context["page"].lines if line.entry.series == "double-11"]
    assert (line.entry.name, line.state, line.post_label) == ("Double 11", "Changed for this shop", "Put back")
    assert line.entry.owner == owner.username
    back = owner_client.post(line.post, follow=True)
    assert "“Double 11” is back on its own days. Undo" in text(back.content)
    assert days_of(shop, *DOUBLE_11) == (date(2026, 11, 1), date(2026, 11, 11))


def test_a_built_in_festival_is_hidden_and_shown_again(owner_client, shop):
    hidden = owner_client.post(f"{PAGE}double-11/2026/hide/", follow=True)
    assert "“Double 11” is hidden. Undo" in text(hidden.content)
    assert days_of(shop, *DOUBLE_11) is None
    assert not calendar_of(shop).between(date(2026, 11, 5), date(2026, 11, 5))
    (line,) = [line for line in hidden.context["page"].lines if line.entry.is_hidden]
    shown = owner_client.post(line.post, follow=True)
    assert "“Double 11” is shown again." in text(shown.content)
    assert days_of(shop, *DOUBLE_11) is not None


def test_what_was_replaced_meanwhile_cannot_be_put_back(owner_client, shop):
    owner_client.post(PAGE + "add/", TEA)
    row = Occasion.objects.get()
    owner_client.post(f"{PAGE}{row.pk}/remove/")
    owner_client.post(PAGE + "add/", TEA | {"name": "Another tea"})
    answer = owner_client.post(f"{PAGE}{row.pk}/restore/", follow=True)
    assert "cannot be put back: another entry has taken its place" in text(answer.content)
    assert names(answer).count("Autumn tea") == 0


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"last_day": "2026-11-01"}, "The last day lies before the first."),
        ({"name": ""}, "This field is required."),
        ({"first_day": "2026-02-30"}, "Enter a valid date."),
        ({"first_day": "1950-01-01"}, "These days lie outside the calendar."),
        ({"last_day": "2032-01-01"}, "These days lie outside the calendar."),
        ({"kind": "public_holiday"}, "Select a valid choice."),
        ({"series": "two words"}, "Enter a valid “slug”"),
        ({"owner": "999999"}, "Select a valid choice."),
        ({"series": "taken"}, "There is an entry of this series in that year already."),
    ],
)
def test_what_cannot_be_kept_is_said_beside_its_field(owner_client, shop, changed, said):
    Occasion.objects.create(
        shop=shop, name="First", series="taken", year=2026, first_day="2026-01-01", last_day="2026-01-01", kind="note"
    )
    answer = owner_client.post(PAGE + "add/", TEA | changed)
    assert answer.status_code == 200
    assert said in text(answer.content)
    assert Occasion.objects.count() == 1


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
def test_who_reads_and_who_edits(role, reads, edits, client_of, member, shop):
    browser = client_of(member(role))
    page = browser.get(PAGE)
    assert (page.status_code, browser.get(PAGE + "add/").status_code) == (reads, edits)
    if reads == 200:
        assert ("Add an entry" in text(page.content)) is (edits == 200)
        assert ("/hide/" in page.content.decode()) is (edits == 200)


def test_entries_of_another_shop_and_unknown_festivals_are_404(owner_client, foreign_shop, shop):
    theirs = Occasion.objects.create(
        shop=foreign_shop, name="x", kind="note", year=2026, first_day="2026-01-01", last_day="2026-01-01"
    )
    for path in (f"{theirs.pk}/", "nothing/2026/", "lunar-new-year/2099/", "black-friday/2026/"):
        assert owner_client.get(PAGE + path).status_code == 404
    for path in (f"{theirs.pk}/remove/", f"{theirs.pk}/restore/", "black-friday/2026/hide/"):
        assert owner_client.post(PAGE + path).status_code == 404


def test_a_name_is_text_and_never_markup(owner_client, shop):
    owner_client.post(PAGE + "add/", TEA | {"name": "<b>tea</b>"})
    assert b"<b>tea</b>" not in owner_client.get(PAGE).content


def test_more_entries_do_not_cost_more_queries(owner_client, shop, owner):
    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            owner_client.get(PAGE)
        return len(asked)

    cost()
    before = cost()
    Occasion.objects.bulk_create(
        Occasion(
            shop=shop, name=f"n{n}", kind="note", year=2026, first_day="2026-03-01", last_day="2026-03-02", owner=owner
        )
        for n in range(30)
    )
    assert cost() == before <= 5


def test_the_menu_of_the_board_names_the_last_and_next_festivals(owner_client: Client, board_shop: Shop):
    Occasion.objects.create(
        shop=board_shop, name="周年庆", kind="campaign", series="周年庆", year=2026, first_day="2026-11-13",
        last_day="2026-11-16",
    )  # fmt: skip
    response = owner_client.get("/s/linen/daily/?compare=last_year_festival")
    labels = [choice.label for choice in response.context["bar"].festivals]
    assert labels[:4] == ["Christmas 2026", "Double 12 2026", "周年庆 2026", "Double 11 2026"]
    chosen = owner_client.get("/s/linen/daily/?" + response.context["bar"].festivals[2].query)
    assert (chosen.context["period"].first, chosen.context["period"].last) == (date(2026, 11, 13), date(2026, 11, 16))
    assert "Daily board, 周年庆 2026 · 13 Nov – 16 Nov 2026" in text(chosen.content)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("day=2026-11-20", "Fri 13 Nov 2026"),
        ("period=festival&festival=double-11-2026&compare=last_year_festival", "1 Nov – 11 Nov 2025"),
        ("period=week&week=2026-W46&compare=last_year_weekday", "10 Nov – 16 Nov 2025"),
    ],
)
def test_the_days_compared_are_printed_in_the_bar(owner_client, board_shop, query, said):
    html = owner_client.get(f"/s/linen/daily/?{query}").content.decode()
    assert f'<span class="pill-days">vs {said}</span>' in html


def test_a_festival_is_kept_when_another_comparison_is_chosen(owner_client, board_shop):
    html = owner_client.get("/s/linen/daily/?period=festival&festival=double-11-2026").content.decode()
    form = re.search(r'<form class="period-form".*?</form>', html, re.S).group(0)
    assert 'name="period" id="period-festival" value="festival" checked' in form
    assert '<input type="hidden" name="festival" data-picks="period-festival" value="double-11-2026">' in form


def test_the_list_can_be_narrowed_to_a_kind_and_the_years_keep_it(owner_client, shop):
    owner_client.post(PAGE + "add/", TEA)
    page = owner_client.get(PAGE + "?kind=campaign")
    assert names(page) == ["Autumn tea"]
    assert "?year=2025&amp;kind=campaign" in page.content.decode()
    assert "No entry of this kind in this year" in text(owner_client.get(PAGE + "?kind=note").content)
    assert "Double 11" in names(owner_client.get(PAGE + "?kind=nonsense"))
