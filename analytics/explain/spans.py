"""The days whose change can be explained: days that are over. Pure."""

from django.utils.translation import gettext as _

from analytics.metrics.types import Text
from analytics.panels.until import Running
from shopops.web.festivals import Span
from shopops.web.period import Period
from shopops.web.spans import ONE_DAY


def finished(period: Period, running: Running) -> tuple[Span, Span] | None:
    """The period and the days compared with; without the day that runs, and without those that stand beside it.

    None where nothing is compared, or where no day of the period is over. A period that is compared with more or with
    fewer days keeps all of those.
    """
    if period.against is None or period.first >= running.day:
        return None
    now, against = (period.first, period.last), period.against
    over = min(period.last, running.day - ONE_DAY)
    cut = period.last - over
    if against[1] - against[0] == now[1] - now[0]:
        against = (against[0], against[1] - cut)
    return (period.first, over), against


def empty_words(spans: tuple[Span, Span] | None) -> tuple[Text, Text]:
    """Title and advice where there is nothing to take apart."""
    if spans is None:
        return (
            _("There is no change to take apart yet"),
            _("Choose days that are over, and days to compare them with."),
        )
    return (
        _("One of both sides has no paid amount"),
        _("Choose other days, or load the orders of these days with their amounts."),
    )
