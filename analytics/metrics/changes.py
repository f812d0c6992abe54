"""What changed in the meaning of a metric, version by version. Every version above 1 has its entry here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from analytics.metrics.types import Metric, Text

# The release that metrics of version 1 came with.
FIRST_RELEASE = "0.1"


@dataclass(frozen=True)
class Change:
    """`release` is that of ShopOps; `what` says what is counted differently since."""

    version: int
    release: str
    what: Text


# Metric key → changes, oldest first, from version 2 on.
CHANGES: Mapping[str, Sequence[Change]] = {}


def history_of(metric: Metric, changes: Mapping[str, Sequence[Change]] = CHANGES) -> tuple[Change, ...]:
    """Newest first, the first version at the end."""
    first = Change(1, FIRST_RELEASE, _("First definition."))
    return tuple(reversed((first, *changes.get(metric.key, ()))))
