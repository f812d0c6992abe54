"""The daily board in one or two sentences: the figure, how it moved, and which of its factors moved most. Pure."""

import math

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from analytics.metrics import funnel, rates
from analytics.metrics.format import format_value, is_missing
from analytics.metrics.types import Metric
from analytics.panels.board import Board, Figures
from analytics.panels.change import Change, change_of, signed
from analytics.panels.until import Until
from shopops.web.days import span_in_words
from shopops.web.period import Period

# The figure a board is headed by: the first of these that the shop has.
HEADS: tuple[Metric, ...] = (funnel.PAID_AMOUNT, funnel.PAYERS, funnel.VISITORS)
# Paid amount is exactly the product of these.
FACTORS: tuple[Metric, ...] = (funnel.VISITORS, rates.CONVERSION, rates.SPEND_PER_PAYER)


def headline(board: Board, period: Period, *, currency: str) -> SafeString:
    metric = next((head for head in HEADS if board.now and not is_missing(board.now[head.key])), None)
    if board.now is None or metric is None:
        return format_html(_("There are no figures for {days} yet."), days=span_in_words(period.first, period.last))
    value = format_value(board.now[metric.key], metric, currency=currency)
    if board.until is not None:
        return _so_far(metric, value, board.until, period, currency=currency)
    before = board.before[metric.key] if board.before else None
    change = change_of(board.now[metric.key], before, metric, currency=currency)
    if change is None or before is None:
        return _without_change(metric, value, period)
    sentence = _with_change(metric, value, change, period, difference=board.now[metric.key] - before, currency=currency)
    if metric is not funnel.PAID_AMOUNT or board.before is None or change.arrow == "flat":
        return sentence
    parts = _parts(board.now, board.before, rose=change.arrow == "up")
    return format_html(_("{sentence} {next}"), sentence=sentence, next=parts) if parts else sentence


def movers(now: Figures, before: Figures) -> list[tuple[Metric, float]]:
    """The factors of the paid amount with their relative changes, the one that moved it most first; none where one has
    no value. The logarithms of the factors' changes add up to that of the amount, so they can be ranked.
    """
    pairs = [(metric, now[metric.key], before[metric.key]) for metric in FACTORS]
    if any(is_missing(value) or value <= 0 for _metric, *values in pairs for value in values):
        return []
    pairs.sort(key=lambda pair: -abs(math.log(pair[1] / pair[2])))
    return [(metric, value / was - 1) for metric, value, was in pairs]


def _without_change(metric: Metric, value: str, period: Period) -> SafeString:
    if period.against is None:
        return format_html(_("{label} <b>{value}</b>."), label=metric.label, value=value)
    return format_html(
        _("{label} <b>{value}</b>. There are no figures for {against} to compare with."),
        label=metric.label,
        value=value,
        against=span_in_words(*period.against),
    )


def _so_far(metric: Metric, value: str, until: Until, period: Period, *, currency: str) -> SafeString:
    """The value of all that is known, the change of the hours that are over."""
    change = None
    if until.now is not None and until.before is not None:
        change = change_of(until.now[metric.key], until.before[metric.key], metric, currency=currency)
    if change is None or period.against is None:
        return format_html(_("{label} <b>{value}</b> so far."), label=metric.label, value=value)
    return format_html(
        _('{label} <b>{value}</b> so far; {until} <b class="{verdict}">{change}</b> against {before} on {against}.'),
        label=metric.label,
        value=value,
        until=until.words,
        verdict=change.verdict,
        change=change.text,
        before=change.before,
        against=span_in_words(*period.against),
    )


def _with_change(
    metric: Metric, value: str, change: Change, period: Period, *, difference: float, currency: str
) -> SafeString:
    against = span_in_words(*period.against) if period.against else ""
    if change.arrow == "flat":
        return format_html(
            _("{label} <b>{value}</b>, the same as on {against}."), label=metric.label, value=value, against=against
        )
    sign = signed(difference, places=0)[0]
    return format_html(
        _('{label} <b>{value}</b>, <b class="{verdict}">{change}</b> ({difference}) against {against}.'),
        label=metric.label,
        value=value,
        verdict=change.verdict,
        change=change.text,
        difference=format_html("<span>{}{}</span>", sign, format_value(abs(difference), metric, currency=currency)),
        against=against,
    )


def _parts(now: Figures, before: Figures, *, rose: bool) -> SafeString:
    """The factor that moved the amount most its way, and one that moved it nearly as much the other way."""
    moved = movers(now, before)
    along = [(metric, relative) for metric, relative in moved if (relative > 0) == rose]
    against = [(metric, relative) for metric, relative in moved if (relative > 0) != rose]
    if not along:
        return SafeString("")
    words = _part_words(*along[0])
    if against and abs(against[0][1]) >= abs(along[0][1]) / 2:
        words = format_html(_("{part}; the other way: {other}"), part=words, other=_part_words(*against[0]))
    return format_html(_("Largest part: {words}."), words=words)


def _part_words(metric: Metric, relative: float) -> SafeString:
    words = {
        (funnel.VISITORS.key, True): _("<b>{change}</b> more visitors"),
        (funnel.VISITORS.key, False): _("<b>{change}</b> fewer visitors"),
        (rates.CONVERSION.key, True): _("conversion <b>{change}</b> higher"),
        (rates.CONVERSION.key, False): _("conversion <b>{change}</b> lower"),
        (rates.SPEND_PER_PAYER.key, True): _("<b>{change}</b> more spent by each buyer"),
        (rates.SPEND_PER_PAYER.key, False): _("<b>{change}</b> less spent by each buyer"),
    }
    return format_html(words[metric.key, relative > 0], change=f"{abs(relative):.1%}")
