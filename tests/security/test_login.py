"""Guessing passwords, ending sessions, and how passwords are kept."""

import logging

import pytest
from django.contrib.auth.models import User
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.urls import reverse

from shopops.shops.models import Membership
from tests.fixtures.shops import PASSWORD

LOGIN = "/accounts/login/"
TOO_MANY = 429


def guess(name: str, *, client: Client | None = None, password: str = "wrong", **headers: str) -> int:
    return (client or Client()).post(LOGIN, {"login": name, "password": password}, headers=headers).status_code


def test_the_sixth_guess_at_one_account_is_refused_even_when_right(person):
    person("ann")
    assert [guess("ann") for _ in range(5)] == [200] * 5
    assert guess("ann", password=PASSWORD) != 302


def test_guesses_from_one_address_are_slowed_and_then_refused(person):
    person("ann")
    guesses = [Client().post(LOGIN, {"login": f"name{number}", "password": "wrong"}) for number in range(31)]
    assert [b"Too many" in answer.content for answer in guesses] == [False] * 10 + [True] * 21
    # After thirty tries nothing is looked at any more, also what is right: stolen lists are tried one by one.
    assert [answer.status_code for answer in guesses] == [200] * 30 + [TOO_MANY]
    assert guess("ann", password=PASSWORD) == TOO_MANY


def test_the_limits_are_kept_where_all_processes_count_together(person):
    guess("ann")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM shared_cache WHERE cache_key LIKE '%%login_failed%%'")
        assert cursor.fetchone()[0] == 2
    assert "DatabaseCache" in type(caches["default"]).__name__


def test_a_caller_cannot_change_his_address(db):
    for number in range(10):
        guess(f"name{number}", **{"X-Forwarded-For": f"10.0.0.{number}"})
    answer = Client().post(LOGIN, {"login": "other", "password": "x"}, headers={"X-Forwarded-For": "10.9.9.9"})
    assert b"Too many" in answer.content


def test_behind_one_proxy_the_address_that_it_wrote_counts(db, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for number in range(10):
        guess(f"name{number}", **{"X-Forwarded-For": f"1.1.1.{number}, 10.0.0.1"})
    mine, other = ({"X-Forwarded-For": f"6.6.6.6, {address}"} for address in ("10.0.0.1", "10.0.0.2"))
    assert b"Too many" in Client().post(LOGIN, {"login": "x", "password": "x"}, headers=mine).content
    assert b"Too many" not in Client().post(LOGIN, {"login": "y", "password": "x"}, headers=other).content


@pytest.mark.parametrize(
    ("password", "fits"),
    [
        ("fourteen signs", False),
        ("fifteen signs..", True),
        (" 空格在前也要保留的密码啊啊啊啊 ", True),
        ("passwordpassword", True),
        ("x" * 64, True),
    ],
)
def test_passwords_are_long_and_taken_as_they_are(password, fits, person, client_of):
    user = person("ann")
    form = {"oldpassword": PASSWORD, "password1": password, "password2": password}
    client_of(user).post(reverse("account_change_password"), form)
    user.refresh_from_db()
    assert user.check_password(password) is fits
    assert not user.check_password(password.strip()) or password == password.strip()
    assert user.password.startswith("argon2$argon2id$")


def test_a_new_password_ends_the_other_sessions(person, client_of):
    user = person("ann")
    here, there = client_of(user), client_of(user)
    new = "another long password"
    here.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert here.get("/", follow=True).status_code == 200
    assert there.get("/").headers["Location"].startswith(LOGIN)


def test_the_log_in_gives_a_new_session_key(person):
    person("ann")
    client = Client()
    client.session.save()
    before = client.session.session_key
    client.cookies["sessionid"] = before
    assert guess("ann", client=client, password=PASSWORD) == 302
    assert client.session.session_key != before


def test_the_log_out_ends_the_session_on_the_server_and_empties_the_browser(owner_client, shop):
    owner_client.get("/s/linen/daily/")
    old = owner_client.cookies["sessionid"].value
    answer = owner_client.post(reverse("account_logout"))
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert answer.cookies["shop"].value == ""
    thief = Client()
    thief.cookies["sessionid"] = old
    assert thief.get("/").headers["Location"].startswith(LOGIN)


def test_looking_at_the_log_out_page_logs_nobody_out(owner_client):
    owner_client.get(reverse("account_logout"))
    assert "_auth_user_id" in owner_client.session


@pytest.mark.parametrize("door", ["switched off", "removed"])
def test_a_closed_account_and_a_removed_member_are_out_at_the_next_request(door, owner, owner_client, shop):
    page = "/s/linen/daily/"
    assert owner_client.get(page).status_code != 404
    if door == "removed":
        Membership.objects.filter(user=owner).delete()
        assert owner_client.get(page).status_code == 404
    else:
        User.objects.filter(pk=owner.pk).update(is_active=False)
        assert owner_client.get(page).headers["Location"].startswith(LOGIN)


def test_a_lost_password_is_renewed_by_mail(person, mailoutbox):
    user = person("ann")
    Client().post(reverse("account_reset_password"), {"email": user.email})
    (letter,) = mailoutbox
    link = next(word for word in letter.body.split() if "/password/reset/key/" in word)
    client = Client()
    form = client.get(link, follow=True)
    assert form.redirect_chain[-1][0].endswith("-set-password/")  # the token has left the address
    new = "another long password"
    client.post(form.redirect_chain[-1][0], {"password1": new, "password2": new})
    user.refresh_from_db()
    assert user.check_password(new)
    assert b"used already" in Client().get(link, follow=True).content


def test_the_form_for_lost_passwords_does_not_tell_who_has_an_account(person, mailoutbox):
    person("ann")
    known, unknown = (
        Client().post(reverse("account_reset_password"), {"email": f"{name}@example.com"}) for name in ("ann", "bob")
    )
    assert (known.status_code, known.headers["Location"]) == (unknown.status_code, unknown.headers["Location"])
    assert [letter.to for letter in mailoutbox] == [["ann@example.com"]]


def test_no_password_is_written_to_the_log(person, caplog):
    caplog.set_level(logging.DEBUG)
    person("ann")
    guess("ann", password="hunter2hunter2hunter2")
    assert "hunter2" not in caplog.text
