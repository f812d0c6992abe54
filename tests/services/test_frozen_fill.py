"""A worker that is frozen while it writes a day: PostgreSQL lets go of what it held, and another counts the day."""

import os
import signal
from datetime import date

import pytest
from django.db import connection, transaction

from analytics.models import DayFill, FunnelDay, ShopRevision
from analytics.rollup.fill import fill_shop
from analytics.tasks import ask_for_fills
from shopops.jobs.models import Job, JobState
from shopops.jobs.sweep import sweep
from tests.builders import load_table, make_shop
from tests.jobs.real import LEASE, eventually

DAY = date(2026, 5, 1)
WAITS_FOR_A_LOCK = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE %s"


@pytest.fixture(autouse=True)
def _postgresql(settings) -> None:
    settings.JOB_LEASE_SECONDS = LEASE
    if connection.vendor != "postgresql":
        reason = "needs PostgreSQL: set DATABASE_URL, or run `make test-services`"
        pytest.fail(reason) if os.environ.get("SHOPOPS_INSIST") == "1" else pytest.skip(reason)


def waits_for_the_revision() -> bool:
    with connection.cursor() as cursor:
        # A transaction would see the same answer again and again.
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(WAITS_FOR_A_LOCK, [f"%{ShopRevision._meta.db_table}%"])
        return cursor.fetchone()[0] > 0


def test_a_fill_frozen_in_mid_transaction_does_not_hold_its_day_for_ever(processes, tmp_path):
    shop = make_shop()
    load_table(shop, "events", f"time visitor event\n{DAY}T10:00 ann view\n{DAY}T11:00 bob view", tmp_path)
    fill_shop(shop)
    DayFill.objects.all().delete()
    ask_for_fills(shop)
    with transaction.atomic():
        # The fill has its fence, and waits for this lock in the transaction that writes the day.
        ShopRevision.objects.select_for_update().get(shop=shop)
        frozen = processes.runner()
        eventually(waits_for_the_revision)
        frozen.send_signal(signal.SIGSTOP)
    processes.runner()

    def swept_and_filled() -> bool:
        sweep()
        return DayFill.objects.filter(shop=shop).exists()

    eventually(swept_and_filled)
    frozen.send_signal(signal.SIGCONT)
    eventually(lambda: "wrote nothing more" in processes.log(0))
    job = Job.objects.get(task="analytics.fill")
    assert (job.state, job.lease) == (JobState.DONE, 2)
    assert FunnelDay.objects.get(shop=shop, dimension="").visitors == 2
