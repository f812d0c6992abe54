"""A panel's answer as a page and a file show it. Pure."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pandas as pd
from django.utils.translation import gettext as _

from analytics.metrics.format import exact_value
from analytics.metrics.types import Basis, Metric
from analytics.panels.bands import band_columns, ends_on
from analytics.panels.tables import in_order
from analytics.panels.types import Answer, Figure, Panel, Reach, Table
from analytics.panels.until import explained
from shopops.web.days import day_in_words
from shopops.web.downloads import Cell


@dataclass(frozen=True)
class Shown:
    """`note` stands under the chart or table: that a day of it is not over."""

    reading: str
    table: Table
    figure: Figure | None
    note: str = ""


def show(panel: Panel, answer: Answer) -> Shown | None:
    """None where nothing has a value: the panel then says why."""
    table = None if answer.is_empty else panel.tabulate(answer)
    if table is None or not table.rows:
        return None
    return Shown(
        reading=panel.tell(answer),
        table=table,
        figure=panel.draw(answer) if panel.draw else None,
        note=_note(panel, answer),
    )


def _note(panel: Panel, answer: Answer) -> str:
    """What is said of a day that is not over."""
    if answer.until is None:
        return ""
    day = {"day": day_in_words(answer.until.day)}
    if panel.reach is Reach.MONTH:
        is_drawn = answer.until.day in answer.frame.index
        return _("%(day)s is not over: it is dashed.") % day if is_drawn else ""
    if panel.split_by == "hour" or answer.period.against is None:
        return _("%(day)s is not over.") % day
    if panel.compares_hours:
        return explained(answer.period, answer.until)
    return _("%(day)s is not over and not compared: who came until an hour is not kept.") % day


def file_header(answer: Answer) -> list[str]:
    """`day`, `member` where it is split, `basis` where it is the platform's, the metric keys, `<key>_against` for the
    days compared with, and `<key>_usual_low` and `_high` where there is a usual range."""
    keys = [metric.key for metric in answer.chosen]
    against = [f"{key}_against" for key in keys] if answer.before is not None else []
    return [*_index_names(answer), *keys, *against, *(key for _metric, key, _label in band_columns(answer))]


def file_rows(answer: Answer) -> Iterator[list[Cell]]:
    """Every row of the frame, and those that only the days compared with have; sorted and with the columns of the
    view."""
    now, before = answer.frame, answer.before
    if before is not None:
        before = _same_days(before, answer.period.first)
        now = now.reindex(now.index.union(before.index, sort=False))
        before = before.reindex(now.index)
    for at in _in_order(answer, now):
        yield [*_index_cells(answer, at), *_figures(answer, now, at), *_figures(answer, before, at), *_ends(answer, at)]


def _in_order(answer: Answer, frame: pd.DataFrame) -> Iterable[date | tuple[date, int]]:
    """Members as the view sorts them; days as they are."""
    if not answer.view.sort or not isinstance(frame.index, pd.MultiIndex):
        return frame.index
    places = {member: at for at, member in enumerate(in_order(answer, [member for _day, member in frame.index]))}
    return sorted(frame.index, key=lambda at: places[at[1]])


def _index_names(answer: Answer) -> list[str]:
    member = [] if answer.names is None else ["member"]
    return ["day", *member, *(["basis"] if answer.basis is Basis.PLATFORM else [])]


def _index_cells(answer: Answer, at: date | tuple[date, int]) -> list[Cell]:
    basis: list[Cell] = [answer.basis.value] if answer.basis is Basis.PLATFORM else []
    if not isinstance(at, tuple):
        return [at.isoformat(), *basis]
    day, member = at
    return [day.isoformat(), (answer.names or {}).get(int(member), str(member)), *basis]


def _figures(answer: Answer, frame: pd.DataFrame | None, at: date | tuple[date, int]) -> Iterator[Cell]:
    if frame is None:
        return
    for metric in answer.chosen:
        yield _exact(float(frame.at[at, metric.key]), metric, answer)


def _ends(answer: Answer, at: date | tuple[date, int]) -> list[Cell]:
    """Of the usual range of a day."""
    if isinstance(at, tuple):
        return []
    ends = zip(band_columns(answer), ends_on(answer, at), strict=True)
    return [_exact(value, metric, answer) for (metric, _key, _label), value in ends]


def _exact(value: float, metric: Metric, answer: Answer) -> Decimal | None:
    exact = "" if math.isnan(value) else exact_value(value, metric, currency=answer.currency)
    return Decimal(exact) if exact else None


def _same_days(before: pd.DataFrame, first: date) -> pd.DataFrame:
    """The frame compared with, under the day of the frame it stands beside."""
    if not isinstance(before.index, pd.MultiIndex):
        return before.set_axis(pd.Index([first] * len(before), name="day"))
    members = before.index.get_level_values("member")
    return before.set_axis(pd.MultiIndex.from_arrays([[first] * len(before), members], names=["day", "member"]))
