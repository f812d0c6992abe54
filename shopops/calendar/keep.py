"""The only writer of `Occasion`. Nothing is lost at once: what was removed can be put back."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from shopops.calendar.models import Kind, Occasion
from shopops.shops.models import Shop
from shopops.web.festivals import Festival


def keep(occasion: Occasion, *, year: int | None = None) -> Occasion:
    """Save a new or changed entry; its year is that of its first day unless it stands for a festival of another."""
    occasion.year = year or occasion.first_day.year
    occasion.save()
    return occasion


def unkept(shop: Shop, *, owner: User) -> Occasion:
    """An entry that is not in the calendar yet."""
    return Occasion(shop=shop, owner=owner, kind=Kind.NOTE)


def in_place_of(shop: Shop, festival: Festival) -> Occasion:
    """The shop's own row for a built-in festival, not kept yet where there is none."""
    there = shop.occasions.kept().filter(series=festival.series, year=festival.year).first()
    return there or Occasion(
        shop=shop,
        kind=Kind.FESTIVAL,
        first_day=festival.first,
        last_day=festival.last,
        series=festival.series,
        year=festival.year,
    )


def hide(shop: Shop, festival: Festival) -> Occasion:
    row = in_place_of(shop, festival)
    row.is_hidden = True
    return keep(row, year=festival.year)


def remove(occasion: Occasion, *, at: datetime) -> None:
    """Doing it twice changes nothing."""
    if occasion.removed_at is None:
        occasion.removed_at = at
        occasion.save(update_fields=["removed_at"])


@transaction.atomic
def restore(occasion: Occasion) -> bool:
    """False where another entry has taken its place meanwhile."""
    rivals = Occasion.objects.kept().filter(shop=occasion.shop_id, series=occasion.series, year=occasion.year)
    if occasion.series and rivals.exclude(pk=occasion.pk).exists():
        return False
    occasion.removed_at = None
    occasion.save(update_fields=["removed_at"])
    return True
