"""Opens shops: the only place where one is made."""

from datetime import date, time
from itertools import count
from zoneinfo import available_timezones

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from shopops.shops.admit import admit
from shopops.shops.models import DayCut, Role, Shop


def no_shop_yet() -> bool:
    """The site has just been set up."""
    return not Shop.objects.exists()


def may_open_shop(user: AbstractBaseUser | AnonymousUser) -> bool:
    """Those who run the site; the very first shop is opened by whoever comes first."""
    if not user.is_active or not user.is_authenticated:
        return False
    return bool(getattr(user, "is_staff", False)) or no_shop_yet()


def free_address(name: str, *, platform: str) -> str:
    """A part of addresses that no shop has: of the name, or of the platform where the name has no Latin letter."""
    wanted = slugify(name)[:40].strip("-") or platform
    taken = set(Shop.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    tries = (wanted if number == 1 else f"{wanted}-{number}" for number in count(1))
    return next(slug for slug in tries if slug not in taken)


@transaction.atomic
def open_shop(
    *,
    slug: str,
    name: str,
    platform: str,
    timezone: str = "Asia/Shanghai",
    currency: str = "CNY",
    day_cut: time = time(0),
    owner: User | None = None,
) -> Shop:
    """A new shop whose days have always begun at `day_cut`. Raises ValidationError: taken address, unknown zone …"""
    _check_place(timezone=timezone, currency=currency)
    shop = Shop(slug=slug, name=name, platform=platform, timezone=timezone, currency=currency)
    shop.full_clean()
    shop.save()
    DayCut.objects.create(shop=shop, first_day=date.min, cut=day_cut, timezone=timezone)
    if owner is not None:
        admit(owner, shop=shop, role=Role.OWNER)
    return shop


def _check_place(*, timezone: str, currency: str) -> None:
    if timezone not in available_timezones():
        raise ValidationError({"timezone": _("“%(zone)s” is no time zone.") % {"zone": timezone}})
    if not (len(currency) == 3 and currency.isascii() and currency.isalpha() and currency.isupper()):
        raise ValidationError({"currency": _("A currency has three capital letters, like CNY.")})
