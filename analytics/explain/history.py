"""A figure day by day, with what is needed to say what is usual for it. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from functools import cached_property
from math import inf, isnan, sqrt
from statistics import median

import numpy as np
import pandas as pd

from analytics.explain.quotients import Days, Expected, Figures, expected_on


class Kind(Enum):
    """How far chance alone moves a figure that stands on n people."""

    SUM = "sum"  # people, and their money, by 1 ÷ √n; the n is the usual one, for how many come is what is asked
    MEAN = "mean"  # of the n people of the day, by 1 ÷ √n
    SHARE = "share"  # of the n people of the day, as a binomial share


@dataclass(frozen=True, eq=False)
class History:
    """`values` and `people` (how many a figure stands on) are indexed by day, NaN where there is no value.

    Nothing is learnt about ordinary days from `special` ones; `likes` leads from a special day to the one like it in an
    earlier year. Without `people` chance is not looked at. Days come in any order and may be missing.
    """

    values: pd.Series
    kind: Kind = Kind.SUM
    people: pd.Series | None = None
    special: Collection[date] = frozenset()
    likes: Mapping[date, date] = field(default_factory=dict)

    @cached_property
    def ordinary(self) -> tuple[Days, Figures]:
        """Ordinals and figures of the ordinary days with a value, in order of day."""
        known = self.values.dropna().sort_index()
        known = known[[day not in self.special for day in known.index]]
        return np.array([day.toordinal() for day in known.index], dtype=np.int64), known.to_numpy(dtype=float)

    def expected(self, day: date, *, before: date) -> Expected:
        """As if it were an ordinary day."""
        return expected_on(day.toordinal(), *self.ordinary, before=before.toordinal())

    def chance(self, figure: float, day: date, *, same: Sequence[date]) -> tuple[float, float]:
        """Standard errors of the figure by chance alone, as shares of it: of usual people (those of the days `same`),
        and of the people of the day. A sum is asked for its people, so it has usual ones; infinite for nobody."""
        if self.people is None:
            return 0.0, 0.0
        known = [float(self.people.get(each, np.nan)) for each in same if each not in self.special]
        usual = median([each for each in known if not isnan(each)] or [np.nan])
        now = usual if self.kind is Kind.SUM else float(self.people.get(day, np.nan))
        return self._chance_of(figure, usual), self._chance_of(figure, now)

    def _chance_of(self, figure: float, people: float) -> float:
        if isnan(people):
            # Money of which nobody knows who paid it.
            return 0.0 if self.kind is Kind.SUM else inf
        if not people > 0:
            return inf
        if self.kind is not Kind.SHARE:
            return 1 / sqrt(people)
        return sqrt(max(1 - figure, 0.0) / (figure * people))
