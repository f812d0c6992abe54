"""The only writer of `ListingChange`. Nothing is lost at once: what was removed can be put back."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.contrib.auth.models import User

from shopops.catalog.models import ChangeKind, ListingChange
from shopops.shops.models import Shop

AT_ONCE = 250


def unkept(shop: Shop, *, user: User, day: date) -> ListingChange:
    """A change that is not written down yet."""
    return ListingChange(shop=shop, user=user, day=day, kind=ChangeKind.TITLE)


def keep(change: ListingChange) -> ListingChange:
    change.save()
    return change


def keep_all(changes: Iterable[ListingChange]) -> None:
    ListingChange.objects.bulk_create(changes, batch_size=AT_ONCE)


def remove(change: ListingChange, *, at: datetime) -> None:
    """Doing it twice changes nothing."""
    if change.removed_at is None:
        change.removed_at = at
        change.save(update_fields=["removed_at"])


def restore(change: ListingChange) -> None:
    change.removed_at = None
    change.save(update_fields=["removed_at"])


def restate_all(changes: Sequence[ListingChange]) -> None:
    """Save what a file that was taken back leaves to others: what was said before, the import and its day."""
    # Many times faster than `bulk_update`: rows that are there are only updated.
    ListingChange.objects.bulk_create(
        changes,
        batch_size=AT_ONCE,
        update_conflicts=True,
        unique_fields=("id",),
        update_fields=("before", "batch", "day"),
    )


def forget_all(shop: int, changes: Sequence[ListingChange]) -> None:
    """For good: the file that told of them is taken back."""
    numbers = [change.pk for change in changes]
    for at in range(0, len(numbers), AT_ONCE):
        ListingChange.objects.filter(shop_id=shop, pk__in=numbers[at : at + AT_ONCE]).delete()
