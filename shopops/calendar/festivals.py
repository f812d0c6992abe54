"""The festivals that platforms sell by, built in for every shop: names, series and days. Pure.

A row of `Occasion` with the same series and year takes the place of a built-in one.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from shopops.calendar.lunar import DRAGON_BOATS, LANTERNS, MID_AUTUMN, NEW_YEAR, QIXI
from shopops.web.festivals import Festival

YEARS = range(min(NEW_YEAR), max(NEW_YEAR) + 1)
THURSDAY, SUNDAY = 3, 6
CHINA, WEST = "china", "west"
EVERYWHERE = frozenset({CHINA, WEST})
OF_CHINA, OF_THE_WEST = frozenset({CHINA}), frozenset({WEST})


@dataclass(frozen=True)
class Rule:
    """A festival of every year: its main day, and how many days before and after it belong to it."""

    series: str
    name: str | Promise
    main_day: Callable[[int], date | None]
    before: int = 0
    after: int = 0
    markets: frozenset[str] = OF_CHINA

    def of_year(self, year: int) -> Festival | None:
        main = self.main_day(year)
        if main is None:
            return None
        first, last = main - timedelta(days=self.before), main + timedelta(days=self.after)
        return Festival(series=self.series, year=year, name=self.name, first=first, last=last)


def _on(month: int, day: int) -> Callable[[int], date | None]:
    return lambda year: date(year, month, day)


def _lunar(days: Mapping[int, date], *, later: int = 0) -> Callable[[int], date | None]:
    return lambda year: days[year] + timedelta(days=later) if year in days else None


def _nth(month: int, weekday: int, nth: int, *, later: int = 0) -> Callable[[int], date | None]:
    """The n-th such weekday of the month, and days after it."""

    def day(year: int) -> date:
        first = date(year, month, 1)
        return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1) + later)

    return day


# The days of the great sales are those in which they have sold in recent years; a shop moves them to its own.
RULES = (
    Rule("new-year", _("New Year's Day"), _on(1, 1), markets=EVERYWHERE),
    Rule("new-year-goods", _("New Year shopping festival"), _lunar(NEW_YEAR, later=-24), after=12),
    Rule("lunar-new-year", _("Lunar New Year"), _lunar(NEW_YEAR), before=1, after=6),
    Rule("valentine", _("Valentine's Day"), _on(2, 14), markets=EVERYWHERE),
    Rule("lantern", _("Lantern Festival"), _lunar(LANTERNS)),
    Rule("womens-day", _("Women's Day sale"), _on(3, 8), before=4),
    Rule("labour-day", _("Labour Day holiday"), _on(5, 1), after=4),
    Rule("mothers-day", _("Mother's Day"), _nth(5, SUNDAY, 2), markets=EVERYWHERE),
    Rule("520", _("520"), _on(5, 20)),
    Rule("dragon-boat", _("Dragon Boat Festival"), _lunar(DRAGON_BOATS)),
    Rule("618", _("618"), _on(6, 18), before=17),
    Rule("fathers-day", _("Father's Day"), _nth(6, SUNDAY, 3), markets=OF_THE_WEST),
    Rule("qixi", _("Qixi"), _lunar(QIXI)),
    Rule("99", _("99 sale"), _on(9, 9)),
    Rule("mid-autumn", _("Mid-Autumn Festival"), _lunar(MID_AUTUMN)),
    Rule("national-day", _("National Day holiday"), _on(10, 1), after=6),
    Rule("halloween", _("Halloween"), _on(10, 31), markets=OF_THE_WEST),
    Rule("double-11", _("Double 11"), _on(11, 11), before=10),
    Rule("black-friday", _("Black Friday"), _nth(11, THURSDAY, 4, later=1), markets=OF_THE_WEST),
    Rule("cyber-monday", _("Cyber Monday"), _nth(11, THURSDAY, 4, later=4), markets=OF_THE_WEST),
    Rule("double-12", _("Double 12"), _on(12, 12), before=3),
    Rule("christmas", _("Christmas"), _on(12, 25), before=1, markets=EVERYWHERE),
    Rule("boxing-day", _("Boxing Day"), _on(12, 26), markets=OF_THE_WEST),
)
BY_SERIES = {rule.series: rule for rule in RULES}


def built_in(markets: frozenset[str], years: range = YEARS) -> Iterator[Festival]:
    """The festivals of these markets, year by year."""
    for year in years:
        for rule in RULES:
            festival = rule.of_year(year) if rule.markets & markets else None
            if festival is not None:
                yield festival
