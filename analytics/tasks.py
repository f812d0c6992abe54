"""Doors for background work. Each may run twice."""

from datetime import date

from django.utils.translation import ngettext

from analytics.due import due_days
from analytics.events.store import DamagedFile, EventsUnreachable
from analytics.importing.sweep import sweep_files
from analytics.rollup.fill import fill_days
from analytics.rollup.recount import count_period
from shopops.jobs.enqueue import enqueue
from shopops.jobs.registry import job
from shopops.jobs.run import Run
from shopops.shops.models import Shop

REFUSALS = (DamagedFile, EventsUnreachable)


@job("analytics.tick")
def tick(run: Run) -> None:
    """Every minute: late files, crashes and lost messages all end as a day to fill or a file that nobody names."""
    sweep_files(shop.pk for shop in Shop.objects.all())
    for shop in Shop.objects.all():
        if due_days(shop):
            enqueue("analytics.fill", args={}, dedupe_key="fill", shop_id=shop.pk)


@job("analytics.fill", refusals=REFUSALS)
def fill(run: Run) -> str:
    days = due_days(shop := Shop.objects.get(pk=run.shop_id))
    fill_days(shop, days, watch=run)
    return ngettext("%(count)d day counted.", "%(count)d days counted.", len(days)) % {"count": len(days)}


@job("analytics.recount", refusals=REFUSALS)
def recount(run: Run, first: str, last: str) -> None:
    count_period(Shop.objects.get(pk=run.shop_id), date.fromisoformat(first), date.fromisoformat(last))
