"""Run in a process of its own: what a shop looks like, as a line of JSON; with `recover` the next tick comes first."""

import hashlib
import json
import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shopops.settings")

import django

django.setup()

from analytics.events.store import day_folder, shop_folder, visitors_folder
from analytics.models import Batch, BatchDay, Code, DayFill, DayPart, FunnelDay, PayerDay, VisitorDay
from shopops.catalog.models import Product
from shopops.jobs.enqueue import enqueue
from shopops.jobs.models import Job
from shopops.jobs.runner import run_waiting
from shopops.sales.models import Buyer, Order, OrderLine, Refund


def digest(model: type, *columns: str) -> str:
    rows = sorted(map(repr, model.objects.values_list(*columns)))
    return f"{len(rows)} {hashlib.sha256(''.join(rows).encode()).hexdigest()[:12]}"


def unnamed_files() -> list[str]:
    """Files on the disk that no row of the database names."""
    named = {str(day_folder(row.shop_id, row.day) / row.file) for row in BatchDay.objects.exclude(file="")}
    named |= {str(visitors_folder(row.shop_id) / row.file) for row in VisitorDay.objects.all()}
    present = [path for root in (shop_folder(1), visitors_folder(1)) for path in root.rglob("*.parquet*")]
    return sorted(str(path) for path in present if str(path) not in named)


def state() -> dict[str, object]:
    figures = [field.name for field in FunnelDay._meta.fields if field.name != "id"]
    return {
        "facts": {
            "batches": Batch.objects.count(),
            "event_rows": sum(BatchDay.objects.values_list("rows", flat=True)),
            "products": digest(Product, "code", "number"),
            "codes": digest(Code, "dimension", "number", "name"),
            "orders": digest(Order, "number", "created_day", "paid_day", "amount"),
            "lines": digest(OrderLine, "identity", "amount"),
            "refunds": digest(Refund, "identity", "amount"),
            "buyers": digest(Buyer, "visitor"),
        },
        "figures": digest(FunnelDay, *figures) + digest(PayerDay, "day", "visitor", "source"),
        "filled": DayFill.objects.count(),
        "parts": DayPart.objects.count(),
        "unnamed": unnamed_files(),
    }


def recover() -> None:
    Job.objects.all().delete()
    enqueue("analytics.tick", args={})
    run_waiting()


if __name__ == "__main__":
    if "recover" in sys.argv:
        recover()
    print(json.dumps(state()))
