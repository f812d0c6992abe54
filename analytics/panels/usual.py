"""What is usual for figures, as pages show it; worked out in `analytics.explain`."""

from dataclasses import dataclass

import pandas as pd
from django.utils.translation import gettext as _

from analytics.metrics.types import Metric


@dataclass(frozen=True)
class Usual:
    """`range` is "¥12,300 to ¥15,900", empty where there is none; `evidence` what it stands on, or why there is none.

    `flag` says that the figure lies outside, with `mark` pointing where; both are empty for one inside.
    """

    range: str
    evidence: str
    flag: str = ""
    mark: str = ""

    @property
    def title(self) -> str:
        """The flag with its evidence, on hover."""
        return _("%(flag)s. %(evidence)s") % {"flag": self.flag, "evidence": self.evidence}


@dataclass(frozen=True, eq=False)
class Band:
    """The usual ranges of a metric: `ends` has the columns `low` and `high`, in the unit of the metric, and a row
    a day that has one, in order."""

    metric: Metric
    ends: pd.DataFrame
