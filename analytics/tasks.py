"""Doors for background work. Each may run twice."""

from django.utils.translation import ngettext

from analytics.due import due_days
from analytics.events.store import DamagedFile, EventsUnreachable
from analytics.importing.sweep import sweep_files
from analytics.models import DayFill
from analytics.rollup.fill import fill_days
from analytics.rollup.recount import keep_period, usual_periods
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
        newest = DayFill.objects.filter(shop=shop).newest_day()
        if due_days(shop):
            enqueue("analytics.fill", args={}, dedupe_key="fill", shop_id=shop.pk)
        elif newest and usual_periods(shop, newest):
            enqueue("analytics.recount", args={}, dedupe_key="recount", shop_id=shop.pk)


@job("analytics.fill", refusals=REFUSALS)
def fill(run: Run) -> str:
    shop = _shop(run)
    days = due_days(shop)
    fill_days(shop, days, watch=run)
    return ngettext("%(count)d day counted.", "%(count)d days counted.", len(days)) % {"count": len(days)}


@job("analytics.recount", refusals=REFUSALS)
def recount(run: Run) -> None:
    """Counts distinct people of the usual periods, so that no page has to."""
    shop = _shop(run)
    newest = DayFill.objects.filter(shop=shop).newest_day()
    for first, last in usual_periods(shop, newest) if newest else ():
        run.fence()
        keep_period(shop, first, last)


def _shop(run: Run) -> Shop:
    if run.shop_id is None:
        raise ValueError("this job belongs to a shop")
    return Shop.objects.get(pk=run.shop_id)
