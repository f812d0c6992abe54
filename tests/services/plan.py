"""The files of a shop, made up from a seed, and the events that a store holds which took them all."""

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

from analytics.events.schema import Kind

FIRST_DAY = date(2026, 3, 1)
EVENTS = ("time", "visitor", "event", "product", "source", "order", "amount", "id")
ORDERS = ("order", "buyer", "created", "paid", "amount")
REFUNDS = ("refund", "order", "time", "amount")
KINDS = {
    "view": Kind.VIEW,
    "favourite": Kind.FAVOURITE,
    "cart": Kind.CART,
    "inquiry": Kind.INQUIRY,
    "order": Kind.ORDER,
    "pay": Kind.PAY,
}
WEIGHTS = (80, 4, 8, 3, 3, 2)
SOLD = ("order", "pay")
# Days of a file of events, and of one of orders or refunds.
SHORT, LONG = 2, 10

Row = tuple[str, ...]


@dataclass(frozen=True)
class File:
    kind: str
    path: Path

    def __str__(self) -> str:
        return f"{self.kind}={self.path}"

    def rows(self) -> list[Row]:
        with self.path.open(newline="") as file:
            return [tuple(row) for row in csv.reader(file)][1:]


@dataclass(frozen=True)
class Plan:
    """One shop's files, in the order in which its client loads them; with `ids` every event has a key of its own."""

    slug: str
    ids: bool
    files: tuple[File, ...]


def make_plan(
    slug: str,
    folder: Path,
    *,
    ids: bool,
    days: int,
    events_a_day: int,
    random: Random,
    kinds: Sequence[str] = ("events",),
) -> Plan:
    """Some files come twice, some grow and come again, rows of earlier days come last; orders are paid in a later file,
    and refunded in one after that."""
    folder.mkdir(parents=True)
    numbers = iter(range(10**9))
    traffic = [_rows_of(FIRST_DAY + timedelta(days=n), events_a_day, numbers, random) for n in range(days)]
    late = [traffic[day].pop() for day in (0, days // 4) for _ in range(20)]
    files: list[tuple[str, tuple[str, ...], list[Row]]] = []
    header = EVENTS if ids else EVENTS[:-1]
    for first in range(0, days, SHORT):
        rows = [row for day in traffic[first : first + SHORT] for row in day]
        known = rows[: len(rows) * 2 // 3] if first % 6 == 0 else rows
        repeated = [known, known] if first % 10 == 4 else [known] if known is rows else [known, rows]
        files += [("events", header, some) for some in repeated]
        if first % LONG == LONG - SHORT:
            sold = [row for day in traffic[max(0, first - 2 * LONG) : first + SHORT] for row in day]
            until = max(datetime.fromisoformat(row[0]) for row in sold)
            orders = _orders_of(sold, until=until)
            files += [("orders", ORDERS, orders), ("refunds", REFUNDS, _refunds_of(orders, until=until))]
    files.append(("events", header, late))
    return Plan(
        slug,
        ids,
        tuple(
            File(kind, _write(folder / f"{slug}-{n:02d}-{kind}.csv", columns, rows))
            for n, (kind, columns, rows) in enumerate(files)
            if kind in kinds
        ),
    )


def expected_events(plan: Plan) -> Counter[Row]:
    """Every event of the files once: known by its key, or by its content and its number among its equals in a file."""
    files = [file.rows() for file in plan.files if file.kind == "events"]
    if plan.ids:
        return Counter({row[-1]: row for rows in files for row in rows}.values())
    told: Counter[Row] = Counter()
    for rows in files:
        told |= Counter(rows)
    return told


def _rows_of(day: date, number: int, numbers: Iterator[int], random: Random) -> list[Row]:
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
    rows = []
    for _ in range(number):
        kind, visitor = random.choices(tuple(KINDS), WEIGHTS)[0], f"v{random.randrange(number * 2)}"
        sold = kind in SOLD
        rows.append(
            (
                _moment(midnight + timedelta(seconds=random.randrange(86_400))),
                visitor,
                kind,
                f"p{random.randrange(30)}",
                f"s{random.randrange(6)}",
                f"o{day:%m%d}{visitor}{random.randrange(2)}" if sold else "",
                f"{random.randrange(1, 500)}.50" if sold else "",
                str(next(numbers)),
            )
        )
    # Clicks that were sent twice: without a key only its number among its equals tells one from its twin.
    return rows + [(*row[:-1], str(next(numbers))) for row in rows[:5]]


def _orders_of(rows: list[Row], *, until: datetime) -> list[Row]:
    """Orders of these events; two of three are paid at once, the others after twelve days."""
    orders = {}
    for time, visitor, kind, _product, _source, number, amount, _id in rows:
        if kind == "order":
            wait = timedelta(days=12) if len(orders) % 3 == 0 else timedelta(minutes=7)
            paid = datetime.fromisoformat(time) + wait
            orders[number] = (number, visitor, time, _moment(paid) if paid <= until else "", amount)
    return list(orders.values())


def _refunds_of(orders: list[Row], *, until: datetime) -> list[Row]:
    """Some of what was paid goes back after six days."""
    paid = {order: datetime.fromisoformat(at) + timedelta(days=6) for order, _buyer, _created, at, _ in orders if at}
    some = [(order, at) for order, at in list(paid.items())[::4] if at <= until]
    return [(f"r{order}", order, _moment(at), "1.50") for order, at in some]


def _moment(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M:%S}"


def _write(path: Path, header: Sequence[str], rows: list[Row]) -> Path:
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(row[: len(header)] for row in rows)
    return path
