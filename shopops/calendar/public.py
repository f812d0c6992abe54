"""Public holidays of a country, as `holidays` knows them, days of one holiday put together. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import holidays

ENGLISH = "en_US"
# By the language of the site; a country without that language says its holidays in English.
LANGUAGES = {"zh-hans": ("zh_CN",), "zh-hant": ("zh_HK", "zh_TW")}
OFF, OBSERVED = ("Day off", "Substitute", "Alternative"), "(observed)"


@dataclass(frozen=True)
class Holiday:
    name: str
    first: date
    last: date


@lru_cache(maxsize=256)
def public_holidays(country: str, year: int, *, language: str = "en") -> tuple[Holiday, ...]:
    """In order of day; none for a country that is not known.

    Equal names in a row, days off in their stead and the weekends between are one holiday.
    """
    if country not in holidays.list_supported_countries():
        return ()
    english, shown = (_named(country, year, language=tongue) for tongue in (ENGLISH, _spoken(country, language)))
    found: list[Holiday] = []
    before = ""
    for day in sorted(english):
        name = english[day]
        goes_on = bool(found) and _only_weekend_between(found[-1].last, day) and (_is_instead(name) or name == before)
        if goes_on:
            found[-1] = Holiday(found[-1].name, found[-1].first, day)
        else:
            before = name
            found.append(Holiday(shown.get(day, name), day, day))
    return tuple(found)


def _named(country: str, year: int, *, language: str) -> dict[date, str]:
    spoken = language if language in _tongues(country) else None
    return dict(holidays.country_holidays(country, years=year, language=spoken))


def _spoken(country: str, language: str) -> str:
    tongues = _tongues(country)
    return next((tongue for tongue in LANGUAGES.get(language, ()) if tongue in tongues), ENGLISH)


def _tongues(country: str) -> tuple[str, ...]:
    return tuple(holidays.country_holidays(country).supported_languages)


def _is_instead(name: str) -> bool:
    return name.startswith(OFF) or name.endswith(OBSERVED)


def _only_weekend_between(last: date, day: date) -> bool:
    between = [last + timedelta(days=step) for step in range(1, (day - last).days)]
    return all(each.weekday() >= 5 for each in between)
