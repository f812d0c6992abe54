"""Many days of one shop on several processors: each process fills its own stretch of days."""

import subprocess
import sys
from datetime import date
from time import perf_counter

from django.conf import settings

from analytics.due import due_days
from analytics.rollup.fill import FillResult, fill_shop
from shopops.shops.models import Shop

# Below this number of days starting processes costs more than it saves.
WORTH_IT = 60


def fill_in_processes(shop: Shop, *, processes: int, first: date | None = None) -> FillResult:
    """As `fill_shop`, on so many processors. Raises CalledProcessError where one of the processes failed."""
    started = perf_counter()
    days = due_days(shop, first=first)
    if processes > 1 and len(days) >= WORTH_IT:
        running = [
            subprocess.Popen(_command(shop, stretch), stdout=subprocess.DEVNULL)
            for stretch in _stretches(days, processes)
        ]
        for process in running:
            if process.wait():
                raise subprocess.CalledProcessError(process.returncode, process.args)
    # What lies across the borders (refunds of the other stretch's payments) is due again, and few.
    last = fill_shop(shop, first=first)
    return FillResult(max(len(days), last.days), round(perf_counter() - started, 3))


def _stretches(days: list[date], number: int) -> list[list[date]]:
    size = -(-len(days) // number)
    return [days[at : at + size] for at in range(0, len(days), size)]


def _command(shop: Shop, days: list[date]) -> list[str]:
    manage = str(settings.BASE_DIR / "manage.py")
    span = ["--from", days[0].isoformat(), "--to", days[-1].isoformat()]
    return [sys.executable, manage, "fill", "--shop", shop.slug, *span]
