"""Stored counts as they lie in the day tables."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import pandas as pd
from django.db.models import Q, QuerySet

from analytics.metrics.types import Basis, Measure
from analytics.models import FunnelDay, MeasuredDay, PlatformDay
from shopops.shops.models import Shop

# One table a basis: a query reads one of them, so no line can mix them.
TABLES: dict[Basis, type[MeasuredDay]] = {Basis.EVENT: FunnelDay, Basis.PLATFORM: PlatformDay}


def stored(
    shop: Shop,
    needed: Iterable[Measure],
    *,
    first: date,
    last: date,
    by: str | Sequence[str] = "",
    basis: Basis = Basis.EVENT,
    members: Sequence[int] | None = None,
) -> pd.DataFrame:
    """Stored counts of each day, of some `members` or all, one query. Index as in `figures`; several dimensions give a
    level `dimension` too."""
    several = not isinstance(by, str)
    rows = TABLES[basis].objects.filter(shop=shop, day__range=(first, last))  # type: ignore[attr-defined]
    rows = rows.filter(dimension__in=by) if several else rows.filter(dimension=by)
    rows = rows if members is None else rows.filter(member__in=members)
    level = (["dimension"] if several else []) + ["day"] + (["member"] if by else [])
    return _framed(rows, level, needed)


def stored_with_hours(
    shop: Shop, needed: Iterable[Measure], *, first: date, last: date, hours_of: Sequence[date]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Stored counts of each day, and of each hour of some days (index `day`, `member`). One query."""
    whole, hourly = Q(dimension="", day__range=(first, last)), Q(dimension="hour", day__in=hours_of)
    rows = FunnelDay.objects.filter(whole | hourly, shop=shop)
    frame = _framed(rows, ["dimension", "day", "member"], needed)
    return _slice(frame, "").droplevel("member"), _slice(frame, "hour")


def _slice(frame: pd.DataFrame, dimension: str) -> pd.DataFrame:
    return frame[frame.index.get_level_values("dimension") == dimension].droplevel("dimension")


def _framed(rows: QuerySet[Any], level: list[str], needed: Iterable[Measure]) -> pd.DataFrame:
    keys = [measure.key for measure in needed]
    frame = pd.DataFrame.from_records(list(rows.values_list(*level, *keys)), columns=[*level, *keys])
    return frame.set_index(level).astype(float).sort_index()
