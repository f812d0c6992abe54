"""What the commands of the data's way share: the shop, days, and an answer for people or as JSON."""

import json
from argparse import ArgumentParser, ArgumentTypeError
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from shopops.shops.models import Shop


class ShopCommand(BaseCommand):
    """Exit 0 done, 1 refused with a reason on stderr, 2 wrong use."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--shop", metavar="SLUG", required=True, help="the shop's address")
        add_json(parser)

    def answer(self, text: str, result: dict[str, Any] | list[Any], *, as_json: bool) -> None:
        self.stdout.write(text)
        if as_json:
            self.stdout.write(json.dumps(result, ensure_ascii=False))


def add_json(parser: ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print one JSON object on the last line")


def add_days(parser: ArgumentParser, *, required: bool) -> None:
    parser.add_argument("--from", type=day, required=required, metavar="DAY", help="first business day")
    parser.add_argument("--to", type=day, required=required, metavar="DAY", help="last one, inclusive")


def day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is no day like 2026-03-01") from None


def shop_of(slug: str) -> Shop:
    """Raises CommandError (exit 1) where there is none."""
    shop = Shop.objects.filter(slug=slug).first()
    if shop is None:
        raise CommandError(f"There is no shop {slug!r}.")
    return shop
