"""Makes shops, files and figures for tests, through the same doors that people use."""

import csv
import json
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from io import StringIO
from itertools import count
from pathlib import Path

import pandas as pd
from django.core.management import call_command

from analytics.importing.load import LoadResult, load
from analytics.importing.undo import UndoResult, undo
from analytics.metrics.registry import metric
from analytics.models import Batch
from analytics.read import figures
from analytics.rollup.fill import fill_shop
from shopops.shops.models import DayCut, Shop
from tests.naive.rows import Calendar, Cut, History

MIDNIGHT_IN_SHANGHAI = "Asia/Shanghai"
TIERS = {1: "traffic", 2: "profit", 3: "image", 4: "custom"}
_numbers = count(1)


def make_shop(*, zone: str = MIDNIGHT_IN_SHANGHAI, cut: str = "00:00", currency: str = "CNY") -> Shop:
    slug = f"shop-{next(_numbers)}"
    options = {"platform": "tmall", "timezone": zone, "currency": currency, "day_cut": cut}
    run("create_shop", slug, name=slug, **options)
    return Shop.objects.get(slug=slug)


def change_cut(shop: Shop, *, first_day: date, cut: str, zone: str = "") -> None:
    DayCut.objects.update_or_create(
        shop=shop, first_day=first_day, defaults={"cut": cut, "timezone": zone or shop.timezone}
    )


def shop_with(calendar: Calendar) -> Shop:
    """A shop whose days are cut as the calendar says."""
    begin, *changes = calendar.cuts
    shop = make_shop(zone=begin.zone, cut=f"{begin.at:%H:%M}")
    for change in changes:
        change_cut(shop, first_day=change.first_day, cut=f"{change.at:%H:%M}", zone=change.zone)
    return shop


def calendar_of(*, zone: str = MIDNIGHT_IN_SHANGHAI, cut: str = "00:00") -> Calendar:
    return Calendar((Cut(date.min, datetime.strptime(cut, "%H:%M").replace(tzinfo=UTC).time(), zone),))


def write_rows(path: Path, header: Sequence[str], rows: Iterable[Sequence], *, delimiter: str = ",") -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, delimiter=delimiter)
        writer.writerow(header)
        writer.writerows(rows)
    return path


def table(text: str) -> list[list[str]]:
    """Cells of a table written with spaces: `.` is an empty cell, `2026-05-01T10:00` a time."""
    rows = [line.split() for line in text.strip().splitlines()]
    return [[cell_text(cell) for cell in row] for row in rows]


def cell_text(cell: str) -> str:
    if len(cell) == 16 and cell[10] == "T":
        return f"{cell.replace('T', ' ')}:00"
    return "" if cell == "." else cell


def load_table(shop: Shop, kind: str, text: str, folder: Path) -> LoadResult:
    """Load a table written with spaces (see `table`) as a CSV file."""
    header, *rows = table(text)
    return load(shop, kind, write_rows(folder / f"{kind}-{next(_numbers)}.csv", header, rows))


def written(folder: Path, name: str, text: str, *, encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def figure(shop: Shop, key: str, day: date | str, *, last: date | str = "") -> float | None:
    """One figure of a day, or of a period; money in minor units; None where there is no value."""
    first, last = as_day(day), as_day(last or day)
    frame = figures(shop, [metric(key)], first=first, last=last, each="none" if last != first else "day")
    return known(frame[key].iloc[0]) if len(frame) else None


def figures_of(shop: Shop, keys: Sequence[str], first: date, last: date, *, by: str = "") -> pd.DataFrame:
    return figures(shop, [metric(key) for key in keys], first=first, last=last, by=by)


def split(shop: Shop, key: str, day: date | str, *, by: str) -> dict[int, float]:
    """Figures of one day by member number, without those that have no value."""
    frame = figures_of(shop, [key], as_day(day), as_day(day), by=by)
    return {member: value for (_, member), value in frame[key].items() if known(value) is not None}


def fill(shop: Shop) -> None:
    fill_shop(shop)


def as_day(day: date | str) -> date:
    return day if isinstance(day, date) else date.fromisoformat(day)


def known(value: float) -> float | None:
    return None if pd.isna(value) else float(value)


def command(name: str, /, *args: str, **options: object) -> dict | list:
    """Run a command with `--json` and read the object on its last line."""
    return json.loads(run(name, *args, **options, json=True).strip().splitlines()[-1])


def run(name: str, /, *args: str, **options: object) -> str:
    """What a command prints, called with words as from a shell: `dry_run=True` is `--dry-run`."""
    out = StringIO()
    words = [[f"--{key.replace('_', '-')}", *([] if value is True else [str(value)])] for key, value in options.items()]
    call_command(name, *args, *(word for pair in words for word in pair), stdout=out)
    return out.getvalue()


def take_back(result: LoadResult) -> UndoResult:
    return undo(Batch.objects.get(pk=result.batch))


def load_history(shop: Shop, history: History, folder: Path) -> None:
    """Everything in `history`, a file a kind; products with several tiers come in several files."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, (kind, header, rows) in enumerate(files_of(history)):
        load(shop, kind, write_rows(folder / f"{number}-{kind}.csv", *without_empty_columns(header, rows)))


def files_of(history: History) -> Iterable[tuple[str, list[str], list[list]]]:
    if history.events:
        yield "events", EVENT_COLUMNS, [event_row(event) for event in history.events]
    for wave in tier_waves(history):
        yield "products", ["product", "tier", "tier_since"], wave
    if history.orders:
        yield "orders", ORDER_COLUMNS, [order_row(order) for order in history.orders]
    if history.lines:
        rows = [[n, row.order, row.product, row.quantity, money(row.amount)] for n, row in enumerate(history.lines)]
        yield "order_lines", ["line", "order", "product", "quantity", "amount"], rows
    if history.refunds:
        rows = [[n, r.order, r.product, moment(r.at), money(r.amount)] for n, r in enumerate(history.refunds)]
        yield "refunds", ["refund", "order", "product", "time", "amount"], rows


EVENT_COLUMNS = [
    *("time", "visitor", "event", "product", "source", "order", "amount", "quantity"),
    *("page", "region", "device", "session"),
]
ORDER_COLUMNS = ["order", "buyer", "created", "paid", "amount", "paid_amount", "items", "flag"]


def event_row(event) -> list:
    return [
        *(moment(event.at), event.visitor, event.kind, event.product, event.source, event.order),
        *(money(event.amount), "" if event.quantity is None else event.quantity),
        *(event.page, event.region, event.device, event.session),
    ]


def order_row(order) -> list:
    return [
        *(order.number, order.buyer, moment(order.created), moment(order.paid), money(order.amount)),
        *(money(order.paid_amount), "" if order.items is None else order.items, order.flag),
    ]


def without_empty_columns(header: Sequence[str], rows: Sequence[Sequence]) -> tuple[list[str], list[list]]:
    """A file that cannot tell something has no column for it. A column for payments stays: nobody paid yet."""
    kept = [at for at, name in enumerate(header) if name == "paid" or any(row[at] != "" for row in rows)]
    return [header[at] for at in kept], [[row[at] for at in kept] for row in rows]


def tier_waves(history: History) -> Iterable[list[list]]:
    """A file holds a product once: its second tier comes in a second file."""
    waves: list[list[list]] = []
    for number, row in enumerate(history.tiers):
        earlier = sum(other.product == row.product for other in history.tiers[:number])
        waves += [[]] if earlier == len(waves) else []
        waves[earlier].append([row.product, TIERS[row.tier], row.first_day.isoformat()])
    return waves


def moment(at: datetime | None) -> str:
    """With its offset, so that no hour of a day with 25 of them is meant twice."""
    return at.astimezone(UTC).isoformat(sep=" ") if at else ""


def money(minor: int | None) -> str:
    return "" if minor is None else f"{minor // 100}.{minor % 100:02d}"
