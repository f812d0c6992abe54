"""What holds for every answer, also for refusals: policy, no copies, charset, and nothing told about the inside."""

import re
from http import HTTPStatus

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.test import Client

from shopops.shops.models import Role
from tests.security.actors import SOME_ROLES
from tests.security.ending import ended
from tests.security.furnish import Mark, furnish
from tests.security.test_doors import FIRST, HTMX, METHODS, OTHERS, WAYS, everything


@pytest.fixture
def open_shop(shop, foreign_shop):
    furnish(shop, Mark("linen", 120))
    return shop


def unsafe(response) -> list[str]:
    """What an answer lacks."""
    headers = response.headers
    policy = headers.get("Content-Security-Policy", "")
    wanted = {
        "a strict policy": "default-src 'none'" in policy
        and "script-src 'self'" in policy
        and "unsafe-eval" not in policy,
        "no inline scripts": not re.search(r"script-src[^;]*unsafe", policy),
        "no copies": headers.get("Cache-Control") == "no-store",
        "no guessing of types": headers.get("X-Content-Type-Options") == "nosniff",
        "a referrer policy": headers.get("Referrer-Policy") == "same-origin",
        "no frames": headers.get("X-Frame-Options") == "DENY" and "frame-ancestors 'none'" in policy,
        "a charset": not headers.get("Content-Type", "").startswith("text/") or "charset=" in headers["Content-Type"],
        "a reference": len(headers.get("X-Request-ID", "")) == 12,
    }
    return [rule for rule, kept in wanted.items() if not kept]


@pytest.mark.parametrize("way", WAYS)
def test_every_answer_is_safe(way, open_shop, owner, client_of):
    for client in (client_of(owner), Client()):
        for _, url in everything(open_shop):
            for method in METHODS:
                answer = ended(client.generic(method, url, headers=WAYS[way]))
                assert unsafe(answer) == [], f"{method} {url} {answer.status_code}"


@pytest.mark.parametrize(
    ("url", "status"), [("/nowhere/", HTTPStatus.NOT_FOUND), ("/s/linen/daily/", HTTPStatus.FORBIDDEN)]
)
def test_refusals_are_safe_too(url, status, shop, member, client_of):
    answer = client_of(member(Role.AGENT)).get(url)
    assert (answer.status_code, unsafe(answer)) == (status, [])


def test_a_host_that_is_not_ours_is_refused_safely(db):
    answer = Client(headers={"Host": "evil.example"}).get("/healthz")
    assert (answer.status_code, unsafe(answer)) == (HTTPStatus.BAD_REQUEST, [])
    assert b"evil.example" not in answer.content


@pytest.mark.urls("tests.security.planted")
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_failure_shows_its_reference_and_nothing_of_the_inside(headers, caplog):
    answer = Client(raise_request_exception=False).get("/failing/", headers=headers)
    assert (answer.status_code, unsafe(answer)) == (HTTPStatus.INTERNAL_SERVER_ERROR, [])
    body = answer.content.decode()
    assert answer.headers["X-Request-ID"] in body
    assert not re.search("secret detail|Traceback|RuntimeError|planted", body)
    assert "secret detail" in caplog.text


@pytest.mark.urls("tests.security.planted")
def test_a_database_that_does_not_answer_is_said_to_be_busy():
    answer = Client(raise_request_exception=False).get("/busy/")
    assert (answer.status_code, answer.headers["Retry-After"]) == (HTTPStatus.SERVICE_UNAVAILABLE, "30")
    assert unsafe(answer) == []


@pytest.mark.urls("tests.security.planted")
def test_an_error_page_that_fails_itself_still_answers(monkeypatch):
    def broken(*args, **kwargs):
        raise ValueError("no manifest entry")

    monkeypatch.setattr("shopops.web.errors.render_to_string", broken)
    answer = Client(raise_request_exception=False).get("/failing/")
    assert (answer.status_code, unsafe(answer)) == (HTTPStatus.INTERNAL_SERVER_ERROR, [])


@pytest.mark.parametrize("status", [400, 403, 404])
def test_a_refused_fragment_is_a_notice_for_the_place_of_notices(status, shop, member, client_of):
    client = client_of(member(Role.AGENT))
    url, host = {400: ("/", "evil.example"), 403: ("/s/linen/daily/", "testserver"), 404: ("/x/", "testserver")}[status]
    answer = client.get(url, headers=HTMX | {"Host": host})
    assert answer.status_code == status
    if status != 400:  # a wrong host is refused before htmx is looked at
        assert answer.headers["HX-Retarget"] == "#notices"
        assert answer.content.lstrip().startswith(b"<div")


def rows() -> dict[str, list]:
    """Everything in the database but sessions, which keep what one is about to do."""
    models = (model for model in apps.get_models() if model is not Session)
    return {model._meta.label: sorted(map(repr, model._default_manager.values_list())) for model in models}


@pytest.mark.parametrize("role", SOME_ROLES)
@pytest.mark.parametrize(
    ("way", "part"),
    [
        ("page", slice(None)),
        ("fragment", FIRST),
        pytest.param("fragment", OTHERS, marks=pytest.mark.slow),
        pytest.param("boosted", slice(None), marks=pytest.mark.slow),
    ],
    ids=["page", "fragment", "fragment of the other parts", "boosted"],
)
def test_looking_changes_nothing(role, way, part, open_shop, member, client_of):
    client = client_of(member(role))
    before = rows()
    for _, url in everything(open_shop, part=part):
        ended(client.get(url, headers=WAYS[way]))
        ended(client.head(url, headers=WAYS[way]))
    assert rows() == before


@pytest.mark.urls("tests.security.planted")
def test_a_page_that_writes_when_looked_at_is_found(open_shop, owner, client_of):
    client = client_of(owner)
    before = rows()
    client.get(f"/s/{open_shop.slug}/writing/")
    assert rows() != before
