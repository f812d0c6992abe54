"""The year of a shop for women's clothes: festivals on their dates, weekdays, seasons, and what they do. Pure.

Factors are relative to an ordinary day; those of festivals that meet are multiplied.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from math import cos, exp, pi, prod, sin

from shopops.calendar.lunar import NEW_YEAR, QIXI

MONDAY_TO_SUNDAY = (1.03, 1.02, 1.01, 1.0, 0.95, 0.97, 1.02)


@dataclass(frozen=True)
class Phase:
    """Days `first` to `last` of a festival, counted from its main day, and their factors.

    `presale` is the share of orders that are deposits, paid in full when the sale opens: `opens` days off the main day.
    """

    first: int
    last: int
    visitors: float
    orders: float = 1.0
    discount: float = 0.0
    returns: float = 1.0
    presale: float = 0.0
    opens: int = 0


@dataclass(frozen=True)
class Festival:
    name: str
    main_day: Callable[[int], date | None]
    phases: tuple[Phase, ...]


def yearly(month: int, day: int) -> Callable[[int], date | None]:
    return lambda year: date(year, month, day)


FESTIVALS = (
    Festival("元旦", yearly(1, 1), (Phase(-1, 1, 1.12, 1.05, 0.03),)),
    Festival(
        "春节",
        NEW_YEAR.get,
        (
            Phase(-24, -12, 1.12, 1.08, 0.05),
            Phase(-11, -6, 0.86, 0.92),
            Phase(-5, -2, 0.58, 0.75),
            Phase(-1, 3, 0.36, 0.62),
            Phase(4, 7, 0.55, 0.78),
            Phase(8, 14, 0.82, 0.95),
        ),
    ),
    Festival("三八节", yearly(3, 8), (Phase(-4, -1, 1.15, 1.08, 0.06), Phase(0, 0, 1.55, 1.25, 0.1, 1.15))),
    Festival("520", yearly(5, 20), (Phase(-2, -1, 1.1, 1.04, 0.03), Phase(0, 0, 1.28, 1.12, 0.05))),
    Festival(
        "618",
        yearly(6, 18),
        (
            Phase(-25, -19, 1.08, 0.95, 0.03, 1.05, presale=0.28, opens=-17),
            Phase(-17, -17, 1.6, 1.3, 0.1, 1.2),
            Phase(-16, -4, 1.12, 1.05, 0.05, 1.1),
            Phase(-3, -1, 1.4, 1.15, 0.08, 1.2),
            Phase(0, 0, 2.3, 1.4, 0.12, 1.35),
            Phase(1, 7, 0.82, 0.85),
        ),
    ),
    Festival("七夕", QIXI.get, (Phase(-2, -1, 1.08, 1.05, 0.03), Phase(0, 0, 1.22, 1.1, 0.05))),
    Festival("国庆", yearly(10, 1), (Phase(0, 6, 0.86, 0.97, 0.03),)),
    Festival(
        "双11",
        yearly(11, 11),
        (
            Phase(-18, -12, 1.12, 0.95, 0.04, 1.1, presale=0.38, opens=-10),
            Phase(-10, -10, 1.9, 1.35, 0.12, 1.3),
            Phase(-9, -2, 1.16, 1.05, 0.06, 1.15),
            Phase(-1, -1, 1.6, 1.1, 0.08, 1.25),
            Phase(0, 0, 2.9, 1.5, 0.15, 1.45),
            Phase(1, 7, 0.78, 0.82, 0.0, 1.1),
        ),
    ),
    Festival("双12", yearly(12, 12), (Phase(-3, -1, 1.15, 1.05, 0.05), Phase(0, 0, 1.7, 1.25, 0.1, 1.2))),
)


@dataclass(frozen=True)
class Rhythm:
    """What a day is like. `opening` is when deposits of the day become payable, None where there are none."""

    visitors: float
    orders: float
    discount: float
    returns: float
    presale: float
    opening: date | None
    festivals: tuple[str, ...]


@lru_cache(maxsize=4096)
def rhythm(day: date) -> Rhythm:
    met = _met(day)
    presale = next(((phase, main) for _, phase, main in met if phase.presale), None)
    return Rhythm(
        visitors=prod(phase.visitors for _, phase, _ in met) * MONDAY_TO_SUNDAY[day.weekday()] * season(day),
        orders=prod(phase.orders for _, phase, _ in met),
        discount=max((phase.discount for _, phase, _ in met), default=0.0),
        returns=prod(phase.returns for _, phase, _ in met),
        presale=presale[0].presale if presale else 0.0,
        opening=presale[1] + timedelta(days=presale[0].opens) if presale else None,
        festivals=tuple(name for name, _, main in met if main == day),
    )


def season(day: date) -> float:
    """Spring and autumn sell clothes, and years are fatter and leaner: two slow waves around 1."""
    of_year = 1 + 0.07 * cos(4 * pi * (day.timetuple().tm_yday - 100) / 365.25)
    return of_year * exp(0.09 * sin(2 * pi * (day.toordinal() - 739_500) / 1700))


def phases_on(day: date) -> list[Phase]:
    """What festivals are doing on a day."""
    return [phase for _name, phase, _main in _met(day)]


def _met(day: date) -> list[tuple[str, Phase, date]]:
    return [(name, phase, main) for name, phase, main in _phases(day) if phase.first <= (day - main).days <= phase.last]


def _phases(day: date) -> list[tuple[str, Phase, date]]:
    """Every phase whose festival could reach `day`: those of this year and its neighbours."""
    years = (day.year - 1, day.year, day.year + 1)
    mains = [(festival, festival.main_day(year)) for festival in FESTIVALS for year in years]
    return [(festival.name, phase, main) for festival, main in mains if main for phase in festival.phases]


# Share of a day's visits that begin in each hour: lunch, and the long evening on the sofa.
EVERY_DAY = (
    1.6, 0.8, 0.45, 0.3, 0.3, 0.5, 1.2, 2.4, 3.7, 4.9, 5.6, 5.5,
    5.9, 5.6, 5.1, 5.0, 4.9, 4.8, 5.1, 6.2, 7.6, 8.4, 7.6, 4.6,
)  # fmt: skip
MIDNIGHT_SALE = tuple(share * factor for share, factor in zip(EVERY_DAY, (7.0, 2.6, 1.4, *[1.0] * 21), strict=True))


def hours(day: date) -> tuple[float, ...]:
    """24 weights. Where many buy at half price from midnight on, the night is the busiest."""
    return MIDNIGHT_SALE if rhythm(day).visitors > 1.45 else EVERY_DAY
