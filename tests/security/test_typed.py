"""What was typed when the session had ended: kept once, for the page of its form, without secrets."""

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from shopops.web.typed import KEY, MOST_CHARACTERS
from tests.fixtures.shops import PASSWORD
from tests.security.test_doors import HTMX

DAILY = "/s/linen/daily/"
BACK = "/accounts/login/?next=%2Fs%2Flinen%2Fdaily%2F"
FROM_DAILY = {"Referer": f"http://testserver{DAILY}"}


@pytest.fixture
def ended(owner_client) -> Client:
    """A browser whose session has ended on the server."""
    Session.objects.all().delete()
    return owner_client


def log_in(client: Client, name: str) -> None:
    client.post(reverse("account_login"), {"login": name, "password": PASSWORD})


@pytest.mark.parametrize("headers", [HTMX, FROM_DAILY], ids=["htmx", "plain"])
def test_what_was_typed_is_shown_once_on_the_page_of_its_form(headers, ended, owner, board_shop):
    answer = ended.post(f"{DAILY}?x=1", {"note": "typed for an hour", "day": ["1", "2"]}, headers=headers)
    assert (answer.headers.get("HX-Redirect") or answer.headers["Location"]) == BACK
    log_in(ended, owner.username)
    other = ended.get("/s/linen/imports/").content.decode()
    first, second = (ended.get(DAILY).content.decode() for _ in range(2))
    assert ["typed for an hour" in page for page in (other, first, second)] == [False, True, False]


def test_a_piece_of_the_page_does_not_use_it_up(ended, owner, board_shop):
    ended.post(DAILY, {"note": "typed"}, headers=FROM_DAILY)
    log_in(ended, owner.username)
    ended.get(DAILY, headers=HTMX)
    assert "typed" in ended.get(DAILY).content.decode()


def test_passwords_tokens_and_floods_are_not_kept(ended):
    ended.post(DAILY, {"old_password": PASSWORD, "password1": PASSWORD, "csrfmiddlewaretoken": "x"}, headers=FROM_DAILY)
    assert KEY not in ended.session
    ended.post(DAILY, {"note": "x" * (MOST_CHARACTERS + 1)}, headers=FROM_DAILY)
    assert KEY not in ended.session


def test_a_stranger_stores_nothing(db):
    Client().post(DAILY, {"note": "typed"}, headers=FROM_DAILY)
    assert not Session.objects.exists()


def test_it_is_kept_for_an_hour(ended):
    ended.post(DAILY, {"note": "typed"}, headers=FROM_DAILY)
    assert ended.session.get_expiry_age() == 60 * 60


@pytest.mark.parametrize("page", ["http://evil.example/s/linen/daily/", "http://testserver//evil.example/", ""])
def test_a_form_of_another_site_leads_back_to_the_first_page(page, ended):
    answer = ended.post(DAILY, {"note": "typed"}, headers={"Referer": page})
    assert answer.headers["Location"] == "/accounts/login/?next=%2F"
