"""What is usual for a figure, in words, as a page shows it; worked out in `analytics.explain`."""

from dataclasses import dataclass

from django.utils.translation import gettext as _


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
