"""What a panel is: a question, the metrics that answer it, and how the answer is drawn, told and set as a table."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property

import pandas as pd
from django.utils.translation import gettext as _

from analytics.metrics.types import Basis, Metric, Text
from analytics.panels.until import Running, Until
from analytics.panels.usual import Band, Usual
from analytics.panels.view import View
from shopops.calendar.entries import Entry
from shopops.shops.models import Shop
from shopops.web.period import Period

# A figure as plain data: {"data": [...], "layout": {...}}.
Figure = dict[str, list[dict[str, object]] | dict[str, object]]


class Reach(Enum):
    """The days a panel looks at."""

    PERIOD = "period"  # the period as one, compared
    MONTH = "month"  # each day of the period and at least of the 30 up to its last


@dataclass(frozen=True, eq=False)
class Answer:
    """What was read for a panel.

    `frame` has a float column for each metric and for the measures of ratios, indexed by day, or by day and member
    where the panel is split; `before` is the same for the days compared with, or None. Money is in minor units of
    `currency`. `names` are the members'; `tags` say more about some of them, as the role of a product. All figures of
    an answer are of one `basis`. `occasions` touch the days of a panel with a time axis; `until` is there where a day
    of the period is not over yet: such a day is never compared as a whole. `view` is how its table is looked at;
    `total` are the figures of the whole shop beside those of members. `band` are the usual ranges of the days of a time
    axis; `flags` are the figures of members outside theirs, by member and key of the metric. `why` says why an answer
    is empty where its frame does not tell.
    """

    frame: pd.DataFrame
    metrics: tuple[Metric, ...]
    period: Period
    currency: str
    before: pd.DataFrame | None = None
    names: Mapping[int, str] | None = None
    tags: Mapping[int, str] | None = None
    basis: Basis = Basis.EVENT
    occasions: tuple[Entry, ...] = ()
    until: Until | None = None
    split_by: str = ""
    view: View = field(default_factory=View)
    total: pd.Series | None = None
    why: str = ""
    band: Band | None = None
    flags: Mapping[tuple[int, str], Usual] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Nothing that is shown has a value."""
        return bool(self.frame.empty or not self.valued)

    @cached_property
    def valued(self) -> tuple[Metric, ...]:
        """The metrics with a value anywhere; the others the shop has no source for, or nothing happened."""
        return tuple(metric for metric in self.metrics if self.frame[metric.key].notna().any())

    @property
    def chosen(self) -> tuple[Metric, ...]:
        """The metrics whose columns are asked for."""
        return tuple(metric for metric in self.metrics if self.view.shows(metric.key))

    @property
    def shown(self) -> tuple[Metric, ...]:
        """Those of them with a value."""
        return tuple(metric for metric in self.valued if self.view.shows(metric.key))

    def label(self, metric: Metric) -> str:
        return label_of(metric, self.basis)


def label_of(metric: Metric, basis: Basis) -> str:
    """The metric's label; a platform's figure says so, and is never taken for one counted here."""
    if basis is Basis.EVENT:
        return str(metric.label)
    return _("%(label)s (platform)") % {"label": metric.label}


@dataclass(frozen=True)
class Cell:
    """`exact` is the whole figure where `text` is shortened, `mark` a class of the stylesheet, `note` said on hover.

    `rows_of` is the metric whose rows are behind the cell, `rows_query` the query string that asks for them. `flag` is
    there where the figure lies outside its usual range.
    """

    text: str
    exact: str = ""
    mark: str = ""
    note: str = ""
    rows_of: str = ""
    rows_query: str = ""
    flag: Usual | None = None


@dataclass(frozen=True)
class Row:
    """`link` is where the label leads."""

    label: str
    cells: tuple[Cell, ...]
    tag: str = ""
    link: str = ""


@dataclass(frozen=True)
class Column:
    """`sort_query` asks for the table sorted by it, `direction` is how it is sorted now ("ascending", …)."""

    label: Text
    metric: Metric | None = None
    sort_query: str = ""
    direction: str = ""


@dataclass(frozen=True)
class ColumnChoice:
    key: str
    label: Text
    is_chosen: bool


@dataclass(frozen=True)
class Controls:
    """What one can ask of a table: to be sorted by names, columns, another page. Queries go behind the period's."""

    by_name: Column
    columns: tuple[ColumnChoice, ...]
    pairs: tuple[tuple[str, str], ...]
    number: int
    numbers: int
    earlier_query: str
    later_query: str


@dataclass(frozen=True)
class Table:
    """`head` is the title of the column of row labels; `total` is the row at the end, of the whole shop."""

    head: Text
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    note: Text = ""
    total: Row | None = None
    controls: Controls | None = None


@dataclass(frozen=True)
class Choice:
    """A panel that may stand in the place of this one, and the split by which a page is asked for it."""

    key: str
    label: Text
    split: str


@dataclass(frozen=True, eq=False)
class Panel:
    """`draw`, `tell` and `tabulate` are pure. Without `draw` the table itself is the picture.

    `empty` says what would fill the panel where nothing has a value; `basis` is that of its figures; `choices` are the
    panels, itself among them, that share its place. `compares_hours` is true of panels that compare a day that is not
    over by its hours. `read` takes the place of reading `metrics` by `split_by`, for a panel that shows something made
    of them; `page_of_its_own` is the name of an address where more of it is told.
    """

    key: str
    page: str
    question: Text
    metrics: tuple[Metric, ...]
    empty: Text
    tell: Callable[[Answer], str]
    tabulate: Callable[[Answer], Table]
    draw: Callable[[Answer], Figure] | None = None
    note: Text = ""
    split_by: str = ""
    reach: Reach = Reach.PERIOD
    basis: Basis = Basis.EVENT
    choices: tuple[Choice, ...] = ()
    compares_hours: bool = False
    read: "Callable[[Panel, Shop, Period, Running | None], Answer] | None" = None
    page_of_its_own: str = ""
