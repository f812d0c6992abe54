"""What the sidebar counts beside a page: things that want somebody to act.

An app declares its own in `ready()`. All of them ride on the query that finds the person's shops, so a badge costs no
query of its own.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from operator import add

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from shopops.shops.models import Shop


@dataclass(frozen=True)
class Badge:
    """`things` gives the rows of any shop that want an action now; those that agree in `each` are one thing."""

    page: str  # key of a page, as in the table of `shopops.shops.access`
    things: Callable[[], QuerySet]
    each: str = "pk"


BADGES: list[Badge] = []


def declare_badge(badge: Badge) -> None:
    BADGES.append(badge)


def with_badges(shops: QuerySet[Shop]) -> QuerySet[Shop]:
    """Each shop with the number of things to do on each page that has a badge."""
    counts: dict[str, list[Combinable]] = {}
    for badge in BADGES:
        counts.setdefault(_name(badge.page), []).append(_count(badge))
    return shops.annotate(**{name: reduce(add, parts) for name, parts in counts.items()})


def things_to_do(shop: Shop, page: str) -> int:
    """0 where the page has no badge, or the shop was found without."""
    return getattr(shop, _name(page), 0)


def _name(page: str) -> str:
    return f"to_do_on_{page}"


def _count(badge: Badge) -> Combinable:
    rows = badge.things().filter(shop_id=OuterRef("pk")).order_by().values("shop_id")
    number = rows.annotate(things=Count(badge.each, distinct=True)).values("things")
    return Coalesce(Subquery(number, output_field=IntegerField()), Value(0))
