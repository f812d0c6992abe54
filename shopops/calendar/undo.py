"""What is said of an act on the calendar, with the way back."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from shopops.calendar.festivals import BY_SERIES
from shopops.calendar.models import Occasion
from shopops.web.notices import say_done, say_refused


def name_of(row: Occasion) -> str | Promise:
    rule = BY_SERIES.get(row.series)
    return row.name or (rule.name if rule else row.series)


def say_hidden(request: HttpRequest, row: Occasion) -> None:
    say_done(request, _("“%(name)s” is hidden.") % {"name": name_of(row)}, undo=_address("calendar_remove", row))


def say_removed(request: HttpRequest, row: Occasion) -> None:
    built_in = row.series in BY_SERIES
    sentence = _("“%(name)s” is back on its own days.") if built_in else _("“%(name)s” was removed.")
    sentence = _("“%(name)s” is shown again.") if row.is_hidden else sentence
    say_done(request, sentence % {"name": name_of(row)}, undo=_address("calendar_restore", row))


def say_taken(request: HttpRequest, row: Occasion) -> None:
    sentence = _("“%(name)s” cannot be put back: another entry has taken its place.")
    say_refused(request, sentence % {"name": name_of(row)})


def _address(name: str, row: Occasion) -> str:
    return reverse(name, kwargs={"shop": row.shop.slug, "occasion": row.pk})
