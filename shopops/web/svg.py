"""Small drawings made by the server."""

from collections.abc import Iterator, Sequence

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

Point = tuple[float, float]
MARGIN = 3.0


def sparkline(values: Sequence[float | None], *, width: int = 96, height: int = 30) -> SafeString:
    """A line through `values`, oldest first, with a dot on the last; None is a gap. Empty where nothing can be drawn.

    It repeats figures that stand beside it in words, so readers of the page aloud skip it.
    """
    points = _points(values, width=width, height=height)
    runs = list(_runs(points))
    if sum(len(run) for run in runs) < 2:
        return SafeString("")
    lines = mark_safe("".join(f'<polyline points="{_text(run)}"/>' for run in runs if len(run) > 1))
    end = points[-1]
    dot = format_html('<circle cx="{}" cy="{}" r="2.2"/>', _short(end[0]), _short(end[1])) if end else ""
    return format_html(
        '<svg class="spark" viewBox="0 0 {} {}" aria-hidden="true" focusable="false">{}{}</svg>',
        width,
        height,
        lines,
        dot,
    )


def _points(values: Sequence[float | None], *, width: int, height: int) -> list[Point | None]:
    known = [value for value in values if value is not None]
    low, high = (min(known), max(known)) if known else (0.0, 0.0)
    step = (width - 2 * MARGIN) / max(len(values) - 1, 1)
    room = height - 2 * MARGIN

    def y(value: float) -> float:
        # A level line runs through the middle: at the bottom it would look like nothing.
        return height / 2 if high == low else height - MARGIN - (value - low) / (high - low) * room

    return [None if value is None else (MARGIN + at * step, y(value)) for at, value in enumerate(values)]


def _runs(points: Sequence[Point | None]) -> Iterator[list[Point]]:
    run: list[Point] = []
    for point in (*points, None):
        if point is not None:
            run.append(point)
        elif run:
            yield run
            run = []


def _text(run: Sequence[Point]) -> str:
    return " ".join(f"{_short(x)},{_short(y)}" for x, y in run)


def _short(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")


def progress_bar(share: float, *, pace: float | None = None, width: int = 120, height: int = 14) -> SafeString:
    """A bar filled to `share` of a goal, with a mark at `pace`; more than the goal fills it.

    It repeats what stands beside it in words, so readers of the page aloud skip it.
    """
    filled = _short(min(max(share, 0.0), 1.0) * width)
    mark = ""
    if pace is not None:
        at = _short(min(max(pace, 0.0), 1.0) * (width - 2))
        mark = format_html('<rect class="progress-pace" x="{}" width="2" height="{}"/>', at, height)
    return format_html(
        '<svg class="progress" viewBox="0 0 {w} {h}" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        '<rect class="progress-all" y="3" width="{w}" height="8" rx="4"/>'
        '<rect class="progress-done" y="3" width="{filled}" height="8" rx="4"/>{mark}</svg>',
        w=width,
        h=height,
        filled=filled,
        mark=mark,
    )
