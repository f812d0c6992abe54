"""What an event file holds. Columns of `var/events/shop=<id>/day=<day>/<batch>.parquet`, in order."""

from enum import IntEnum


class Kind(IntEnum):
    """What a visitor did. PURCHASE is an order and its payment in one moment; OTHER is kept, but never a view."""

    VIEW = 1
    FAVOURITE = 2
    CART = 3
    INQUIRY = 4
    ORDER = 5
    PAY = 6
    REFUND = 7
    PURCHASE = 8
    OTHER = 9


# Column name → DuckDB type. Codes are small numbers from `analytics.models.Code`, 0 is unknown.
COLUMNS: dict[str, str] = {
    "at": "TIMESTAMP",  # UTC
    "visitor": "BIGINT",  # keyed hash, never the raw id
    "kind": "UTINYINT",
    "product": "INTEGER",  # id of catalog.Product, 0 unknown
    "page": "INTEGER",
    "source": "USMALLINT",
    "region": "USMALLINT",
    "device": "UTINYINT",
    "session": "BIGINT",  # hash of the given session, NULL where none is given
    "order_no": "VARCHAR",
    "amount": "BIGINT",  # minor units
    "quantity": "INTEGER",
    "event_id": "BIGINT",  # the row's own key where the file has one: a whole number, or the hash of another, below 0
    "nth": "UINTEGER",  # which of its equals in the file it is, from 1
}

# Names in the file → table of codes.
CODED = ("page", "source", "region", "device")
