"""The files of some shops, made up from a seed, and what a store that took them all holds."""

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

from analytics.events.schema import Kind

FIRST_DAY = date(2026, 3, 1)
HEADER = ("time", "visitor", "event", "product", "source", "order", "amount")
KINDS = {"view": Kind.VIEW, "favourite": Kind.FAVOURITE, "cart": Kind.CART, "inquiry": Kind.INQUIRY,
         "order": Kind.ORDER, "pay": Kind.PAY}  # fmt: skip
WEIGHTS = (80, 4, 8, 3, 3, 2)
SOLD = ("order", "pay")

Row = tuple[str, ...]


@dataclass(frozen=True)
class Plan:
    """One shop's files, in the order in which its client loads them; with `ids` every row has a key of its own."""

    slug: str
    ids: bool
    files: tuple[Path, ...]

    @property
    def header(self) -> tuple[str, ...]:
        return (*HEADER, "id") if self.ids else HEADER


def make_plan(slug: str, folder: Path, *, ids: bool, days: int, events_a_day: int, random: Random) -> Plan:
    """Files of two days each; some come twice, some grow and come again, and a day's forgotten rows come last."""
    folder.mkdir(parents=True)
    numbers = iter(range(10**9))
    traffic = [_rows_of(FIRST_DAY + timedelta(days=n), events_a_day, numbers, random) for n in range(days)]
    late = [traffic[day].pop() for day in (0, days // 4) for _ in range(20)]
    files: list[list[Row]] = []
    for first in range(0, days, 2):
        rows = [row for day in traffic[first : first + 2] for row in day]
        known = rows[: len(rows) * 2 // 3] if first % 6 == 0 else rows
        files += [known, known] if first % 10 == 4 else [known]
        if known is not rows:
            files.append(rows)
    files.append(late)
    kept = HEADER if not ids else (*HEADER, "id")
    paths = tuple(_write(folder / f"{slug}-{n:02d}.csv", kept, rows) for n, rows in enumerate(files))
    return Plan(slug, ids, paths)


def expected_events(plan: Plan) -> Counter[Row]:
    """Every event of the files once: known by its key, or by its content and its number among its equals in a file."""
    by_key: dict[str, Row] = {}
    by_content: Counter[Row] = Counter()
    for file in plan.files:
        rows = [tuple(row) for row in _read(file)]
        if plan.ids:
            by_key |= {row[-1]: row for row in rows}
        else:
            by_content |= Counter(rows)
    return Counter(by_key.values()) if plan.ids else by_content


def _rows_of(day: date, number: int, numbers: Iterator[int], random: Random) -> list[Row]:
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
    rows = []
    for _ in range(number):
        kind, visitor = random.choices(tuple(KINDS), WEIGHTS)[0], f"v{random.randrange(number * 2)}"
        sold = kind in SOLD
        rows.append(
            (
                f"{midnight + timedelta(seconds=random.randrange(86_400)):%Y-%m-%d %H:%M:%S}",
                visitor,
                kind,
                f"p{random.randrange(30)}",
                f"s{random.randrange(6)}",
                f"o{day:%m%d}{visitor}{random.randrange(2)}" if sold else "",
                f"{random.randrange(1, 500)}.50" if sold else "",
                str(next(numbers)),
            )
        )
    # A click that was sent twice: without a key only its number among its equals tells it from its twin.
    return rows + [(*row[:-1], str(next(numbers))) for row in rows[:5]]


def _write(path: Path, header: Sequence[str], rows: list[Row]) -> Path:
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(row[: len(header)] for row in rows)
    return path


def _read(path: Path) -> list[list[str]]:
    with path.open(newline="") as file:
        return list(csv.reader(file))[1:]
