import getpass
import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from shopops.shops.admit import admit
from shopops.shops.models import Role, Shop


class Command(BaseCommand):
    help = (
        "Gives a person a role in a shop; who has no account yet gets one, with a password asked for here. "
        "Exit 0 done, 1 refused with a reason on stderr, 2 wrong use."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("user", help="user name")
        parser.add_argument("--shop", required=True, metavar="SLUG")
        parser.add_argument("--role", required=True, choices=Role.values)
        parser.add_argument("--email", default="", help="mail address of a new account")
        parser.add_argument("--password-stdin", action="store_true", help="read the new account's password from stdin")
        parser.add_argument("--json", action="store_true", help="print one JSON object on the last line")

    @transaction.atomic
    def handle(self, *, user: str, shop: str, role: str, **options: Any) -> None:
        opened = Shop.objects.filter(slug=shop).first()
        if opened is None:
            raise CommandError(f"There is no shop {shop!r}.")
        person = User.objects.filter(username=user).first()
        made = person is None
        person = person or new_account(user, email=options["email"], from_stdin=options["password_stdin"])
        admit(person, shop=opened, role=Role(role))
        self.stdout.write(f"{user} is {role} in “{opened.name}”.")
        if options["json"]:
            self.stdout.write(json.dumps({"user": user, "shop": opened.slug, "role": role, "created": made}))


def new_account(name: str, *, email: str, from_stdin: bool) -> User:
    """An account with a password that passes the rules; CommandError says which rule it breaks."""
    person = User(username=name, email=email)
    password = sys.stdin.readline().rstrip("\n") if from_stdin else asked_twice(name)
    try:
        person.clean_fields(exclude=("password",))
        validate_password(password, person)
    except ValidationError as refusal:
        raise CommandError("; ".join(refusal.messages)) from None
    person.set_password(password)
    person.save()
    return person


def asked_twice(name: str) -> str:
    password = getpass.getpass(f"Password for {name}: ")
    if getpass.getpass("Again: ") != password:
        raise CommandError("The two passwords differ.")
    return password
