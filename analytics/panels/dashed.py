"""Lines whose last point is of a day or an hour that is not over: it would look like a fall. Pure."""

from typing import Any

Trace = dict[str, Any]
POINTS = ("x", "y", "customdata")
AREA = ("fill", "fillcolor")


def dashed_to(trace: Trace, at: int | None) -> list[Trace]:
    """The line without the point `at`, the way to it dashed, and the point itself; the line as it is for None."""
    if at is None:
        return [trace]
    over = {**trace, "y": [None if number == at else value for number, value in enumerate(trace["y"])]}
    bare = {key: value for key, value in trace.items() if key not in AREA} | {"showlegend": False}
    line = {"line": {**trace["line"], "dash": "dash", "shape": "linear"}, "hoverinfo": "skip"}
    way = {**bare, **_points(trace, max(at - 1, 0), at), **line}
    del way["hovertemplate"]
    marker = {"symbol": "circle-open", "size": 7, "color": trace["line"]["color"]}
    return [over, way, {**bare, **_points(trace, at, at), "mode": "markers", "marker": marker}]


def _points(trace: Trace, first: int, last: int) -> Trace:
    return {key: trace[key][first : last + 1] for key in POINTS}
