"""P2: whatever a member of one shop is shown, sent or left with holds nothing of another shop."""

import io
import logging
import zipfile

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client

from shopops.jobs.models import Job
from shopops.shops.models import Shop
from tests.security.actors import SOME_ROLES
from tests.security.addresses import addresses
from tests.security.ending import ended
from tests.security.furnish import Mark, furnish, models_of_a_shop
from tests.security.test_doors import WAYS

OURS = Mark("linen", 120)
THEIRS = Mark("kestrelquartz", 739184000)


@pytest.fixture
def their_shop(new_shop) -> Shop:
    """Every name and number in it is a canary."""
    shop = new_shop("kestrelquartz", name="Kestrelquartz")
    rows = furnish(shop, THEIRS)
    assert set(rows) == set(models_of_a_shop())
    return shop


@pytest.fixture
def our_shop(shop) -> Shop:
    furnish(shop, OURS)
    return shop


def walk(client: Client, shop: Shop, *, urlconf: str | None = None) -> list[str]:
    """Ask for everything, and give back all that came, headers and cookies with it."""
    seen = []
    for address in addresses(urlconf):
        if address.name == "account_logout":
            continue
        for headers in WAYS.values():
            for method in ("GET", "POST"):
                seen += [shown(client.generic(method, url, headers=headers)) for url in address.urls(shop)]
    return seen


def shown(answer) -> str:
    """Everything in an answer; the first line says to what."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    asked = ended(answer).request
    text = text_of(body) if body.startswith(b"PK") else body.decode()
    return f"{asked['REQUEST_METHOD']} {asked['PATH_INFO']}\n{dict(answer.headers)} {answer.cookies} {text}"


def text_of(spreadsheet: bytes) -> str:
    """Every part of the file: cells, headers, names of sheets, charts."""
    with zipfile.ZipFile(io.BytesIO(spreadsheet)) as parts:
        return "\n".join(parts.read(name).decode() for name in parts.namelist())


def left_behind(shop: Shop) -> list[str]:
    """What stays on the server for a member of `shop`."""
    kept = [f"session {session.get_decoded()}" for session in Session.objects.all()]
    kept += [f"mail {each.message()}" for each in mail.outbox]
    kept += [f"job {job.args} {job.message}" for job in Job.objects.filter(shop_id=shop.pk)]
    return kept + cache_rows()


def cache_rows() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM shared_cache")
        keys = [key.split(":", 2)[2] for (key,) in cursor.fetchall()]
    return [f"cache {key} {cache.get(key)}" for key in keys]


def canaries(texts: list[str]) -> list[str]:
    return [f"{found.group()} in {text[:120]}" for text in texts for found in [THEIRS.pattern.search(text)] if found]


@pytest.mark.parametrize("role", SOME_ROLES)
def test_no_canary_of_another_shop_is_seen(role, our_shop, their_shop, member, client_of, caplog):
    caplog.set_level(logging.DEBUG)
    caplog.handler.setFormatter(logging.Formatter("%(name)s %(message)s %(args)s"))
    seen = walk(client_of(member(role)), our_shop)
    assert canaries(seen + left_behind(our_shop) + caplog.text.splitlines()) == []


@pytest.mark.slow
def test_no_canary_is_seen_after_the_other_shop_has_warmed_the_caches(our_shop, their_shop, person, owner, client_of):
    theirs = walk(client_of(person("rival", shop=their_shop)), their_shop)
    found = {match.group().lower() for page in theirs for match in THEIRS.pattern.finditer(page)}
    assert THEIRS.word in found, "names are on the pages of their own shop"
    assert len(found) > 1, "and figures"
    Session.objects.all().delete()
    seen = walk(client_of(owner), our_shop)
    assert canaries(seen + left_behind(our_shop)) == []


@pytest.mark.urls("tests.security.planted")
def test_a_page_that_reads_all_shops_is_found(our_shop, their_shop, owner, client_of, watch):
    seen = client_of(owner).get(f"/s/{our_shop.slug}/unscoped/").content.decode()
    assert canaries([seen])
    (offence,) = watch.taken()
    assert "planted.unscoped: not limited: catalog_product" in offence


@pytest.mark.urls("tests.security.planted")
def test_a_page_that_takes_numbers_on_trust_is_found(our_shop, their_shop, owner, client_of, watch):
    number = their_shop.products.last().pk
    seen = client_of(owner).get(f"/s/{our_shop.slug}/by-number/{number}/").content.decode()
    assert canaries([seen])
    assert len(watch.taken()) == 1


@pytest.mark.urls("tests.security.planted")
def test_a_cache_without_the_shop_in_its_key_is_found(our_shop, their_shop, person, owner, client_of):
    client_of(person("rival", shop=their_shop)).get(f"/s/{their_shop.slug}/cached/")
    seen = client_of(owner).get(f"/s/{our_shop.slug}/cached/").content.decode()
    assert canaries([seen])
    assert canaries(cache_rows())


@pytest.mark.parametrize(
    "text", ["KestrelQuartz-title", "¥7,391,840.17", "739184017", "739.18万", "739.18K", "1,739184017,2"]
)
def test_canaries_are_recognised_however_they_are_written(text):
    assert THEIRS.pattern.search(text)


@pytest.mark.parametrize("text", ["4a739184f0b1", "739184f0b1c2", "1739184017"])
def test_chance_in_a_random_id_is_no_canary(text):
    assert not THEIRS.pattern.search(text)
