"""Reads the files of expected figures, and what became of a loaded one."""

import csv
from decimal import Decimal
from pathlib import Path

import duckdb

from analytics.events.store import day_folder
from analytics.importing.load import LoadResult
from analytics.models import Batch, BatchDay
from shopops.shops.models import Shop


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def minor(text: str) -> int:
    return int(Decimal(text) * 100)


def format_of(result: LoadResult) -> str:
    return Batch.objects.get(pk=result.batch).format


def stored_events(shop: Shop) -> duckdb.DuckDBPyRelation:
    """Every stored event of a shop, with its business `day`."""
    days = BatchDay.objects.filter(shop=shop).exclude(file="").values_list("day", "file")
    parts = (f"SELECT DATE '{day}' AS day, * FROM '{day_folder(shop.pk, day) / file}'" for day, file in days)
    return duckdb.sql(" UNION ALL ".join(parts))
