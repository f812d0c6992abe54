"""Jobs by real Celery workers over a real Redis, on the database of the run."""

import os
import signal
import subprocess
from pathlib import Path

import pytest
from django.db import transaction
from django.db.models.functions import Now

from shopops.celery import app
from shopops.jobs.enqueue import enqueue
from shopops.jobs.models import Job, JobState
from shopops.jobs.send import send
from shopops.jobs.sweep import sweep
from tests.jobs.chores.tasks import effects
from tests.jobs.real import LEASE, Processes, eventually
from tests.services.conftest import sending_to


@pytest.fixture(autouse=True)
def _short_lease(settings):
    settings.JOB_LEASE_SECONDS = LEASE


@pytest.fixture
def start_worker(processes: Processes, broker: str):
    def start() -> subprocess.Popen:
        number = len(processes.started)
        worker = processes.start(
            "celery", "-A", "shopops", "worker", "--concurrency=2", "--loglevel=INFO", REDIS_URL=broker
        )
        eventually(lambda: " ready." in processes.log(number) or worker.poll() is not None)
        assert worker.poll() is None, processes.log(number)
        return worker

    return start


def write(word: str = "a", *, key: str = "") -> Job:
    return enqueue("chores.write", args={"word": word}, dedupe_key=key)


def wait(tmp_path: Path, *, key: str = "") -> Job:
    args = {"word": "a", "begun": str(tmp_path / "begun"), "until": str(tmp_path / "until")}
    return enqueue("chores.wait", args=args, dedupe_key=key)


def is_done(job: Job) -> bool:
    return Job.objects.get(pk=job.pk).state == JobState.DONE


def make_late() -> None:
    Job.objects.update(send_at=Now())


def waiting_messages(queue) -> int:
    return queue.llen("celery")


def test_a_job_goes_to_a_worker_when_its_transaction_commits(real_database, broker, queue, start_worker):
    with transaction.atomic():
        job = write()
        assert waiting_messages(queue) == 0
    assert waiting_messages(queue) == 1
    start_worker()
    eventually(lambda: is_done(job))
    row = Job.objects.get(pk=job.pk)
    assert (row.lease, row.words, effects("a")) == (1, "wrote a", 1)


def test_nothing_is_sent_where_the_transaction_fails(real_database, broker, queue):
    with transaction.atomic():
        write()
        transaction.set_rollback(True)
    assert waiting_messages(queue) == 0


def test_messages_carry_the_number_of_the_job_and_none_of_its_arguments(real_database, broker, queue):
    enqueue("chores.write", args={"word": "canary"}, shop_id=7)
    [message] = queue.lrange("celery", 0, -1)
    assert b"shopops.jobs.tasks.run" in message
    assert b"canary" not in message


def test_three_deliveries_have_one_effect(real_database, broker, queue, start_worker):
    job = write()
    send(job.pk)
    send(job.pk)
    assert waiting_messages(queue) == 3
    start_worker()
    last = write("b")
    eventually(lambda: is_done(job) and is_done(last) and waiting_messages(queue) == 0)
    assert (Job.objects.get(pk=job.pk).lease, effects("a")) == (1, 1)


def test_a_delivery_that_the_broker_lost_is_made_up_for_by_the_sweep(real_database, broker, queue, start_worker):
    job = write()
    queue.flushdb()
    start_worker()
    assert sweep() == 0
    make_late()
    assert sweep() == 1
    eventually(lambda: is_done(job))
    assert effects("a") == 1


def test_a_broker_that_is_away_fails_no_page_and_loses_no_job(real_database, broker, queue, start_worker, caplog):
    with sending_to("redis://127.0.0.1:1/9"):
        job = write()
        make_late()
        assert sweep() == 0
    assert "the broker is away" in caplog.text
    assert waiting_messages(queue) == 0
    start_worker()
    sweep()
    eventually(lambda: is_done(job))


def test_a_job_whose_worker_process_was_killed_is_done_by_another(broker, processes, start_worker, tmp_path):
    worker = start_worker()
    job = wait(tmp_path)
    eventually((tmp_path / "begun").exists)
    os.kill(int(Job.objects.get(pk=job.pk).runner.split(":")[1]), signal.SIGKILL)
    (tmp_path / "until").touch()

    def swept_and_done() -> bool:
        sweep()
        return is_done(job)

    eventually(swept_and_done)
    assert (Job.objects.get(pk=job.pk).lease, effects("a")) == (2, 1)
    assert worker.poll() is None


def test_what_is_asked_for_while_it_runs_is_sent_again_when_it_ends(broker, processes, start_worker, tmp_path):
    start_worker()
    job = wait(tmp_path, key="k")
    eventually((tmp_path / "begun").exists)
    wait(tmp_path, key="k")
    (tmp_path / "until").touch()
    eventually(lambda: is_done(job) and Job.objects.get(pk=job.pk).lease == 2)
    assert effects("a") == 2


def test_beat_asking_twice_starts_an_entry_once(broker, processes, start_worker, queue):
    entry = app.conf.beat_schedule["jobs.forget_old"]
    for _ in range(2):
        app.send_task(entry["task"], entry["args"], **entry["options"])
    start_worker()
    eventually(lambda: Job.objects.filter(task="jobs.forget_old", state=JobState.DONE).exists())
    eventually(lambda: waiting_messages(queue) == 0)
    assert Job.objects.filter(task="jobs.forget_old").count() == 1


@pytest.mark.slow
def test_a_real_beat_gets_the_sweep_done(broker, processes, start_worker, tmp_path):
    start_worker()
    schedule = f"--schedule={tmp_path / 'beat'}"
    processes.start("celery", "-A", "shopops", "beat", schedule, "--pidfile=", REDIS_URL=broker)
    eventually(lambda: Job.objects.filter(task="jobs.sweep", state=JobState.DONE).exists(), seconds=60)
