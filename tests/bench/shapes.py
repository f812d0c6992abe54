"""Loading, counting and buckets against bare DuckDB, and how much memory they take."""

from datetime import date
from pathlib import Path

from django.test import override_settings

from analytics.events.schema import COLUMNS
from analytics.events.write import move_day, unfinished_file
from analytics.importing.load import load
from analytics.models import Batch, BatchDay, FunnelDay
from analytics.rollup.fill import fill_shop
from shopops.shops.models import Shop
from tests.bench import bare
from tests.bench.clicks import DAY, WORDS, clicks, write_csv, write_parquet
from tests.bench.data import new_shop
from tests.bench.measure import in_child, interleaved

Results = dict[str, dict[str, float]]
MILLION = 1_000_000


def compare(folder: Path, *, millions: tuple[int, ...], rounds: int) -> Results:
    """Ours against bare, in turns: load (share of bare rows/s) and fill (× bare), for each size."""
    results: Results = {}
    for million in millions:
        frame = clicks(million * MILLION)
        text = write_csv(frame, folder / f"{million}.csv")
        columns = write_parquet(frame, folder / f"{million}.parquet")
        chinese = write_csv(frame, folder / f"{million}.gb.csv", encoding="gb18030")
        rows = len(frame)
        del frame
        results |= _loads(folder, text, chinese, million, rows=rows, rounds=rounds)
        shop = Shop.objects.get(slug=f"utf8-{million}m-0")
        results |= _fills(folder, columns, shop, million, rounds=rounds)
        if million == max(millions):
            results |= _memory(text, million) | _buckets(shop, million, rounds=rounds)
        for file in (text, columns, chinese):
            file.unlink()
    return results


def _loads(folder: Path, text: Path, chinese: Path, million: int, *, rows: int, rounds: int) -> Results:
    shops = {
        (name, number): new_shop(f"{name}-{million}m-{number}")
        for name in ("utf8", "gb18030")
        for number in range(rounds)
    }
    seconds = interleaved(
        rounds,
        bare=lambda number: bare.load(text, folder / "bare.parquet"),
        utf8=lambda number: load(shops["utf8", number], "events", text),
        gb18030=lambda number: load(shops["gb18030", number], "events", chinese),
    )
    size = sum(BatchDay.objects.filter(shop=shops["utf8", 0]).values_list("size", flat=True))
    return {
        f"load {million}M {name}": {
            "share of bare rows/s": seconds["bare"] / seconds[name],
            "million rows/s": rows / seconds[name] / MILLION,
            "bytes a row": size / rows,
        }
        for name in ("utf8", "gb18030")
    }


def _fills(folder: Path, columns: Path, shop: Shop, million: int, *, rounds: int) -> Results:
    seconds = interleaved(
        rounds,
        bare=lambda number: bare.fill(columns, folder / "visitors.parquet"),
        ours=lambda number: fill_shop(shop, force=True),
    )
    return {f"fill {million}M": {"× bare": seconds["ours"] / seconds["bare"], "seconds": seconds["ours"]}}


def _memory(text: Path, million: int) -> Results:
    new_shop("memory")
    found = in_child("load", "memory", str(text))
    return {f"load {million}M, a process of its own": {"most MB": found["MB"]}}


def _buckets(shop: Shop, million: int, *, rounds: int) -> Results:
    """The same day whole and in eight buckets one after the other, which must give the same in every cell."""
    rows = BatchDay.objects.get(shop=shop).rows
    cells: dict[str, list[tuple]] = {}

    def fill_in(buckets: int, name: str) -> None:
        with override_settings(FILL_ROWS_A_BUCKET=-(-rows // buckets)):
            fill_shop(shop, force=True)
        cells[name] = _cells(shop)

    seconds = interleaved(rounds, whole=lambda number: fill_in(1, "whole"), eight=lambda number: fill_in(8, "eight"))
    different = len(set(cells["whole"]) ^ set(cells["eight"]))
    return {
        f"fill {million}M in eight buckets": {
            "× the whole": seconds["eight"] / seconds["whole"],
            "cells": len(cells["whole"]),
            "different cells": different,
        }
    }


def _cells(shop: Shop) -> list[tuple]:
    columns = [field.attname for field in FunnelDay._meta.fields if field.name not in ("id", "shop")]
    return list(FunnelDay.objects.filter(shop=shop).values_list(*columns))


def huge_day(millions: int) -> Results:
    """A day of so many millions of events, counted by a process that gives DuckDB one gigabyte."""
    shop = new_shop("huge")
    day = date.fromisoformat(DAY)
    file = unfinished_file(shop.pk)
    frame = clicks(4 * MILLION)
    with bare.connection() as connection:
        connection.register("frame", frame)
        columns = ", ".join(f"CAST({_COLUMNS.get(name, 'NULL')} AS {kind}) AS {name}" for name, kind in COLUMNS.items())
        connection.execute(
            f"COPY (SELECT {columns} FROM frame, range({millions // 4}) AS copies(copy)) TO '{file}'"
            " (FORMAT parquet, COMPRESSION zstd)"
        )
    rows = len(frame) * (millions // 4)
    del frame
    moved = move_day(file, shop_id=shop.pk, day=day, rows=rows)
    told = ["events.event", "events.amount", *(f"events.event:{word}" for word in WORDS)]
    batch = Batch.objects.create(
        shop=shop, kind="events", format="generic", file_name="huge", file_size=1, file_sha256="0", rows=rows,
        accepted=rows, rejected=0, duplicates=0, fields=told,
    )  # fmt: skip
    BatchDay.objects.create(
        shop=shop, batch=batch, day=day, rows=rows, file=moved.stored.name, size=moved.stored.size,
        sha256=moved.stored.sha256,
    )  # fmt: skip
    found = in_child("fill", "huge", DUCKDB_MEMORY="1GB")
    return {f"fill {millions}M under 1 GB": {"most MB": found["MB"], "seconds": found["seconds"]}}


# Columns of an event file out of those of `clicks`; each copy has visitors of its own.
_COLUMNS = {
    "at": f"TIMESTAMP '{DAY}' - INTERVAL 8 HOUR + to_seconds(ts)",
    "visitor": "xor(visitor, copy)",
    "kind": "[1, 3, 4, 5, 6][etype + 1]",
    "product": "product + 1",
    "page": "0",
    "source": "source + 1",
    "region": "region + 1",
    "device": "device + 1",
    "amount": "nullif(amount, 0)",
    "nth": "1",
}
