"""What is asked of a change: by what it is split, how finely; kept in the address. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.utils.translation import gettext_lazy as _

from analytics.explain.partition import PARTITIONS, Partition
from analytics.metrics.types import Text
from analytics.rollup.kept import parts_of

USUAL = "source,tier"
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
    """`by` is a key of PARTITIONS, empty where the address names none; `steps` asks for conversion as inquiry, order
    and payment."""

    by: str = ""
    steps: bool = False
    within: Within | None = None

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> "Question":
        """What `?split=source,product&steps=1&within=source:12` asks for; what makes no sense is left out."""
        by = query.get("split", "")
        by = by if by in PARTITIONS else ""
        return cls(by, query.get("steps") == "1", _within(query.get("within", ""), by))

    @property
    def partition(self) -> Partition:
        return PARTITIONS[self.by or USUAL]

    @property
    def fields(self) -> tuple[tuple[str, str], ...]:
        """Names and values of its query string, but for the split, which the bar has."""
        within = (("within", f"{self.within.dimension}:{self.within.member}"),) if self.within else ()
        return (*((("steps", "1"),) if self.steps else ()), *within)

    @property
    def query(self) -> str:
        """To be put behind the query of the period."""
        split = (("split", self.by),) if self.by else ()
        return "".join(f"&{urlencode([pair], safe=',:')}" for pair in (*split, *self.fields))

    def inside(self, member: int) -> "Question | None":
        """The finer cells of a member; None where there are none that are kept."""
        by = self.by or USUAL
        if by not in FINER or member < 0:
            return None
        return replace(self, by=FINER[by], within=Within(by, member))

    @property
    def label(self) -> Text:
        return LABELS[self.by or USUAL]


def _within(text: str, by: str) -> Within | None:
    dimension, _colon, member = text.partition(":")
    if dimension not in by.split(",") or "," not in by or not (member.isascii() and member.isdigit()):
        return None
    return Within(dimension, int(member)) if len(member) < 11 else None
