"""The days whose change can be explained: days that are over. Pure."""

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
