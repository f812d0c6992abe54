"""Changes of listings, found by the difference of two files of products: noted with a file, and taken back with it."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from analytics.importing.restate import Change
from analytics.models import Batch, Restatement
from shopops.catalog.keep import forget_all, keep_all, restate_all
from shopops.catalog.models import ChangeKind, ListingChange, Product

# A change that somebody wrote down so many days ago is the one that the file has found.
WRITTEN_DOWN = timedelta(days=31)
Key = tuple[int, ChangeKind]  # of a product


def note_changes(batch: Batch, changed: Iterable[Change]) -> None:
    """What a file says anew of products, dated on the business day of its load. What was not known is no change."""
    day = _day_of(batch)
    found = {(each.product_id, each.kind): each for each in _found(batch, changed, day=day)}
    by_hand = ListingChange.objects.filter(shop_id=batch.shop_id, day__gte=day - WRITTEN_DOWN).kept().by_hand()
    known = set(by_hand.values_list("product_id", "kind", "after"))
    keep_all(each for key, each in found.items() if (*key, each.after) not in known)


def take_changes_back(batch: Batch) -> None:
    """Before the batch's restatements go: a change of its own goes too, or is that of a later file that says the same;
    what a later file changed is counted from what was said before."""
    mine = Restatement.objects.filter(shop_id=batch.shop_id, batch=batch, table=Product._meta.db_table)
    later = _by_row(
        Restatement.objects.filter(
            shop_id=batch.shop_id, table=Product._meta.db_table, row__in=mine.values("row"), batch__gt=batch.pk
        ).select_related("batch")
    )
    noted = ListingChange.objects.filter(shop_id=batch.shop_id, product__in=mine.values("row"), batch__gte=batch.pk)
    changes = {(each.product_id, each.kind, each.batch): each for each in noted}
    gone: list[ListingChange] = []
    others: list[ListingChange] = []
    for (row, kind), before in _befores(mine).items():
        heir = next((each for each in later.get(row, ()) if kind in each.before), None)
        own = changes.get((row, kind, batch.pk))
        theirs = changes.get((row, kind, heir.batch_id)) if heir else None
        if theirs:
            theirs.before = before
            # Without the file between it may be no change any more.
            (gone if before in ("", theirs.after) else others).append(theirs)
        if own and heir and not theirs:
            own.batch, own.day = heir.batch_id, _day_of(heir.batch)
            others.append(own)
        elif own:
            gone.append(own)
    restate_all(others)
    forget_all(batch.shop_id, gone)


def _found(batch: Batch, changed: Iterable[Change], *, day: date) -> Iterator[ListingChange]:
    for change in changed:
        for kind in ChangeKind:
            before, after = _text(change.before.get(kind)), _text(change.after.get(kind))
            if before and after and before != after:
                yield ListingChange(
                    shop_id=batch.shop_id,
                    product_id=change.row,
                    day=day,
                    kind=kind,
                    before=before,
                    after=after,
                    user_id=batch.loaded_by_id,
                    batch=batch.pk,
                )


def _befores(restatements: Iterable[Restatement]) -> dict[Key, str]:
    """What was said before, by product and kind."""
    return {
        (each.row, kind): _text(each.before[kind])
        for each in restatements
        for kind in ChangeKind
        if kind in each.before
    }


def _by_row(restatements: Iterable[Restatement]) -> dict[int, list[Restatement]]:
    """In the order in which they were stated."""
    rows: dict[int, list[Restatement]] = {}
    for each in sorted(restatements, key=lambda each: each.pk):
        rows.setdefault(each.row, []).append(each)
    return rows


def _day_of(batch: Batch) -> date:
    return batch.shop.days.day_of(batch.loaded_at)


def _text(value: Any) -> str:
    return "" if value is None else str(value)
