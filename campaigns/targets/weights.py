"""What each day of a year is likely to weigh, out of the figures of the years before. Pure.

An ordinary day weighs what was usual on its weekday around the day 364 days earlier. A day that moves figures by itself
(a festival, a campaign, a public holiday) is matched with the same day of the same thing a year before: it lies as far
off an ordinary day as that one did. So a sale keeps its size where its weekday changes, and the lunar new year where it
moves.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from math import isfinite
from statistics import fmean, median

from campaigns.targets.ordinary import Figures, OrdinaryDays

# The same weekday of the year before.
YEAR = timedelta(days=364)
# What an ordinary day weighs. Weights are whole, so that amounts are spread exactly.
ORDINARY = 1_000_000


@dataclass(frozen=True)
class Occasions:
    """Days that say nothing of ordinary ones. `likes` leads from one to that of the year before; `campaigns` are those
    of the shop's own campaigns, which may be new."""

    special: Collection[date] = frozenset()
    likes: Mapping[date, date] = field(default_factory=dict)
    campaigns: Collection[date] = frozenset()


def day_weights(days: Sequence[date], figures: Figures, occasions: Occasions) -> dict[date, int]:
    """Weights of `days`, a million being their mean; all alike where `figures` say nothing.

    `figures` are those of days before, in any unit, never negative; days may be missing. What is not over yet of the
    year before is estimated from the year before that, at the level of the days that are.
    """
    known = {day: float(figure) for day, figure in figures.items() if isfinite(figure)}
    known |= _still_to_come(days, known, occasions)
    expected = _expected(days, known, occasions)
    mean = fmean(expected.values()) if expected else 0.0
    return {day: round(ORDINARY * figure / mean) if mean > 0 else ORDINARY for day, figure in expected.items()}


def _still_to_come(days: Sequence[date], known: Figures, occasions: Occasions) -> dict[date, float]:
    """Days of the year before that lie after the newest known one; none where the year before that is not known."""
    newest = max(known, default=date.min)
    sources = sorted({day - YEAR for day in days} | {occasions.likes.get(day, day - YEAR) for day in days})
    if not known or sources[-1] <= newest or newest - YEAR < min(known):
        return {}
    expected = _expected(sources, known, occasions)
    over = [day for day in sources if day in known and day - YEAR in known]
    likely = sum(expected[day] for day in over)
    growth = sum(known[day] for day in over) / likely if likely else 1.0
    return {day: growth * expected[day] for day in sources if day > newest}


def _expected(days: Sequence[date], known: Figures, occasions: Occasions) -> dict[date, float]:
    """In the unit of the figures."""
    ordinary = OrdinaryDays.among(known, occasions.special)
    lifts = Lifts(known, ordinary, occasions)
    typical = fmean(ordinary.figures.values()) if ordinary.figures else 0.0
    found = {}
    for day in days:
        lift = lifts.of(day) if day in occasions.special else None
        usual = ordinary.around(day - YEAR)
        found[day] = (typical if usual is None else usual) * (1.0 if lift is None else lift)
    return found


@dataclass(frozen=True)
class Lifts:
    """How many ordinary days a special day is worth."""

    known: Figures
    ordinary: OrdinaryDays
    occasions: Occasions

    def of(self, day: date) -> float | None:
        """As many as the day like it; a campaign without one is worth what earlier campaigns were."""
        like = self.occasions.likes.get(day)
        lift = self.had(like) if like else None
        return self.of_campaigns if lift is None and day in self.occasions.campaigns else lift

    def had(self, day: date) -> float | None:
        """None where the day, or what is usual around it, is not known."""
        figure, usual = self.known.get(day), self.ordinary.around(day)
        return figure / usual if figure is not None and usual else None

    @cached_property
    def of_campaigns(self) -> float | None:
        lifts = [self.had(day) for day in self.occasions.campaigns]
        told = [lift for lift in lifts if lift is not None]
        return median(told) if told else None
