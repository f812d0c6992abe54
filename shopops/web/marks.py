"""What the small drawings of the pages show: progress, scores, moments, lines of a talk. Pure."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.safestring import SafeString

from shopops.web.svg import progress_bar

Text = str | Promise


@dataclass(frozen=True)
class Chip:
    """A word in a coloured field; `tone` is "", good, bad, warn, accent or image."""

    label: Text
    tone: str = ""


@dataclass(frozen=True)
class Progress:
    """How much of a goal is reached: `share` of it, and `pace`, the share that is due by now (None where none is)."""

    label: Text
    share: float
    text: Text
    pace: float | None = None

    @property
    def percent(self) -> int:
        """For readers aloud, who know no more than the whole."""
        return round(min(max(self.share, 0.0), 1.0) * 100)

    @property
    def drawing(self) -> SafeString:
        return progress_bar(self.share, pace=self.pace)


@dataclass(frozen=True)
class Score:
    """One criterion: the points that can be given, and those that were; None is not scored yet."""

    name: str
    label: Text
    points: tuple[int, ...]
    given: int | None = None
    help: Text = ""


@dataclass(frozen=True)
class Moment:
    """One entry of a timeline."""

    when: Text
    title: Text
    detail: Text = ""
    who: Text = ""
    chip: Chip | None = None


@dataclass(frozen=True)
class Words:
    text: str
    is_marked: bool = False


@dataclass(frozen=True)
class Line:
    """One message of a talk; `side` is them, us or gap (a remark between messages, such as a long wait)."""

    side: str
    words: tuple[Words, ...]
    when: Text = ""
    who: Text = ""


@dataclass(frozen=True)
class Annotation:
    """What somebody noted about days or a thing, shown where the figure stands."""

    title: Text
    days: Text
    note: Text = ""
    who: Text = ""
