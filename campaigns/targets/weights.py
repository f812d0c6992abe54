"""What each day of a year is likely to weigh, out of the figures of the years before. Pure.

An ordinary day weighs what the same weekday did 364 days earlier. A day that moves figures by itself (a festival, a
campaign, a public holiday) is matched with the same day of the same thing a year before: it lies as far off an
ordinary day as that one did. So a sale keeps its size where its weekday changes, and the lunar new year where it moves.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import isfinite
from statistics import fmean, median

Figures = Mapping[date, float]

YEAR, WEEK = timedelta(days=364), timedelta(days=7)
# How far a missing day looks for the same weekday; a season lies between.
REACH = 8
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
    known = {day: float(figure) for day, figure in figures.items() if figure is not None and isfinite(figure)}
    known |= _still_to_come(days, known, occasions)
    expected = _expected(days, known, occasions)
    mean = fmean(expected.values()) if expected else 0.0
    return {day: round(ORDINARY * figure / mean) if mean > 0 else ORDINARY for day, figure in expected.items()}


def _still_to_come(days: Sequence[date], known: Figures, occasions: Occasions) -> dict[date, float]:
    """Days of the year before that lie after the newest known one."""
    newest = max(known, default=None)
    sources = sorted({occasions.likes.get(day, day - YEAR) for day in days} | {day - YEAR for day in days})
    if newest is None or sources[-1] <= newest or newest - YEAR < min(known):
        return {}
    expected = _expected(sources, known, occasions)
    over = [day for day in sources if day in known and expected[day] > 0]
    growth = sum(known[day] for day in over) / sum(expected[day] for day in over) if over else 1.0
    return {day: growth * expected[day] for day in sources if day > newest}


def _expected(days: Sequence[date], known: Figures, occasions: Occasions) -> dict[date, float]:
    """In the unit of the figures."""
    ordinary = {day: figure for day, figure in known.items() if day not in occasions.special}
    typical = median(ordinary.values()) if ordinary else 0.0
    campaign = _lift_of_campaigns(known, ordinary, occasions)
    found = {}
    for day in days:
        usual = _usual(day - YEAR, ordinary)
        found[day] = (typical if usual is None else usual) * _lift(day, known, ordinary, occasions, campaign)
    return found


def _lift(day: date, known: Figures, ordinary: Figures, occasions: Occasions, campaign: float) -> float:
    """How many ordinary days the day is worth."""
    if day not in occasions.special:
        return 1.0
    lift = _lift_on(occasions.likes.get(day), known, ordinary)
    if lift is not None:
        return lift
    return campaign if day in occasions.campaigns else 1.0


def _lift_on(day: date | None, known: Figures, ordinary: Figures) -> float | None:
    """None where the day or what is usual around it is not known."""
    usual = _usual(day, ordinary) if day in known else None
    return known[day] / usual if day is not None and usual else None


def _lift_of_campaigns(known: Figures, ordinary: Figures, occasions: Occasions) -> float:
    """The typical day of earlier campaigns; 1 where there was none."""
    lifts = [_lift_on(day, known, ordinary) for day in occasions.campaigns]
    told = [lift for lift in lifts if lift is not None]
    return median(told) if told else 1.0


def _usual(day: date | None, ordinary: Figures) -> float | None:
    """What an ordinary day there has: its own figure, else the mean of the nearest same weekdays before and after."""
    if day is None:
        return None
    if day in ordinary:
        return ordinary[day]
    sides = ([day + sign * at * WEEK for at in range(1, REACH + 1)] for sign in (-1, 1))
    nearest = [next((ordinary[each] for each in side if each in ordinary), None) for side in sides]
    found = [figure for figure in nearest if figure is not None]
    return fmean(found) if found else None
