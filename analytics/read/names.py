"""Names of the members of dimensions, in the active language."""

from collections.abc import Mapping
from typing import Any

from django.db.models import F, QuerySet, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import gettext as _

from analytics.models import Code
from analytics.rollup.kept import OTHER, parts_of
from shopops.catalog.models import Product, Tier
from shopops.shops.models import Shop

NO_VISIT, UNKNOWN = -1, 0
# Crossings and the dimensions whose members their cells are made of.
CROSSED = {"source_product": ("source", "product"), "source_tier": ("source", "tier")}
# Dimensions whose names are kept as codes, and under which word.
CODED = {"source": "source", "region": "region", "device": "device", "landing_page": "page"}
COLUMNS = ("dimension", "member", "name")

# Names by dimension and member, as they were read.
Told = Mapping[str, Mapping[int, str]]


def member_names(shop: Shop, by: str) -> Mapping[int, str]:
    """One query at most."""
    found = name_rows(shop, by)
    return names_of(by, told(found[0].union(*found[1:], all=True)) if found else {})


def name_rows(shop: Shop, by: str) -> list[QuerySet[Any]]:
    """Queries of the names that are kept of a dimension or a crossing, with COLUMNS; none where all are known."""
    rows: list[QuerySet[Any]] = []
    for dimension in CROSSED.get(by, (by,)):
        if dimension in CODED:
            codes = Code.objects.filter(shop=shop, dimension=CODED[dimension])
            rows.append(codes.annotate(member=F("number")).values(*COLUMNS))
        elif dimension == "product":
            shown = Coalesce(NullIf("title", Value("")), "code")
            products = Product.objects.filter(shop=shop).annotate(dimension=Value("product"), name=shown)
            rows.append(products.annotate(member=F("number")).values(*COLUMNS))
    return rows


def told(rows: Any) -> Told:
    """Out of rows of COLUMNS."""
    found: dict[str, dict[int, str]] = {}
    for row in rows:
        found.setdefault(row["dimension"], {})[row["member"]] = row["name"]
    return found


def names_of(by: str, told: Told) -> Mapping[int, str]:
    """Of what was told of the parts of a dimension, and of what every reader knows."""
    if by in CROSSED:
        above, below = CROSSED[by]
        return CrossedNames(names_of(above, told), names_of(below, told))
    names = {NO_VISIT: _("No visit"), UNKNOWN: _("Unknown"), OTHER: _("Other")}
    if by == "tier":
        return names | {UNKNOWN: _("Without tier")} | {tier.value: str(tier.label) for tier in Tier}
    if by == "hour":
        return {hour: f"{hour:02d}" for hour in range(24)}
    if by == "visitor_kind":
        return names | {1: _("New (30 days)"), 2: _("Returning (30 days)")}
    return names | dict(told.get(CODED.get(by, by), {}))


class CrossedNames(dict[int, str]):
    """Names of the cells of a crossing, made of those of its two members when they are asked for."""

    def __init__(self, above: Mapping[int, str], below: Mapping[int, str]) -> None:
        super().__init__()
        self.above, self.below = above, below

    def __missing__(self, cell: int) -> str:
        above, below = parts_of(cell)
        if above == below == cell:
            return self.above[cell]
        return f"{self.above.get(above, above)} × {self.below.get(below, below)}"

    def get(self, cell: int, default: str | None = None) -> str:  # type: ignore[override]
        return self[cell]
