"""What happened on the days of a change: shown beside it, for the arithmetic knows no causes. Pure."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from shopops.calendar.entries import Entry
from shopops.calendar.models import Kind
from shopops.web.days import short_span
from shopops.web.festivals import Span
from shopops.web.marks import Chip, Moment

TONES: dict[Kind, str] = {Kind.CAMPAIGN: "accent", Kind.LISTING_CHANGE: "warn", Kind.FESTIVAL: "image"}


def moments(entries: Iterable[Entry], *, now: Span, against: Span) -> list[Moment]:
    """Those of the period first, then those of the days compared with, each in order of day."""
    shown = [entry for entry in entries if not entry.is_hidden]
    inside = [entry for entry in shown if entry.touches(*now)]
    outside = [entry for entry in shown if entry.touches(*against) and entry not in inside]
    return [
        *(_moment(entry, _both(entry, against)) for entry in inside),
        *(_moment(entry, _("on the days compared with")) for entry in outside),
    ]


def _both(entry: Entry, against: Span) -> str:
    return _("and on the days compared with") if entry.touches(*against) else ""


def _moment(entry: Entry, where: str) -> Moment:
    return Moment(
        when=short_span(entry.first, entry.last),
        title=entry.words,
        detail=" · ".join(str(part) for part in (where, entry.note) if part),
        who=entry.owner,
        chip=Chip(entry.kind.label, TONES.get(entry.kind, "")),
    )
