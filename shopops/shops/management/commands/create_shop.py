import json
from argparse import ArgumentParser
from datetime import time
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from shopops.shops.models import Platform
from shopops.shops.open import open_shop


def time_of_day(text: str) -> time:
    try:
        return time.fromisoformat(text)
    except ValueError:
        raise CommandError(f"--day-cut: {text!r} is no time of day like 04:00", returncode=2) from None


class Command(BaseCommand):
    help = "Opens a shop. Exit 0 done, 1 refused with a reason on stderr, 2 wrong use."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="the shop's part of its addresses: /s/<slug>/")
        parser.add_argument("--name", required=True)
        parser.add_argument("--platform", required=True, choices=Platform.values)
        parser.add_argument("--timezone", default="Asia/Shanghai")
        parser.add_argument("--currency", default="CNY")
        parser.add_argument("--day-cut", default="00:00", help="when the shop's day begins, like 04:00")
        parser.add_argument("--owner", metavar="USER", help="a person with an account, who becomes the owner")
        parser.add_argument("--json", action="store_true", help="print one JSON object on the last line")

    def handle(self, *, owner: str | None, **options: Any) -> None:
        fields = {key: options[key] for key in ("slug", "name", "platform", "timezone", "currency")}
        day_cut = time_of_day(options["day_cut"])
        try:
            shop = open_shop(**fields, day_cut=day_cut, owner=person(owner) if owner else None)
        except ValidationError as refusal:
            raise CommandError("; ".join(refusal.messages)) from None
        self.stdout.write(f"Shop “{shop.name}” is open at /s/{shop.slug}/.")
        if options["json"]:
            self.stdout.write(json.dumps({"id": shop.pk, "slug": shop.slug}))


def person(name: str) -> User:
    """The account with this user name; refused if there is none."""
    user = User.objects.filter(username=name).first()
    if user is None:
        raise CommandError(f"There is no user {name!r}. Make one with manage.py add_member or createsuperuser.")
    return user
