"""What the page of the calendar prints."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from shopops.calendar.entries import Entry, Origin
from shopops.calendar.festivals import YEARS
from shopops.calendar.models import Kind
from shopops.calendar.read import Calendar
from shopops.web.days import span_in_words

STATES: dict[Origin, str | Promise] = {
    Origin.BUILT_IN: "",
    Origin.CHANGED: _("Changed for this shop"),
    Origin.HIDDEN: _("Hidden"),
    Origin.OWN: "",
}
# What taking the shop's own row away means.
WITHOUT_ROW: dict[Origin, str | Promise] = {
    Origin.OWN: _("Remove"),
    Origin.CHANGED: _("Put back"),
    Origin.HIDDEN: _("Show again"),
}


@dataclass(frozen=True)
class Line:
    """`change` and `post` are addresses, empty where there is nothing to do; `post_label` says what posting does."""

    entry: Entry
    days: str
    kind: str | Promise
    state: str | Promise
    change: str
    post: str
    post_label: str | Promise
    figures: str


@dataclass(frozen=True)
class CalendarPage:
    """Entries of a year and of one `kind`, or of all where it is empty."""

    year: int
    years: tuple[int, ...]
    kind: str
    lines: tuple[Line, ...]
    can_edit: bool

    @property
    def kinds(self) -> list[tuple[str, str | Promise]]:
        return [("", _("All kinds")), *Kind.choices]


def calendar_page(calendar: Calendar, *, year: int, kind: str, can_edit: bool) -> CalendarPage:
    found = [entry for entry in calendar.of_year(year) if kind in ("", entry.kind)]
    lines = tuple(_line(entry, slug=calendar.shop.slug, can_edit=can_edit) for entry in found)
    return CalendarPage(year=year, years=_years_around(year), kind=kind, lines=lines, can_edit=can_edit)


def kind_of(text: str) -> str:
    """The kind asked for; empty, which is all of them, for anything that is none."""
    return text if text in Kind.values else ""


def year_of(text: str, *, today: date) -> int:
    """The year asked for; this year for anything that is none of the calendar."""
    year = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else today.year
    return year if min(YEARS) - 10 <= year <= max(YEARS) + 10 else today.year


def _years_around(year: int) -> tuple[int, ...]:
    return tuple(range(year - 2, year + 3))


def _line(entry: Entry, *, slug: str, can_edit: bool) -> Line:
    change, post, label = _actions(entry, slug=slug) if can_edit else ("", "", "")
    return Line(
        entry=entry,
        days=span_in_words(entry.first, entry.last),
        kind=entry.kind.label,
        state=STATES[entry.origin],
        change=change,
        post=post,
        post_label=label,
        figures="" if entry.is_hidden or not entry.series else f"{entry.series}-{entry.year}",
    )


def _actions(entry: Entry, *, slug: str) -> tuple[str, str, str | Promise]:
    """Where to change it, where to post, and what posting does."""
    if entry.kind is Kind.PUBLIC_HOLIDAY:
        return "", "", ""
    if entry.origin is Origin.BUILT_IN:
        named = {"shop": slug, "series": entry.series, "year": entry.year}
        change, hide = reverse("calendar_festival", kwargs=named), reverse("calendar_hide", kwargs=named)
        return change, hide, _("Hide")
    own = {"shop": slug, "occasion": entry.row}
    change = "" if entry.is_hidden else reverse("calendar_entry", kwargs=own)
    return change, reverse("calendar_remove", kwargs=own), WITHOUT_ROW[entry.origin]
