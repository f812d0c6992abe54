"""The demo shop's own entries in its calendar: the presales that its year holds."""

from datetime import timedelta

from shopops.calendar.keep import keep
from shopops.calendar.models import Kind, Occasion
from shopops.demo.calendar import FESTIVALS
from shopops.demo.logins import login_name
from shopops.shops.models import Role, Shop


def add_presales(shop: Shop, *, first_year: int, last_year: int) -> None:
    """Those that are missing; what somebody changed or removed stays as it is."""
    there = set(shop.occasions.values_list("series", "year"))
    for year in range(first_year, last_year + 1):
        for presale in _presales(shop, year):
            if (presale.series, year) not in there:
                keep(presale, year=year)


def _presales(shop: Shop, year: int) -> list[Occasion]:
    owner = shop.memberships.filter(user__username=login_name(Role.OPERATOR)).first()
    return [
        Occasion(
            shop=shop,
            kind=Kind.CAMPAIGN,
            name=f"{festival.name}预售",
            series=f"{festival.name}预售",
            first_day=main + timedelta(days=phase.first),
            last_day=main + timedelta(days=phase.last),
            owner_id=owner.user_id if owner else None,
        )
        for festival in FESTIVALS
        for phase in festival.phases
        if phase.presale and (main := festival.main_day(year))
    ]
