"""What a shop holds, in a form that does not depend on the place: every stored event, and every cell of the day tables.

Run in a process of its own it makes shops in an empty folder, loads their files, counts their days, and says what a
shop looks like that nothing disturbed.
"""

import hashlib
import json
import os
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shopops.settings")
    django.setup()

from django.core.management import call_command

from analytics.events.duck import connect, files_literal
from analytics.events.schema import Kind
from analytics.events.store import COUNTING, WRITING, day_folder, rejects_folder, shop_folder, visitors_folder
from analytics.events.visitors import visitor_hash
from analytics.importing.load import load
from analytics.models import (
    Batch,
    BatchDay,
    BatchState,
    Code,
    DayFill,
    FunnelDay,
    PayerDay,
    PeriodCount,
    VisitorDay,
)
from analytics.rollup.recount import keep_period, usual_periods
from shopops.catalog.models import Product
from shopops.sales.models import Order, Refund
from shopops.shops.models import Shop
from shopops.shops.open import open_shop

Picture = dict[str, Any]
SALES = (
    (Order, ("number", "buyer__visitor", "created_day", "paid_day", "amount")),
    (Refund, ("identity", "order__number", "day", "amount")),
)
DAY_TABLES = (FunnelDay, PayerDay, DayFill)
NOT_COMPARED = ("id", "shop", "day", "revision", "filled_at")
EVENT = '"at", visitor, kind, product, source, order_no, amount, event_id'


def picture_of(shop: Shop) -> Picture:
    """Digests of orders and refunds, of each shop-day in each day table, and the counts kept of periods."""
    sales = {table.__name__: digest_of(table.objects.filter(shop=shop).values_list(*names)) for table, names in SALES}
    days = {f"{table.__name__} {day}": digest for table in DAY_TABLES for day, digest in digests(table, shop).items()}
    kept = PeriodCount.objects.filter(shop=shop).values_list("first_day", "last_day", "counts")
    return sales | days | {f"period {first} {last}": counts for first, last, counts in kept}


def digests(table: type, shop: Shop) -> dict[str, str]:
    """By day."""
    names = [field.name for field in table._meta.fields if field.name not in NOT_COMPARED]
    rows: dict[str, list[list]] = {}
    for day, *values in table.objects.filter(shop=shop).values_list("day", *names):
        rows.setdefault(str(day), []).append(values)
    return {day: digest_of(of_day) for day, of_day in rows.items()}


def digest_of(rows: Iterable[Sequence]) -> str:
    """How many rows, and a digest of all they say."""
    told = sorted(map(repr, rows))
    return f"{len(told)} {hashlib.sha256(''.join(told).encode()).hexdigest()}"


def differences(found: Picture, wanted: Picture) -> list[str]:
    return sorted(key for key in {*found, *wanted} if found.get(key) != wanted.get(key))


def stored_events(shop: Shop) -> Counter[tuple]:
    """Every event in the files that the database names, in the words of its file."""
    named = BatchDay.objects.filter(shop=shop, batch__state=BatchState.ACTIVE).exclude(file="")
    files = [day_folder(shop.pk, day) / file for day, file in named.values_list("day", "file")]
    products = dict(Product.objects.filter(shop=shop).values_list("number", "code"))
    sources = dict(Code.objects.filter(shop=shop, dimension="source").values_list("number", "name"))
    with connect() as connection:
        rows = connection.execute(f"SELECT {EVENT} FROM read_parquet({files_literal(files)})").fetchall()
    return Counter(
        (str(at), visitor, kind, products.get(product), sources.get(source), *rest)
        for at, visitor, kind, product, source, *rest in rows
    )


def in_words_of_the_store(events: Counter[tuple[str, ...]], *, kinds: dict[str, Kind], shop: Shop) -> Counter[tuple]:
    """Rows of files as `stored_events` gives them."""
    people = {row[1]: visitor_hash(row[1], key=shop.hash_key) for row in events}
    told: Counter[tuple] = Counter()
    for (at, visitor, kind, product, source, order, amount, *key), number in events.items():
        money = round(float(amount) * 100) if amount else None
        event = (at, people[visitor], int(kinds[kind]), product, source, order or None, money)
        told[(*event, int(key[0]) if key else None)] += number
    return told


def unnamed_files(shop: Shop) -> list[str]:
    """Files of the shop that no row of the database names, its two locks aside."""
    roots = (shop_folder(shop.pk), visitors_folder(shop.pk), rejects_folder(shop.pk))
    present = {path for root in roots for path in root.rglob("*") if path.is_file()}
    events = BatchDay.objects.filter(shop=shop).exclude(file="").values_list("day", "file")
    named = {roots[0] / WRITING, roots[0] / COUNTING} | {day_folder(shop.pk, day) / file for day, file in events}
    named |= {roots[1] / file for file in VisitorDay.objects.filter(shop=shop).values_list("file", flat=True)}
    named |= {roots[2] / file for file in Batch.objects.filter(shop=shop).values_list("reject_file", flat=True)}
    return sorted(map(str, present - named))


def open_as(slug: str, *, hash_key: str) -> Shop:
    """A shop that knows its visitors by the same numbers as another one."""
    shop = open_shop(slug=slug, name=slug, platform="own", timezone="UTC")
    shop.hash_key = hash_key
    shop.save()
    return shop


def undisturbed(shop: Shop, files: list[str]) -> Picture:
    """Load, count, keep the usual periods; gives also how many rows of each file were new."""
    accepted = {file: load(shop, *file.split("=", 1)).accepted for file in files}
    call_command("fill", shop=shop.slug, verbosity=0, stdout=sys.stderr)
    newest = DayFill.objects.filter(shop=shop).newest_day()
    for first, last in usual_periods(shop, newest) if newest else ():
        keep_period(shop, first, last)
    return {"accepted": accepted, "picture": picture_of(shop)}


if __name__ == "__main__":
    call_command("migrate", verbosity=0)
    told = {}
    for slug, asked in json.load(sys.stdin).items():
        told[slug] = undisturbed(open_as(slug, hash_key=asked["hash_key"]), asked["files"])
    print(json.dumps(told))
