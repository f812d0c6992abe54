"""The daily board with what is usual for each of its figures, out of the one read that it makes."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date

from analytics.explain.evidence import usual_of
from analytics.explain.figures import range_of
from analytics.explain.normal import LONGEST_SUM
from analytics.explain.special import special_days
from analytics.metrics.format import is_missing
from analytics.panels.board import Board, Tile, board_of
from analytics.panels.until import Running
from shopops.calendar.read import Calendar
from shopops.shops.models import Shop
from shopops.web.period import Period


def usual_board(
    shop: Shop, period: Period, *, calendar: Calendar, running: Running | None = None, incomplete: Collection[date] = ()
) -> Board:
    """No query more than the board: it reads its days from earlier on. Nothing is usual of a day that is not over;
    `incomplete` are days whose figures may still grow."""
    span = period.first, period.last
    special = special_days(calendar, *span)
    since = special.history_from(*span) if period.days <= LONGEST_SUM else None
    board = board_of(shop, period, running=running, since=since)
    now = board.now
    if now is None or board.until is not None:
        return board

    def told(tile: Tile) -> Tile:
        value = now[tile.metric.key]
        if is_missing(value):
            return tile
        found = range_of(tile.metric, board.counts, special, span=span, incomplete=incomplete)
        return replace(
            tile, usual=usual_of(value, found, tile.metric, span=span, special=special, currency=shop.currency)
        )

    return replace(board, tiles=tuple(map(told, board.tiles)))
