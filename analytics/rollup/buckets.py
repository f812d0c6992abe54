"""A huge shop-day as independent tasks: each counts one bucket of its visitors, whoever is last sums them up.

The only writer of `DayPart`. Finished parts are counted in the database: no task waits for another.
"""

from datetime import date
from typing import Any

from django.db import transaction

from analytics.due import locked_revision
from analytics.events.duck import connect
from analytics.events.store import counting
from analytics.models import DayPart
from analytics.rollup.fill import NOBODY, Watch, count_parts, counter_of, write_day
from analytics.rollup.part import Counted, Counter, Part, summed
from analytics.rollup.visitors import Superseded, visitor_files
from shopops.shops.models import Shop


def missing_buckets(shop: Shop, day: date, *, revision: int, buckets: int) -> list[int]:
    """Buckets that nobody has counted yet; parts of an older state of the day are forgotten."""
    parts = DayPart.objects.filter(shop=shop, day=day)
    parts.exclude(revision=revision, buckets=buckets).delete()
    present = set(parts.values_list("bucket", flat=True))
    return [bucket for bucket in range(buckets) if bucket not in present]


def fill_bucket(shop: Shop, part: Part, *, revision: int, watch: Watch = NOBODY) -> bool:
    """Count one part; gives whether it was the last and the day is filled. Nothing where the day has changed since.

    Raises DamagedFile, EventsUnreachable.
    """
    with counting(shop.pk), connect() as connection:
        counter = counter_of(shop, connection)
        if counter.revision != revision:
            return False
        try:
            if part.bucket == 0:
                # One file for all visitors of the day, and one task that makes it.
                visitor_files(counter, [part.day])
            counted = count_parts(counter, [part])
            with transaction.atomic():
                watch.fence()
                return _keep(counter, part, counted)
        except Superseded:
            return False


def _keep(counter: Counter, part: Part, counted: Counted) -> bool:
    """Within a transaction: store the part; if all are there, replace the day's figures by their sum."""
    # Held to the end, so that of two that end at once the second sees the first.
    if locked_revision(counter.shop) != counter.revision:
        raise Superseded
    DayPart.objects.update_or_create(
        shop=counter.shop,
        day=part.day,
        revision=counter.revision,
        buckets=part.buckets,
        bucket=part.bucket,
        defaults={"counted": _as_json(counted)},
    )
    parts = DayPart.objects.filter(
        shop=counter.shop, day=part.day, revision=counter.revision, buckets=part.buckets
    ).order_by("bucket")
    if parts.count() < part.buckets:
        return False
    write_day(counter, part.day, summed(_from_json(row.counted) for row in parts))
    DayPart.objects.filter(shop=counter.shop, day=part.day).delete()
    return True


def _as_json(counted: Counted) -> dict[str, Any]:
    cells = [[dimension, member, values] for (dimension, member), values in counted.cells.items()]
    return {"cells": cells, "payers": [list(payer) for payer in counted.payers]}


def _from_json(stored: dict[str, Any]) -> Counted:
    cells = {(dimension, member): values for dimension, member, values in stored["cells"]}
    return Counted(cells, [tuple(payer) for payer in stored["payers"]])
