"""Takes away what interrupted work left behind: files of a shop that the database does not name."""

from collections.abc import Callable

from analytics.events.store import (
    COUNTING,
    WRITING,
    nobody_else,
    rejects_folder,
    shop_folder,
    visitors_folder,
)


def sweep_shop(shop_id: int, *, named: Callable[[], set[str]]) -> int:
    """Delete files of the shop whose path within its folder (`day=2025-03-01/x.parquet`) is not in `named()`.

    Does nothing while somebody imports or counts; `named` is asked only after the locks are ours. Gives the number
    taken away.
    """
    with nobody_else(shop_id) as free:
        if not free:
            return 0
        known = named() | {WRITING, COUNTING}
        removed = 0
        for root in (shop_folder(shop_id), visitors_folder(shop_id), rejects_folder(shop_id)):
            for path in root.rglob("*") if root.exists() else ():
                if path.is_file() and str(path.relative_to(root)) not in known:
                    path.unlink(missing_ok=True)
                    removed += 1
        return removed
