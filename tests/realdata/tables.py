"""Reads the files of expected figures, and what became of a loaded one."""

import csv
from decimal import Decimal
from pathlib import Path

from analytics.importing.load import LoadResult
from analytics.models import Batch


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def minor(text: str) -> int:
    return int(Decimal(text) * 100)


def format_of(result: LoadResult) -> str:
    return Batch.objects.get(pk=result.batch).format
