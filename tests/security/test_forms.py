"""Forms need their token, and nothing leads off the site."""

from http import HTTPStatus

import pytest
from django.test import Client
from django.urls import reverse

from shopops.shops.models import Role
from tests.fixtures.shops import PASSWORD
from tests.security.furnish import Mark, furnish
from tests.security.test_doors import HTMX, WAYS, everything

UNSAFE = ("POST", "PUT", "PATCH", "DELETE")
ELSEWHERE = [
    "//evil.example",
    "https:evil.example",
    "\\\\evil.example",
    "/\\evil.example",
    "https://evil.example/",
    "javascript:0",
]


@pytest.fixture
def strict(owner) -> Client:
    client = Client(enforce_csrf_checks=True)
    client.force_login(owner)
    return client


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("origin", [{}, {"Origin": "https://evil.example"}, {"Origin": "null"}])
def test_every_unsafe_method_needs_a_token(way, origin, strict, shop):
    furnish(shop, Mark("linen", 12))
    for _, url in everything(shop):
        for method in UNSAFE:
            answer = strict.generic(method, url, headers=WAYS[way] | origin)
            assert answer.status_code == HTTPStatus.FORBIDDEN, f"{method} {url}"
    assert "_auth_user_id" in strict.session


def test_an_expired_form_says_so(strict):
    body = strict.post(reverse("account_logout")).content.decode()
    assert "This form has expired" in body


@pytest.mark.parametrize("target", ELSEWHERE)
def test_the_login_leads_to_no_other_site(target, person):
    person("ann")
    answer = Client().post(reverse("account_login"), {"login": "ann", "password": PASSWORD, "next": target})
    assert (answer.status_code, answer.headers["Location"]) == (HTTPStatus.FOUND, "/")


@pytest.mark.parametrize("target", ELSEWHERE)
@pytest.mark.parametrize("name", ["account_logout", "set_language"])
def test_log_out_and_language_lead_to_no_other_site(name, target, owner_client):
    answer = owner_client.post(reverse(name), {"next": target, "language": "zh-hans"})
    assert (answer.status_code, answer.headers["Location"]) == (HTTPStatus.FOUND, "/")


@pytest.mark.parametrize(
    "page",
    [
        "http://evil.example/s/linen/daily/",
        "http://testserver//evil.example/",
        "http://testserver/\\evil.example",
        "https://testserver/s/linen/daily/",
        "javascript:0",
        "",
    ],
)
def test_a_fragment_of_a_stranger_leads_back_to_no_other_site(page, db):
    answer = Client().get("/s/linen/daily/", headers=HTMX | {"HX-Current-URL": page})
    assert answer.headers["HX-Redirect"] == "/accounts/login/?next=%2F"


def test_a_session_that_ends_in_a_fragment_leads_to_the_login_and_back_to_the_page(shop, owner, owner_client):
    page = "/s/linen/daily/?compare=previous"
    asked = HTMX | {"HX-Current-URL": f"http://testserver{page}"}
    owner_client.logout()
    answer = owner_client.get("/s/linen/daily/?compare=none", headers=asked)
    assert (answer.status_code, answer.content) == (HTTPStatus.OK, b"")
    login = answer.headers["HX-Redirect"]
    assert login == "/accounts/login/?next=%2Fs%2Flinen%2Fdaily%2F%3Fcompare%3Dprevious"
    back = owner_client.post(login, {"login": owner.username, "password": PASSWORD, "next": page})
    assert back.headers["Location"] == page


@pytest.mark.parametrize("headers", [HTMX | {"HX-Boosted": "true"}, HTMX | {"HX-History-Restore-Request": "true"}])
def test_a_boosted_link_of_a_stranger_leads_back_to_where_it_pointed(headers, db):
    answer = Client().get("/s/linen/daily/?day=2", headers=headers)
    assert answer.headers["HX-Redirect"] == "/accounts/login/?next=%2Fs%2Flinen%2Fdaily%2F%3Fday%3D2"


def test_nobody_signs_up(db):
    assert Client().get("/accounts/signup/").status_code == HTTPStatus.NOT_FOUND


def test_a_refused_person_is_written_to_the_log(shop, member, client_of, caplog):
    agent = member(Role.AGENT)
    client_of(agent).get("/s/linen/daily/")
    assert f"refused: user {agent.pk}, GET /s/linen/daily/" in caplog.text
