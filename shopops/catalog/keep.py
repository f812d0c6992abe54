"""The only writer of `ListingChange`. Nothing is lost at once: what was removed can be put back."""

from collections.abc import Iterable
from datetime import date, datetime

from django.contrib.auth.models import User

from shopops.catalog.models import ChangeKind, ListingChange
from shopops.shops.models import Shop


def unkept(shop: Shop, *, user: User, day: date) -> ListingChange:
    """A change that is not written down yet."""
    return ListingChange(shop=shop, user=user, day=day, kind=ChangeKind.TITLE)


def keep(change: ListingChange) -> ListingChange:
    change.save()
    return change


def keep_all(changes: Iterable[ListingChange]) -> None:
    ListingChange.objects.bulk_create(changes, batch_size=500)


def remove(change: ListingChange, *, at: datetime) -> None:
    """Doing it twice changes nothing."""
    if change.removed_at is None:
        change.removed_at = at
        change.save(update_fields=["removed_at"])


def restore(change: ListingChange) -> None:
    change.removed_at = None
    change.save(update_fields=["removed_at"])


def forget(change: ListingChange) -> None:
    """For good: the file that told of it is taken back."""
    change.delete()


def begin_earlier(change: ListingChange, *, before: str) -> None:
    """What the listing had said is another now that a file between is taken back; it may be no change any more."""
    change.before = before
    if before in ("", change.after):
        forget(change)
    else:
        change.save(update_fields=["before"])


def hand_over(change: ListingChange, *, batch: int, day: date) -> None:
    """A later file says the same: the change is that file's now."""
    change.batch, change.day = batch, day
    change.save(update_fields=["batch", "day"])
