"""The same made-up click-stream for the product and for the bare tools."""

from pathlib import Path

import duckdb
from django.core.management import call_command

from shopops.shops.models import Shop

DAY = "2025-03-01"
# 30 % of the visitors see one page; 8 sources, 31 regions, 3 devices, 2,000 products; 6 % of the rows are no views.
EVENTS = f"""
SELECT strftime(TIMESTAMP '{DAY}' + to_seconds((hash(i // 3) % 82800 + hash(i) % 3000)::BIGINT), '%Y-%m-%d %H:%M:%S') AS time,
  'u' || (hash(i // 3) % 100000000) AS visitor,
  CASE hash(i + 7) % 100 WHEN 0 THEN 'favourite' WHEN 1 THEN 'cart' WHEN 2 THEN 'inquiry' WHEN 3 THEN 'order'
    WHEN 4 THEN 'pay' ELSE 'view' END AS event,
  100000 + hash(i + 1) % 2000 AS product, 's' || (hash(i // 3 + 5) % 8) AS source, 'r' || (hash(i // 3 + 6) % 31) AS region,
  'd' || (hash(i // 3 + 8) % 3) AS device, round((hash(i + 9) % 30000) / 100, 2) AS amount
FROM range({{rows}}) AS t(i)
"""


def prepare() -> None:
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)


def new_shop(slug: str) -> Shop:
    call_command("create_shop", slug, name=slug, platform="own", stdout=open("/dev/null", "w"))  # noqa: SIM115
    return Shop.objects.get(slug=slug)


def write_csv(path: Path, rows: int) -> Path:
    with duckdb.connect() as connection:
        connection.execute(f"COPY ({EVENTS.format(rows=rows)}) TO '{path}' (FORMAT csv, HEADER)")
    return path
