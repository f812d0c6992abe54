"""Cells of dimensions added up over spans of days in the database, with their names, and days beside them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from django.db.models import BigIntegerField, DateField, Min, QuerySet, Sum, Value

from analytics.metrics.types import Basis, Measure
from analytics.read.names import COLUMNS, name_rows, names_of, told
from analytics.read.stored import TABLES
from shopops.shops.models import Shop
from shopops.web.festivals import Span

# Rows of several kinds are read at once: `part` tells them apart, sums by the number of their span.
PART = ("part", "name", "dimension", "day", "member")
OF_DAYS, OF_NAMES = -1, -2


@dataclass(frozen=True)
class Cells:
    """`sums` are the stored counts of each span added up where they are stored, so distinct counts are sums of days
    (visitor-days): index `dimension`, `member`; a count no day of which is known stays unknown. `names` are those of
    the dimension asked for. `days` are the counts of the whole shop by day, empty where none were asked for."""

    sums: tuple[pd.DataFrame, ...]
    names: Mapping[int, str]
    days: pd.DataFrame


def cells(
    shop: Shop,
    needed: Iterable[Measure],
    *,
    by: Sequence[str],
    spans: Sequence[Span],
    named: str = "",
    days: Span | None = None,
    basis: Basis = Basis.EVENT,
) -> Cells:
    """One query, whatever is asked for. `named` is the dimension whose names are wanted."""
    keys = [measure.key for measure in needed]
    table = TABLES[basis].objects.filter(shop=shop)  # type: ignore[attr-defined]
    rows = [_sum_rows(table, keys, by=by, span=span, part=at) for at, span in enumerate(spans)]
    rows += [_day_rows(table, keys, days)] if days else []
    rows += [_padded(found, keys) for found in name_rows(shop, named)] if named else []
    found = rows[0].union(*rows[1:], all=True) if rows else []
    frame = pd.DataFrame.from_records(list(found), columns=[*PART, *keys])
    names = frame.loc[frame["part"] == OF_NAMES, list(COLUMNS)].to_dict("records")
    whole = frame[frame["part"] == OF_DAYS].set_index("day")[keys]
    return Cells(
        sums=tuple(_summed(frame[frame["part"] == at], keys) for at in range(len(spans))),
        names=names_of(named, told(names)) if named else {},
        days=whole.astype(float).sort_index(),
    )


def _sum_rows(table: QuerySet[Any], keys: Sequence[str], *, by: Sequence[str], span: Span, part: int) -> QuerySet[Any]:
    """The day is the first one."""
    rows = table.filter(dimension__in=by, day__range=span).values("dimension", "member")
    summed = {f"sum_{key}": Sum(key) for key in keys}
    return rows.annotate(part=Value(part), name=Value(""), first_day=Min("day"), **summed).values_list(
        "part", "name", "dimension", "first_day", "member", *summed
    )


def _day_rows(table: QuerySet[Any], keys: Sequence[str], days: Span) -> QuerySet[Any]:
    rows = table.filter(dimension="", day__range=days)
    return rows.annotate(part=Value(OF_DAYS), name=Value("")).values_list(*PART, *keys)


def _padded(names: QuerySet[Any], keys: Sequence[str]) -> QuerySet[Any]:
    """Names with the columns of counts."""
    nothing = {f"no_{key}": Value(None, output_field=BigIntegerField()) for key in keys}
    rows = names.annotate(part=Value(OF_NAMES), day=Value(None, output_field=DateField()), **nothing)
    return rows.values_list(*PART, *nothing)


def _summed(frame: pd.DataFrame, keys: Sequence[str]) -> pd.DataFrame:
    return frame.set_index(["dimension", "member"])[list(keys)].astype(float).sort_index()
