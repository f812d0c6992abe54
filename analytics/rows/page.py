"""The page of rows: some of them, all of them for a file, and the line that says how they make the figure."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from analytics.events.store import EventsUnreachable
from analytics.metrics.format import NO_VALUE, is_missing
from analytics.metrics.types import Measure, Text, Unit
from analytics.panels.missing import why_missing
from analytics.read import figures
from analytics.rollup.visitors import Superseded
from analytics.rows.collect import Collected, Wanted, collected
from analytics.rows.describe import AT_ONCE, COLUMNS, NUMBERS, amount_of, described, in_words
from analytics.rows.kinds import RULES, Kind
from analytics.rows.slice import Slice
from shopops.shops.models import Shop
from shopops.web.period import Period
from shopops.web.sheets import Cell

A_PAGE = 50
# Rows are collected while one waits: longer periods are asked for in pieces.
MOST_DAYS = 31


class TooManyDays(Exception):
    """More than MOST_DAYS."""


@dataclass(frozen=True)
class Foot:
    """`count` rows; `agrees` is None where there is no figure to agree with."""

    text: str
    count: int
    figure: str
    agrees: bool | None

    @property
    def verdict(self) -> str:
        """How the figure stands to it, in words."""
        if self.agrees is None:
            return _("No figures for these days yet.") if self.count else ""
        if self.agrees:
            return _("This is the figure.")
        return _("The figure says %(figure)s: these days are being counted anew.") % {"figure": self.figure}


@dataclass(frozen=True)
class Shown:
    """A cell or the title of a column; `mark` is a class of the stylesheet.

    `title` is that of the cell's column: on a narrow screen a row is a card, in which each cell stands under its title.
    """

    text: Text
    mark: str = ""
    title: Text = ""


@dataclass(frozen=True)
class RowsPage:
    """`number` of `numbers` pages; `notes` say what is not in the rows, and why."""

    header: list[Shown]
    rows: list[list[Shown]]
    foot: Foot | None
    notes: tuple[str, ...]
    number: int = 1
    numbers: int = 1

    @property
    def earlier(self) -> int | None:
        return self.number - 1 if self.number > 1 else None

    @property
    def later(self) -> int | None:
        return self.number + 1 if self.number < self.numbers else None


def rows_page(shop: Shop, measure: Measure, period: Period, part: Slice, *, number: str) -> RowsPage:
    kind = RULES[measure.relation.key].kind
    header = _marked(kind, COLUMNS[kind])
    if period.days > MOST_DAYS:
        note = _("Rows are listed for at most %(days)d days at once. Choose fewer days.") % {"days": MOST_DAYS}
        return RowsPage(header, [], None, (note,))
    try:
        with collected(shop, _wanted(measure, period, part)) as found:
            return _page(shop, measure, period, part, found, number=number)
    except (EventsUnreachable, Superseded) as trouble:
        note = str(trouble) or _("The files of this day changed just now. Ask again.")
        return RowsPage(header, [], None, (note,))


@contextmanager
def all_rows(shop: Shop, measure: Measure, period: Period, part: Slice) -> Iterator[tuple[Iterator[list[Cell]], Foot]]:
    """Every row for a file, and the foot. Raises EventsUnreachable, Superseded; TooManyDays."""
    if period.days > MOST_DAYS:
        raise TooManyDays
    with collected(shop, _wanted(measure, period, part)) as found:
        kind = RULES[measure.relation.key].kind
        rows = (row for chunk in found.chunks(AT_ONCE) for row in described(shop, kind, chunk))
        yield rows, foot_of(shop, measure, period, part, found)


def _page(shop: Shop, measure: Measure, period: Period, part: Slice, found: Collected, *, number: str) -> RowsPage:
    kind = RULES[measure.relation.key].kind
    numbers = max(-(-found.count // A_PAGE), 1)
    at = min(max(int(number), 1), numbers) if number.isascii() and number.isdigit() and len(number) < 10 else 1
    cells = described(shop, kind, found.rows((at - 1) * A_PAGE, A_PAGE))
    foot = foot_of(shop, measure, period, part, found)
    empty = () if found.count else (_why_nothing(shop, measure, period, foot),)
    return RowsPage(
        header=_marked(kind, COLUMNS[kind]),
        rows=[_marked(kind, [in_words(cell, currency=shop.currency) for cell in row]) for row in cells],
        foot=foot,
        notes=(*found.damaged, *empty),
        number=at,
        numbers=numbers,
    )


def _marked(kind: Kind, texts: Sequence[Text]) -> list[Shown]:
    marks = ("number" if at in NUMBERS[kind] else "" for at in range(len(texts)))
    return [Shown(*cell) for cell in zip(texts, marks, COLUMNS[kind], strict=True)]


def foot_of(shop: Shop, measure: Measure, period: Period, part: Slice, found: Collected) -> Foot:
    """What the rows come to, beside what the figure says."""
    figure = figure_of(shop, measure, period, part)
    words = {
        "rows": ngettext("%(count)s row", "%(count)s rows", found.count) % {"count": f"{found.count:,}"},
        "what": _what(measure, _wanted(measure, period, part)),
        "sum": exact_words(found.value, measure, currency=shop.currency),
    }
    return Foot(
        text=pgettext("rows and what they come to", "%(rows)s · %(what)s: %(sum)s") % words,
        count=found.count,
        figure=NO_VALUE if figure is None else exact_words(figure, measure, currency=shop.currency),
        agrees=None if figure is None else figure == found.value,
    )


def figure_of(shop: Shop, measure: Measure, period: Period, part: Slice) -> float | None:
    """The figure of pages and files; None is no value."""
    each = "day" if period.is_one_day else "none"
    frame = figures(shop, [measure], first=period.first, last=period.last, by=part.by, each=each)
    value = frame[measure.key].get((period.first, part.member) if part.by else period.first)
    return None if is_missing(value) else float(value)


def exact_words(value: float, measure: Measure, *, currency: str) -> str:
    return amount_of(value, currency=currency) if measure.unit is Unit.MONEY else f"{round(value):,}"


def _wanted(measure: Measure, period: Period, part: Slice) -> Wanted:
    return Wanted(measure, period.first, period.last, by=part.by, member=part.member)


def _what(measure: Measure, wanted: Wanted) -> str:
    """How the rows are added up."""
    if measure.sql.startswith("sum"):
        return _("their sum") if measure.unit is not Unit.COUNT else _("counted together")
    different = str(RULES[measure.relation.key].different)
    if different and wanted.is_daily and wanted.first != wanted.last:
        return _("%(different)s of each day, added up") % {"different": different}
    return different or _("counted together")


def _why_nothing(shop: Shop, measure: Measure, period: Period, foot: Foot) -> str:
    if foot.agrees is not None:
        return _("Nothing of this happened on these days.")
    counted = figures(shop, [measure], first=period.first, last=period.last)
    return why_missing(measure, None if counted.empty else {measure.key: float("nan")})
