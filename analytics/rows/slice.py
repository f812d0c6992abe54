"""The part of a shop that a figure is of, kept in the address."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from analytics.metrics.relations import DIMENSIONS
from analytics.read import member_names
from shopops.shops.models import Shop

LARGEST = 1 << 62


@dataclass(frozen=True)
class Slice:
    """Part of the shop that a figure is of: a member of a dimension; `by` is empty for the whole shop."""

    by: str = ""
    member: int = 0

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> "Slice":
        """What `?by=&member=` asks for; the whole shop where that is no slice."""
        by = query.get("by", "")
        try:
            member = int(query.get("member", ""))
        except ValueError:
            return cls()
        return cls(by, member) if by in DIMENSIONS and abs(member) <= LARGEST else cls()

    @property
    def fields(self) -> tuple[tuple[str, str], ...]:
        return (("by", self.by), ("member", str(self.member))) if self.by else ()

    @property
    def query(self) -> str:
        return "".join(f"&{name}={value}" for name, value in self.fields)

    def name(self, shop: Shop) -> str:
        if not self.by:
            return ""
        names = member_names(shop, self.by)
        return names.get(self.member) or _("No. %(member)s") % {"member": self.member}
