import json
from argparse import ArgumentParser, ArgumentTypeError
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from analytics.importing.refused import Refused
from shopops.demo.build import Built, build, fill
from shopops.demo.campaigns import add_presales
from shopops.demo.kept import Kept, path_of_kept
from shopops.demo.listings import add_listing_changes
from shopops.demo.logins import login_name
from shopops.demo.refusal import DemoRefused
from shopops.demo.shop import SLUG, ZONE, check_host_is_private, demo_shop
from shopops.shops.models import Role, Shop

MONTHS = 26
HOST, PORT = "127.0.0.1", 8000


def number_from_1(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ArgumentTypeError(f"{number} is less than 1")
    return number


class Command(BaseCommand):
    help = (
        "Makes the demo shop with one login a role, and serves it. Run again, it keeps what is there and adds the days "
        "since. Exit 0 done, 1 refused with a reason on stderr, 2 wrong use."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--months", type=number_from_1, help=f"whole months of history, {MONTHS} by default")
        parser.add_argument("--seed", type=number_from_1, help="another number, another shop; 1 by default")
        parser.add_argument("--until", type=date.fromisoformat, metavar="D", help="last day, yesterday by default")
        parser.add_argument("--visitors-per-day", type=number_from_1, metavar="N", help="1500 by default")
        parser.add_argument("--no-serve", action="store_true", help="only make the shop")
        parser.add_argument("--host", default=HOST)
        parser.add_argument("--port", type=int, default=PORT)
        parser.add_argument("--json", action="store_true", help="print one JSON object on the last line")

    def handle(self, *, until: date | None, months: int | None, **options: Any) -> None:
        until = last_day(until)
        opened = month_before(until, months or MONTHS)
        try:
            check_host_is_private(settings.ALLOWED_HOSTS)
            wishes = {"seed": options["seed"], "visitors": options["visitors_per_day"], "months": months}
            shop, kept = demo_shop(opened=opened, **wishes)
            add_presales(shop, first_year=kept.opened.year, last_year=until.year)
            built = build(shop, kept.world, opened=kept.opened, until=until, tell=self.say)
            if kept.stories:
                add_listing_changes(shop, opened=kept.opened, until=until)
            fill(shop, built, last=until, tell=self.say, at_once=options["no_serve"])
        except (DemoRefused, Refused) as refusal:
            raise CommandError(str(refusal)) from None
        self.tell(shop, kept, built, address=f"http://{options['host']}:{options['port']}/s/{SLUG}/daily/")
        if options["json"]:
            self.stdout.write(json.dumps(told(shop, kept, built)))
        if not options["no_serve"]:
            call_command("serve", host=options["host"], port=options["port"])

    def say(self, line: str) -> None:
        """At once, also where the output is a file: what follows takes minutes, or serves until it is stopped."""
        self.stdout.write(line)
        self.stdout.flush()

    def tell(self, shop: Shop, kept: Kept, built: Built, *, address: str) -> None:
        parts = ", ".join(f"{part} {seconds:.1f} s" for part, seconds in built.seconds.items())
        self.say(f"{shop.name}: {built.days} days added ({parts}).")
        self.say(f"\n  {address}\n")
        for role in Role:
            self.say(f"  {login_name(role):<20}{role.label}")
        self.say(f"\n  The password of each: {kept.password}   (kept in {path_of_kept()})\n")


def told(shop: Shop, kept: Kept, built: Built) -> dict[str, object]:
    seconds = {part: round(taken, 2) for part, taken in built.seconds.items()}
    return {"shop": shop.slug, "first": str(kept.opened), "days": built.days, "rows": built.rows, "seconds": seconds}


def last_day(until: date | None) -> date:
    """Yesterday in the shop's zone; CommandError for a day that is not over."""
    yesterday = timezone.now().astimezone(ZoneInfo(ZONE)).date() - timedelta(days=1)
    if until is not None and until > yesterday:
        raise CommandError(f"--until {until}: only days that are over, up to {yesterday}.")
    return until or yesterday


def month_before(until: date, months: int) -> date:
    """The first day of the history: `months` whole months before the running one."""
    number = until.year * 12 + until.month - 1 - months
    return date(number // 12, number % 12 + 1, 1)
