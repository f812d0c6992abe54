"""What is asked of a change: on which basis, by what it is split, how finely; kept in the address. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.utils.translation import gettext_lazy as _

from analytics.explain.partition import PARTITIONS, REPORTED, WHOLE, Partition
from analytics.metrics.types import Basis, Text
from analytics.rollup.kept import parts_of

USUAL = {Basis.EVENT: "source,tier", Basis.PLATFORM: "source"}
# The split of a platform's report that names no sources.
SHOP = "shop"
LABELS: dict[str, Text] = {
    "source,tier": _("Source × tier"),
    "source,product": _("Source × landing product"),
    "source": _("Source"),
    "product": _("Landing product"),
    "tier": _("Tier"),
    "region": _("Region"),
    "device": _("Device"),
    "landing_page": _("Landing page"),
    "visitor_kind": _("New or returning"),
}
SPLITS: dict[Basis, dict[str, Text]] = {
    Basis.EVENT: LABELS,
    Basis.PLATFORM: {"source": LABELS["source"], SHOP: _("Whole shop")},
}
# The finer cells that a member is made of.
FINER = {"source": "source,product", "product": "source,product", "tier": "source,tier"}


@dataclass(frozen=True)
class Within:
    """Only the cells of one member of a crossing: of the source above, or of the product or tier below."""

    dimension: str
    member: int

    def holds(self, cell: int) -> bool:
        return parts_of(cell)[0 if self.dimension == "source" else 1] == self.member


@dataclass(frozen=True)
class Question:
    """`by` is a key of PARTITIONS or SHOP, empty where the address names none; `steps` asks for conversion as inquiry,
    order and payment."""

    by: str = ""
    steps: bool = False
    within: Within | None = None
    basis: Basis = Basis.EVENT

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> "Question":
        """What `?split=source,product&steps=1&within=source:12` asks for; what makes no sense is left out."""
        basis = Basis.PLATFORM if query.get("basis") == Basis.PLATFORM.value else Basis.EVENT
        by = query.get("split", "")
        by = by if by in LABELS or by in SPLITS[basis] else ""
        within = _within(query.get("within", ""), by) if basis is Basis.EVENT else None
        return cls(by, query.get("steps") == "1", within, basis)

    @property
    def split(self) -> str:
        """The split that is asked for, or the usual one."""
        return self.by or USUAL[self.basis]

    @property
    def partition(self) -> Partition:
        return WHOLE if self.split == SHOP else PARTITIONS[self.split]

    @property
    def is_told(self) -> bool:
        """Whether figures of its basis are split so."""
        return self.basis is Basis.EVENT or self.partition in REPORTED

    def on(self, basis: Basis) -> "Question":
        """The same on a basis, as far as that is split so."""
        return Question(self.by if self.by in SPLITS[basis] else "", self.steps, basis=basis)

    @property
    def fields(self) -> tuple[tuple[str, str], ...]:
        """Names and values of its query string, but for the split, which the bar has."""
        within = (("within", f"{self.within.dimension}:{self.within.member}"),) if self.within else ()
        basis = (("basis", self.basis.value),) if self.basis is Basis.PLATFORM else ()
        return (*basis, *((("steps", "1"),) if self.steps else ()), *within)

    @property
    def query(self) -> str:
        """To be put behind the query of the period."""
        split = (("split", self.by),) if self.by else ()
        return "".join(f"&{urlencode([pair], safe=',:')}" for pair in (*split, *self.fields))

    def inside(self, member: int) -> "Question | None":
        """The finer cells of a member; None where there are none that are kept."""
        if self.split not in FINER or member < 0 or self.basis is Basis.PLATFORM:
            return None
        return replace(self, by=FINER[self.split], within=Within(self.split, member))

    @property
    def label(self) -> Text:
        return (LABELS | SPLITS[self.basis])[self.split]


def _within(text: str, by: str) -> Within | None:
    dimension, _colon, member = text.partition(":")
    if dimension not in by.split(",") or "," not in by or not (member.isascii() and member.isdigit()):
        return None
    return Within(dimension, int(member)) if len(member) < 11 else None
