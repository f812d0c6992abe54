"""The numbers of the sidebar: things that want somebody to act, at no query of their own."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.db.models.functions import Now
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from analytics.models import Batch, BatchState
from shopops.jobs.models import Job, JobState, Trouble
from shopops.shops.admit import admit
from shopops.shops.badges import BADGES, things_to_do
from shopops.shops.middleware import shops_of
from shopops.shops.models import Role, Shop
from shopops.shops.navigation import GROUPS
from tests.security.ending import ended

DAILY, IMPORTS, SEEN = "/s/linen/daily/", "/s/linen/imports/", "/s/linen/imports/seen/"


def batch(shop: Shop, name: str, *, days_ago: int = 0, **fields: object) -> Batch:
    """A file with rows set aside."""
    counts = {"rows": 9, "accepted": 7, "rejected": 2, "duplicates": 0}
    given = {"kind": "orders", "format": "generic", "file_size": 1, "reject_file": f"{name}.csv"} | counts | fields
    made = Batch.objects.create(shop=shop, file_name=name, file_sha256=name.rjust(64, "0"), **given)
    Batch.objects.filter(pk=made.pk).update(loaded_at=timezone.now() - timedelta(days=days_ago))
    return made


def failed_job(shop: Shop, key: str, *, minutes_ago: int = 1, **fields: object) -> Job:
    given = {"task": "analytics.fill", "state": JobState.FAILED, "trouble": Trouble.BROKE} | fields
    at = Now() - timedelta(minutes=minutes_ago)
    return Job.objects.create(shop_id=shop.pk, dedupe_key=f"analytics.fill:{shop.pk}:{key}", ready_at=at, **given)


def to_do(user, slug: str = "linen") -> int:
    return next(things_to_do(shop, "imports") for shop in shops_of(user) if shop.slug == slug)


def test_files_with_rows_set_aside_are_counted_until_somebody_looks(shop, owner):
    batch(shop, "new")
    batch(shop, "whole", reject_file="")
    batch(shop, "back", state=BatchState.UNDONE)
    batch(shop, "seen", rejects_seen_at=timezone.now())
    batch(shop, "old", days_ago=15)
    batch(shop, "nearly-old", days_ago=13)
    assert to_do(owner) == 2


def test_days_that_cannot_be_counted_are_one_thing_however_often_they_were_tried(shop, owner):
    for minutes in (1, 2, 3):
        failed_job(shop, "block 1", minutes_ago=minutes)
    failed_job(shop, "block 2")
    failed_job(shop, "block 3", minutes_ago=11)
    failed_job(shop, "block 4", state=JobState.DONE)
    failed_job(shop, "mail", task="mail.send")
    assert to_do(owner) == 2


def test_each_shop_has_its_own_number(shop, foreign_shop, owner):
    admit(owner, shop=foreign_shop, role=Role.OWNER)
    batch(shop, "one")
    for name in ("two", "three"):
        batch(foreign_shop, name)
    failed_job(foreign_shop, "block 1")
    assert (to_do(owner), to_do(owner, "velvet")) == (1, 3)


def test_badges_cost_no_query(board_shop, owner_client):
    owner_client.get(DAILY)  # the first request of a process also loads templates
    with CaptureQueriesContext(connection) as before:
        assert b"badge-count" not in owner_client.get(DAILY).content
    for number in range(5):
        batch(board_shop, f"file-{number}")
        failed_job(board_shop, f"block {number}")
    with CaptureQueriesContext(connection) as asked:
        page = owner_client.get(DAILY)
    assert b"badge-count" in page.content
    assert len(asked) == len(before) <= 8


def test_the_number_has_words(board_shop, owner_client):
    batch(board_shop, "one")
    assert ">1 thing to do<" in owner_client.get(DAILY).content.decode()
    batch(board_shop, "two")
    assert ">2 things to do<" in owner_client.get(DAILY).content.decode()


@pytest.mark.parametrize(("role", "sees"), [(Role.OPERATOR, True), (Role.ANALYST, False)])
def test_only_roles_that_open_the_page_see_its_number(role, sees, board_shop, member, client_of):
    batch(board_shop, "one")
    page = client_of(member(role)).get(DAILY)
    assert page.status_code == 200
    assert (b"badge-count" in page.content) is sees


def test_the_page_lists_what_its_badge_counts(board_shop, owner, owner_client):
    batch(board_shop, "orders.csv", rejected=1234)
    failed_job(board_shop, "block 1", message="The events of 2026-11-02 are damaged.", trouble=Trouble.REFUSED)
    failed_job(board_shop, "block 1", message="The events of 2026-11-02 are damaged.", trouble=Trouble.REFUSED)
    page = owner_client.get(IMPORTS)
    html = page.content.decode()
    assert page.context["to_do"].count == to_do(owner) == 2
    assert html.count("The events of 2026-11-02 are damaged.") == 1
    assert "1,234 rows were set aside." in html


def test_a_long_list_says_how_many_more_there_are(board_shop, owner_client):
    for number in range(12):
        batch(board_shop, f"file-{number}")
    page = owner_client.get(IMPORTS)
    assert (len(page.context["to_do"].files), page.context["to_do"].count) == (10, 12)
    assert "and 2 more" in page.content.decode()


def test_one_file_or_all_are_marked_as_seen(board_shop, owner, owner_client):
    one, _two, _three = (batch(board_shop, name) for name in ("one", "two", "three"))
    said = owner_client.post(SEEN, {"batch": one.pk}, follow=True).content.decode()
    assert "1 file marked as seen." in said
    assert to_do(owner) == 2
    said = owner_client.post(SEEN, follow=True).content.decode()
    assert "2 files marked as seen." in said
    assert (to_do(owner), "to-do-title" in said) == (0, False)


def test_a_file_that_is_fetched_is_seen(board_shop, owner, owner_client):
    made = batch(board_shop, "one")
    folder = Path(settings.REJECTS_ROOT) / f"shop={board_shop.pk}"
    folder.mkdir(parents=True)
    (folder / "one.csv").write_text("line,reason\n")
    assert to_do(owner) == 1
    ended(owner_client.get(f"/s/linen/imports/{made.pk}/rejects.csv"))
    assert to_do(owner) == 0


def test_files_of_another_shop_are_not_marked(board_shop, foreign_shop, owner_client: Client):
    other = batch(foreign_shop, "theirs")
    for given in (str(other.pk), "²", "", "9" * 30):
        owner_client.post(SEEN, {"batch": given})
    other.refresh_from_db()
    assert other.rejects_seen_at is None


def test_who_may_not_import_marks_nothing(board_shop, member, client_of):
    made = batch(board_shop, "one")
    assert client_of(member(Role.ANALYST)).post(SEEN).status_code == 403
    made.refresh_from_db()
    assert made.rejects_seen_at is None


def test_every_badge_stands_beside_a_page_of_the_sidebar():
    assert {badge.page for badge in BADGES} <= {page.key for _label, pages in GROUPS for page in pages}
