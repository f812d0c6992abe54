"""An order file against the bare insert of its rows: COPY on PostgreSQL, executemany on SQLite."""

import csv
from pathlib import Path

from django.db import connection, transaction

from analytics.bulk import insert
from analytics.importing.load import load
from shopops.sales.models import Buyer, Order
from tests.bench.data import new_shop
from tests.bench.measure import interleaved

COLUMNS = ("shop_id", "number", "created_at", "created_day", "paid_at", "paid_day", "amount", "region", "flag")


def write_orders(path: Path, rows: int) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("订单编号", "买家会员名", "订单创建时间", "订单付款时间", "总金额", "收货地址"))
        for n in range(rows):
            moment = f"2025-03-{1 + n % 28:02d} {n % 24:02d}:{n % 60:02d}"
            writer.writerow(
                (10**9 + n, f"buyer{n % (rows // 2)}", f"{moment}:01", f"{moment}:31", n % 30_000 / 100, "上海")
            )
    return path


def compare(folder: Path, *, rows: int, rounds: int) -> dict[str, dict[str, float]]:
    file = write_orders(folder / "orders.csv", rows)
    shops = {(name, n): new_shop(f"orders-{name}-{n}") for name in ("bare", "ours") for n in range(rounds)}
    seconds = interleaved(
        rounds,
        bare=lambda n: _bare(file, shops["bare", n].pk),
        ours=lambda n: load(shops["ours", n], "orders", file),
    )
    return {
        f"orders {rows:,} on {connection.vendor}": {
            "share of bare rows/s": seconds["bare"] / seconds["ours"],
            "rows/s": rows / seconds["ours"],
        }
    }


def _bare(file: Path, shop_id: int) -> None:
    """The same rows, orders and buyers, read by Python and put into the tables: no check, no key looked up, no hash."""
    with file.open(encoding="utf-8", newline="") as source, transaction.atomic():
        cells = csv.reader(source)
        next(cells)
        rows = list(cells)
        insert(Buyer, ("shop_id", "visitor"), ((shop_id, int(buyer[5:])) for buyer in {row[1] for row in rows}))
        orders = (
            (shop_id, number, created, created[:10], paid, paid[:10], round(float(amount) * 100), region, 0)
            for number, _buyer, created, paid, amount, region in rows
        )
        insert(Order, COLUMNS, orders)
