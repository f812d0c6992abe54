"""`create_shop` and `add_member`."""

import io
import json
from datetime import date, time

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from shopops.shops.models import DayCut, Membership, Role, Shop

NORTH = ["north", "--name", "North", "--platform", "tmall"]
LONG = "a password of many words"


def run(*arguments: str) -> str:
    out = io.StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def refusal(*arguments: str) -> tuple[int, str]:
    with pytest.raises(CommandError) as refused:
        run(*arguments)
    return refused.value.returncode, str(refused.value)


@pytest.fixture
def typed(monkeypatch):
    def typed(text: str) -> None:
        monkeypatch.setattr("sys.stdin", io.StringIO(text))

    return typed


def test_a_shop_is_opened_with_its_days(db):
    said = run(
        "create_shop", *NORTH, "--timezone", "Europe/Berlin", "--currency", "EUR", "--day-cut", "04:00", "--json"
    )
    shop = Shop.objects.get()
    assert json.loads(said.splitlines()[-1]) == {"id": shop.pk, "slug": "north"}
    assert (shop.name, shop.platform, shop.timezone, shop.currency) == ("North", "tmall", "Europe/Berlin", "EUR")
    assert DayCut.objects.values_list("first_day", "cut", "timezone").get() == (date.min, time(4), "Europe/Berlin")


def test_the_owner_is_let_in(person):
    user = person("ann")
    run("create_shop", *NORTH, "--owner", "ann")
    assert Membership.objects.get(user=user).role == Role.OWNER


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["--timezone", "Mars/Olympus"], "is no time zone"),
        (["--currency", "yuan"], "three capital letters"),
        (["--owner", "nobody"], "no user 'nobody'"),
    ],
)
def test_a_shop_that_cannot_be_is_refused_with_a_reason(arguments, reason, db):
    code, said = refusal("create_shop", *NORTH, *arguments)
    assert (code, reason in said) == (1, True), said
    assert not Shop.objects.exists()


def test_an_address_is_given_once(db):
    run("create_shop", *NORTH)
    code, said = refusal("create_shop", *NORTH)
    assert (code, "already exists" in said) == (1, True)


@pytest.mark.parametrize("arguments", [["--day-cut", "25:00"], ["--platform", "bazaar"]])
def test_wrong_use_is_told_apart(arguments, db):
    with pytest.raises(CommandError) as wrong:
        run("create_shop", *NORTH, *arguments)
    # Django raises instead of ending with 2 when a command is called from code.
    assert wrong.value.returncode == 2 or "invalid choice" in str(wrong.value)


@pytest.mark.parametrize("slug", ["ALL OF IT", "a/b", "啊"])
def test_an_address_is_plain(slug, db):
    code, _ = refusal("create_shop", slug, *NORTH[1:])
    assert code == 1


def test_a_new_member_gets_an_account(shop, typed):
    typed(f"{LONG}\n")
    said = run("add_member", "bo", "--shop", "linen", "--role", "agent", "--password-stdin", "--json")
    assert json.loads(said.splitlines()[-1]) == {"user": "bo", "shop": "linen", "role": "agent", "created": True}
    user = User.objects.get(username="bo")
    assert user.check_password(LONG)
    assert user.memberships.get().role == Role.AGENT


def test_a_known_person_gets_another_role_and_keeps_the_password(shop, owner):
    before = owner.password
    run("add_member", owner.username, "--shop", "linen", "--role", "analyst")
    owner.refresh_from_db()
    assert (owner.memberships.get().role, owner.password) == (Role.ANALYST, before)


def test_a_password_is_asked_for_twice(shop, monkeypatch):
    answers = iter([LONG, LONG])
    monkeypatch.setattr("getpass.getpass", lambda prompt: next(answers))
    run("add_member", "bo", "--shop", "linen", "--role", "agent")
    assert User.objects.get(username="bo").check_password(LONG)


def test_two_passwords_that_differ_are_refused(shop, monkeypatch):
    answers = iter([LONG, "another"])
    monkeypatch.setattr("getpass.getpass", lambda prompt: next(answers))
    assert refusal("add_member", "bo", "--shop", "linen", "--role", "agent") == (1, "The two passwords differ.")


@pytest.mark.parametrize(
    ("name", "shop_slug", "password", "reason"),
    [
        ("bo", "nowhere", LONG, "no shop 'nowhere'"),
        ("bo", "linen", "short", "at least 15"),
        ("bo tie", "linen", LONG, "valid username"),
    ],
)
def test_a_member_who_cannot_be_is_refused(name, shop_slug, password, reason, shop, typed):
    typed(f"{password}\n")
    code, said = refusal("add_member", name, "--shop", shop_slug, "--role", "agent", "--password-stdin")
    assert (code, reason in said) == (1, True), said
    assert not User.objects.exists()
