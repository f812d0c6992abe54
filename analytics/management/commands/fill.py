from argparse import ArgumentParser
from dataclasses import asdict
from datetime import date
from typing import Any

from django.core.management.base import CommandError

from analytics.events.store import DamagedFile, EventsUnreachable
from analytics.management.arguments import ShopCommand, add_days, shop_of
from analytics.rollup.fill import fill_shop


class Command(ShopCommand):
    help = "Counts the figures of every day that needs it. Running it again changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        add_days(parser, required=False)
        parser.add_argument("--force", action="store_true", help="count days again that have figures")

    def handle(self, *, shop: str, to: date | None, force: bool, json: bool, **options: Any) -> None:
        try:
            result = fill_shop(shop_of(shop), first=options["from"], last=to, force=force)
        except (DamagedFile, EventsUnreachable) as refusal:
            raise CommandError(str(refusal)) from None
        self.answer(f"{result.days} days counted in {result.seconds:.1f} s.", asdict(result), as_json=json)
