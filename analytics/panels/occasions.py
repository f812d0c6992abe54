"""Marks what happened on a chart with a time axis: bands and lines with their names. Pure."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from analytics.panels.types import Figure
from shopops.calendar.entries import Entry
from shopops.calendar.models import Kind

# Names stand in rows at the top of the plot; what finds no place in them is named in the table alone.
ROWS, ROW = 3, 0.075
# Of a plot as wide as on a small screen: a letter takes this many thousandths of the width, a Chinese one twice.
LETTER = 0.013
EDGE = 0.12
Span = tuple[float, float]


@dataclass(frozen=True)
class Name:
    """`at` is where on the axis, from 0 to 1; `row` counts from the top."""

    entry: Entry
    at: float
    row: int


def marked(figure: Figure, occasions: Sequence[Entry], days: Sequence[date]) -> Figure:
    """The figure with what touches its days; room for the names is made on the axis to the left."""
    shown = [entry for entry in occasions if days and entry.touches(days[0], days[-1])]
    if not shown:
        return figure
    names = named(shown, first=days[0], last=days[-1])
    layout: dict[str, object] = dict(figure["layout"])  # type: ignore[arg-type]
    layout["shapes"] = [_shape(entry, first=days[0], last=days[-1]) for entry in shown]
    layout["annotations"] = [_annotation(name, first=days[0], last=days[-1]) for name in names]
    rows = 1 + max((name.row for name in names), default=0)
    for axis in ("yaxis", "yaxis2"):
        if axis in layout:
            layout[axis] = _with_room(layout[axis], rows)  # type: ignore[arg-type]
    return {**figure, "layout": layout}


def named(occasions: Iterable[Entry], *, first: date, last: date) -> list[Name]:
    """Each name in the first row in which it overlaps no other; listing changes take the room left, newest first."""
    taken: list[list[Span]] = [[] for _row in range(ROWS)]
    names = []
    for entry in sorted(occasions, key=_turn):
        at = _middle(entry, first=first, last=last)
        width = letters(str(entry.name)) * LETTER
        left = min(max(at - width / 2, 0.0), 1.0 - width) if EDGE < at < 1 - EDGE else at if at <= EDGE else at - width
        row = next((row for row in range(ROWS) if _is_free(left, left + width, taken[row])), None)
        if row is not None:
            taken[row].append((left, left + width))
            names.append(Name(entry, at, row))
    return names


def _turn(entry: Entry) -> tuple[bool, int, date]:
    is_change = entry.kind is Kind.LISTING_CHANGE
    return is_change, -entry.first.toordinal() if is_change else entry.first.toordinal(), entry.last


def _is_free(left: float, right: float, taken: Iterable[Span]) -> bool:
    return all(right <= start or end <= left for start, end in taken)


def letters(text: str) -> int:
    """Width in letters: a wide one counts twice."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def names_on(occasions: Iterable[Entry], day: date) -> str:
    return ", ".join(entry.words for entry in occasions if entry.touches(day, day))


def _middle(entry: Entry, *, first: date, last: date) -> float:
    """Of the part of it that the axis shows, from 0 to 1."""
    start, end = max(entry.first, first), min(entry.last, last)
    return ((start - first).days + (end - start).days / 2 + 0.5) / ((last - first).days + 1)


def _shape(entry: Entry, *, first: date, last: date) -> dict[str, object]:
    """A line for one day, a band for several."""
    start, end = max(entry.first, first), min(entry.last, last)
    common: dict[str, object] = {"xref": "x", "yref": "paper", "y0": 0, "y1": 1, "layer": "below"}
    if start == end:
        line = {"color": "var(--so-before)", "width": 1, "dash": "dot"}
        return {**common, "type": "line", "x0": start.isoformat(), "x1": start.isoformat(), "line": line}
    colours = {"fillcolor": "var(--so-occasion)", "line": {"width": 0}}
    return {**common, "type": "rect", "x0": _edge(start, -1), "x1": _edge(end, 1), **colours}


def _edge(day: date, way: int) -> str:
    """Half a day before or after the day's point on the axis."""
    return f"{day - timedelta(days=1)}T12:00" if way < 0 else f"{day}T12:00"


def _annotation(name: Name, *, first: date, last: date) -> dict[str, object]:
    anchor = "left" if name.at <= EDGE else "right" if name.at >= 1 - EDGE else "center"
    start, end = max(name.entry.first, first), min(name.entry.last, last)
    middle = start + (end - start) // 2
    return {
        "text": _plain(str(name.entry.name)),
        "x": middle.isoformat(),
        "xanchor": anchor,
        "yref": "paper",
        "y": 1 - name.row * ROW,
        "yanchor": "top",
        "showarrow": False,
        "font": {"size": 11, "color": "var(--so-ink-2)"},
    }


def _plain(text: str) -> str:
    """Plotly reads a few tags in text; a name of the team's is shown as it was typed."""
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _with_room(axis: dict[str, object], rows: int) -> dict[str, object]:
    low, high = (float(end) for end in axis["range"])  # type: ignore[attr-defined]
    return {**axis, "range": [low, high / (1 - ROW * rows)]}
