"""Days in words, in the reader's language."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import pgettext, pgettext_lazy

WEEKDAYS = (
    pgettext_lazy("weekday", "Mon"),
    pgettext_lazy("weekday", "Tue"),
    pgettext_lazy("weekday", "Wed"),
    pgettext_lazy("weekday", "Thu"),
    pgettext_lazy("weekday", "Fri"),
    pgettext_lazy("weekday", "Sat"),
    pgettext_lazy("weekday", "Sun"),
)


def short_date(day: date) -> str:
    """Without the year: "20 Nov"."""
    return date_format(day, pgettext("date format", "j M"))


def full_date(day: date) -> str:
    return date_format(day, pgettext("date format", "j M Y"))


def day_in_words(day: date) -> str:
    """With its weekday: "Fri 20 Nov 2026"."""
    return pgettext("a day", "%(weekday)s %(date)s") % {"weekday": WEEKDAYS[day.weekday()], "date": full_date(day)}


def span_in_words(first: date, last: date) -> str:
    """One day with its weekday, several as "14 Nov – 20 Nov 2026"."""
    if first == last:
        return day_in_words(first)
    if first.year == last.year:
        return _from_to(_first_of_year_span(first), _last_of_year_span(last))
    return _from_to(full_date(first), full_date(last))


def short_span(first: date, last: date) -> str:
    """Without years: "20 Nov", "14 Nov – 20 Nov"."""
    if first == last:
        return short_date(first)
    return _from_to(short_date(first), short_date(last))


def _from_to(first: str, last: str) -> str:
    return pgettext("days from to", "%(first)s – %(last)s") % {"first": first, "last": last}


# The year of both days is said once: after the last in English, before the first in Chinese.
def _first_of_year_span(day: date) -> str:
    return date_format(day, pgettext("date format, first of two days in one year", "j M"))


def _last_of_year_span(day: date) -> str:
    return date_format(day, pgettext("date format, last of two days in one year", "j M Y"))
