"""People as keyed hashes: the same key for visitors and buyers of a shop, so that one can be known as the other."""

import hashlib

OFFSET = 1 << 63


def visitor_hash(raw: str, *, key: str) -> int:
    """64 bits of SHA-256 over the shop's secret key and the id, as a signed number."""
    return int(hashlib.sha256(f"{key}{raw}".encode()).hexdigest()[:16], 16) - OFFSET


def visitor_sql(text: str, *, key: str) -> str:
    """The same in DuckDB; NULL stays NULL. `key` is our own hexadecimal, never a person's text."""
    unsigned = f"CAST('0x' || substr(sha256('{key}' || {text}), 1, 16) AS UBIGINT)"
    return f"CAST(CAST({unsigned} AS HUGEINT) - {OFFSET} AS BIGINT)"
