"""The usual range: how often it is right on generated shops, and what it costs the daily board.

A quiet day outside its range is a false flag; one that fell by a fifth is found where it lies below.
"""

from collections.abc import Callable
from time import process_time

from django.utils import timezone

from analytics.explain.tiles import usual_board
from analytics.panels.board import board_of
from shopops.calendar.read import calendar_of
from shopops.shops.models import Shop
from shopops.web.period import Period
from shopops.web.spans import ONE_DAY
from tests.bench.page import year
from tests.explain.quiet import search

NOISES = (0.03, 0.05, 0.08)
SHOPS, ROUNDS = 2000, 50


def measure() -> dict[str, dict[str, float]]:
    """Shares of quiet days; seconds of the processor for a board, and for the usual ranges of all its tiles."""
    year("usual")
    curve = {f"usual range at {noise:.0%} noise": _shares(noise) for noise in NOISES}
    return curve | {"usual ranges of all tiles": _seconds(Shop.objects.get(slug="usual"))}


def _shares(noise: float) -> dict[str, float]:
    found = search(SHOPS, noise=noise)
    return {"days": found.days, "false flags": found.false_share, "found": found.found_share}


def _seconds(shop: Shop) -> dict[str, float]:
    day, calendar = timezone.localdate() - ONE_DAY, calendar_of(shop)
    period = Period.of(day, day, preset="day")
    board = _timed(lambda: board_of(shop, period))
    return {"board": board, "ranges": _timed(lambda: usual_board(shop, period, calendar=calendar)) - board}


def _timed(work: Callable[[], object]) -> float:
    work()
    started = process_time()
    for _round in range(ROUNDS):
        work()
    return (process_time() - started) / ROUNDS
