"""The figure, how it moved, and what moved it most, in money, in a few sentences. Pure."""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from analytics.explain.breakdown import Breakdown, by_source_and_tier
from analytics.explain.causes import causes_of, main_member, too_few
from analytics.metrics import funnel
from analytics.metrics.format import format_value, is_missing
from analytics.metrics.types import Metric
from analytics.panels.board import Board
from analytics.panels.change import Change, change_of, signed_value, verdict_of
from analytics.panels.until import Until
from shopops.web.days import span_in_words
from shopops.web.period import Period

# The figure a board is headed by: the first of these that the shop has.
HEADS: tuple[Metric, ...] = (funnel.PAID_AMOUNT, funnel.PAYERS, funnel.VISITORS)
AMOUNT = funnel.PAID_AMOUNT


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
    if metric is not AMOUNT or change.arrow == "flat" or board.beside is None:
        return sentence
    breakdown = breakdown_of(board)
    if breakdown is None:
        return sentence
    why = why_in_words(breakdown, currency=currency)
    return format_html(_("{sentence} {next}"), sentence=sentence, next=why) if why else sentence


def breakdown_of(board: Board) -> Breakdown | None:
    """Of what the board has read."""
    if board.beside is None:
        return None
    before, after = board.beside.sums
    return by_source_and_tier(before, after, names=board.beside.names)


def why_in_words(breakdown: Breakdown, *, currency: str) -> SafeString:
    """The largest causes in money, and where the first of them mainly comes from; empty where nothing moved."""
    if too_few(breakdown):
        before, now = breakdown.buyers
        return format_html(_("{now} and {before} buyers are too few to say why."), now=now, before=before)
    causes = causes_of(breakdown)
    if not causes:
        return SafeString("")
    told = format_html_join(" · ", "{} {}", ((cause.label, _money(cause.amount, currency)) for cause in causes))
    words = format_html(_("Of it: {causes}."), causes=told)
    place = main_member(breakdown, causes[0])
    if place is None:
        return words
    member, amount = place
    where = format_html(
        _("{cause}: mainly at <b>{member}</b> ({amount})."),
        cause=causes[0].label,
        member=member,
        amount=_money(amount, currency),
    )
    return format_html(_("{sentence} {next}"), sentence=words, next=where)


def _money(amount: int, currency: str) -> SafeString:
    """With its sign and in the colour of its verdict."""
    text = signed_value(amount, AMOUNT, currency=currency)
    return format_html('<b class="{}">{}</b>', verdict_of(amount, AMOUNT), text)


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
    return format_html(
        _('{label} <b>{value}</b>, <b class="{verdict}">{change}</b> ({difference}) against {against}.'),
        label=metric.label,
        value=value,
        verdict=change.verdict,
        change=change.text,
        difference=format_html("<span>{}</span>", signed_value(difference, metric, currency=currency)),
        against=against,
    )
