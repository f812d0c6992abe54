"""A made-up click-stream of one shop-day: the same people for the product, in text, and for the bare tools, in Parquet.

About 2.7 events a visitor, 40 % of whom see one page; products by Zipf's law over 2,000; 8 sources, 31 regions,
3 devices; 8 % put something into the cart, 3.5 % ask, 3 % order, four in five of those pay.
"""

from pathlib import Path

import duckdb
import numpy as np
import pandas as pd

DAY = "2025-03-01"
PRODUCTS, TIERS = 2_000, 5
EVENTS_A_VISITOR = 2.669
VIEW, CART, INQUIRY, ORDER, PAY = range(5)
WORDS = ("view", "cart", "inquiry", "order", "pay")
SOURCES = ("搜索", "推荐", "直通车", "首页", "收藏", "直播", "站外", "活动")
DEVICES = ("mobile", "desktop", "tablet")
BLOCK = 1_000_000


def clicks(rows: int, *, seed: int = 1) -> pd.DataFrame:
    """About so many rows in order of time; `ts` seconds of the local day, codes from 0, `amount` in minor units."""
    draw = np.random.default_rng(seed)
    people = int(rows / EVENTS_A_VISITOR)
    chosen = {kind: np.flatnonzero(draw.random(people) < share) for kind, share in ((1, 0.08), (2, 0.035), (3, 0.03))}
    chosen[PAY] = chosen[ORDER][draw.random(len(chosen[ORDER])) < 0.8]
    who = np.concatenate([np.repeat(np.arange(people), draw.geometric(0.4, people)), *chosen.values()])
    acts = sum(map(len, chosen.values()))
    kind = np.concatenate(
        [np.zeros(len(who) - acts, np.uint8), *(np.full(len(some), each, np.uint8) for each, some in chosen.items())]
    )
    weights = np.cumsum(1 / np.arange(1, PRODUCTS + 1) ** 1.1)
    seen, wanted = (np.searchsorted(weights / weights[-1], draw.random(n)) for n in (len(who), people))
    product = np.minimum(np.where(kind == VIEW, seen, wanted[who]), PRODUCTS - 1)
    begins = draw.integers(0, 86_400 - 5_400, people)
    ts = begins[who] + np.where(kind == VIEW, draw.integers(0, 1_800, len(who)), 600 * kind.astype(np.int64))
    money = (np.exp(draw.normal(4.6, 0.7, people)) * 100).astype(np.int64)
    frame = pd.DataFrame(
        {
            "ts": ts.astype(np.int32),
            "visitor": draw.integers(1, 1 << 62, people)[who],
            "etype": kind,
            "product": product.astype(np.int32),
            "tier": (product % TIERS).astype(np.uint8),
            "source": _drawn(draw, people, 0.7 ** np.arange(8))[who],
            "region": _drawn(draw, people, 1 / np.arange(1, 32))[who],
            "device": _drawn(draw, people, np.array([0.8, 0.15, 0.05]))[who],
            "is_new": (draw.random(people) < 0.65).astype(np.uint8)[who],
            "amount": np.where(kind >= ORDER, money[who], 0),
        }
    ).sort_values("ts", kind="stable", ignore_index=True)
    return frame.assign(hour=(frame.ts // 3600).astype(np.uint8))


def _drawn(draw: np.random.Generator, number: int, weights: np.ndarray) -> np.ndarray:
    return draw.choice(len(weights), number, p=weights / weights.sum()).astype(np.uint8)


def write_parquet(frame: pd.DataFrame, path: Path) -> Path:
    with duckdb.connect() as connection:
        connection.register("frame", frame)
        connection.execute(f"COPY (FROM frame) TO '{path}' (FORMAT parquet, COMPRESSION zstd)")
    return path


def write_csv(frame: pd.DataFrame, path: Path, *, encoding: str = "utf-8") -> Path:
    """As a shop exports it: an id a row, times as text, names instead of codes, money with a point."""
    named = {"words": WORDS, "sources": SOURCES, "devices": DEVICES}
    lists = {name: "[" + ", ".join(f"'{each}'" for each in words) + "]" for name, words in named.items()}
    select = f"""
        SELECT row_number() OVER () + 1000000000 AS event_id,
          strftime(TIMESTAMP '{DAY}' + to_seconds(ts), '%Y-%m-%d %H:%M:%S') AS time,
          'u' || (visitor >> 20) AS visitor, {lists["words"]}[etype + 1] AS event, product + 100000 AS product,
          {lists["sources"]}[source + 1] AS source, printf('省份%02d', region) AS region,
          {lists["devices"]}[device + 1] AS device,
          CASE WHEN etype >= 3 THEN visitor >> 8 END AS order_id,
          CASE WHEN etype >= 3 THEN amount / 100.0 END AS amount FROM frame"""
    utf8 = path if encoding == "utf-8" else path.with_suffix(".utf8")
    with duckdb.connect() as connection:
        connection.register("frame", frame)
        connection.execute(f"COPY ({select}) TO '{utf8}' (FORMAT csv, HEADER)")
    if encoding != "utf-8":
        with utf8.open(encoding="utf-8", newline="") as source, path.open("w", encoding=encoding, newline="") as sink:
            while block := source.read(BLOCK):
                sink.write(block)
        utf8.unlink()
    return path
