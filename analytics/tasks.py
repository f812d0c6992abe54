"""Doors for background work. Each may run twice."""

from datetime import date, timedelta

from django.utils.translation import ngettext

from analytics.due import due_days, revision_of
from analytics.events.store import DamagedFile, EventsUnreachable
from analytics.importing.sweep import sweep_files
from analytics.models import DayFill
from analytics.rollup.buckets import fill_bucket, missing_buckets
from analytics.rollup.fill import buckets_of, fill_days
from analytics.rollup.part import Part
from analytics.rollup.recount import keep_period, usual_periods
from shopops.jobs.enqueue import enqueue
from shopops.jobs.registry import job
from shopops.jobs.run import Run
from shopops.shops.models import Shop

REFUSALS = (DamagedFile, EventsUnreachable)


# Days of one job: enough that a job costs little beside them, few enough for many workers.
DAYS_A_JOB = 8


@job("analytics.tick")
def tick(run: Run) -> None:
    """Every minute: late files, crashes and lost messages all end as a day to fill or a file that nobody names."""
    sweep_files(shop.pk for shop in Shop.objects.all())
    for shop in Shop.objects.all():
        if not ask_for_fills(shop):
            newest = DayFill.objects.filter(shop=shop).newest_day()
            if newest and usual_periods(shop, newest):
                enqueue("analytics.recount", args={}, dedupe_key="recount", shop_id=shop.pk)


def ask_for_fills(shop: Shop) -> int:
    """A job for each block of days with a day to fill; a block is always the same days. Gives the number of blocks."""
    blocks = sorted({day.toordinal() // DAYS_A_JOB for day in due_days(shop)})
    for block in blocks:
        enqueue("analytics.fill", args={"block": block}, dedupe_key=f"block {block}", shop_id=shop.pk)
    return len(blocks)


@job("analytics.fill", refusals=REFUSALS)
def fill(run: Run, block: int) -> str:
    """The days of a block that are due. A huge day is handed on, a job a bucket."""
    shop = _shop(run)
    first = date.fromordinal(block * DAYS_A_JOB)
    days = due_days(shop, first=first, last=first + timedelta(days=DAYS_A_JOB - 1))
    buckets = {day: buckets_of(shop, day) for day in days}
    for day in (day for day in days if buckets[day] > 1):
        revision = revision_of(shop)
        for bucket in missing_buckets(shop, day, revision=revision, buckets=buckets[day]):
            args = {"day": day.isoformat(), "bucket": bucket, "buckets": buckets[day], "revision": revision}
            enqueue("analytics.fill_bucket", args=args, dedupe_key=" ".join(map(str, args.values())), shop_id=shop.pk)
    fill_days(shop, [day for day in days if buckets[day] == 1], watch=run)
    return ngettext("%(count)d day counted.", "%(count)d days counted.", len(days)) % {"count": len(days)}


@job("analytics.fill_bucket", refusals=REFUSALS)
def count_bucket(run: Run, day: str, bucket: int, buckets: int, revision: int) -> None:
    """One bucket of a huge day; whoever counts the last one writes the day."""
    fill_bucket(_shop(run), Part(date.fromisoformat(day), bucket, buckets), revision=revision, watch=run)


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
