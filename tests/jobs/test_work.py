"""What becomes of a job, and what people are told."""

import logging
from datetime import timedelta

import pytest
from django.db.models.functions import Now
from django.utils import translation

from shopops.jobs.claim import claim
from shopops.jobs.clock import lease_time
from shopops.jobs.enqueue import enqueue
from shopops.jobs.models import Job, JobState, Trouble
from shopops.jobs.registry import KINDS, JobKind, job
from shopops.jobs.run import STOPPING, Run
from shopops.jobs.runner import run_waiting
from shopops.jobs.work import pause_after, work
from tests.jobs.chores.tasks import effects

pytestmark = pytest.mark.django_db


def done(task: str, **args: object) -> Job:
    work(enqueue(task, args=args).pk)
    return Job.objects.get()


def all_attempts(task: str) -> Job:
    """Without the pauses between them."""
    waiting = enqueue(task, args={})
    while Job.objects.filter(pk=waiting.pk).active().update(ready_at=Now()):
        work(waiting.pk)
    return Job.objects.get()


def test_what_a_job_returns_is_told_to_people():
    row = done("chores.write", word="a")
    assert (row.state, row.words, row.trouble, row.attempts) == (JobState.DONE, "wrote a", Trouble.NONE, 1)
    assert row.created_at <= row.started_at <= row.finished_at


def test_a_refusal_is_told_in_its_own_words_and_not_tried_again():
    row = done("chores.refuse")
    assert (row.state, row.words, row.attempts) == (JobState.FAILED, "Waiting", 1)


def test_a_job_speaks_the_language_of_who_asked(monkeypatch):
    monkeypatch.setitem(KINDS, "chores.language", kind("chores.language", lambda run: translation.get_language()))
    with translation.override("zh-hans"):
        enqueue("chores.language", args={})
    run_waiting()
    assert Job.objects.get().words == "zh-hans"
    assert translation.get_language() == "en"


def test_an_error_is_tried_again_later_and_its_text_is_for_the_log_only(caplog):
    row = done("chores.break")
    assert (row.state, row.trouble) == (JobState.WAITING, Trouble.RETRIED)
    assert not Job.objects.claimable().exists()
    assert "13800138000" in caplog.text
    assert "Traceback" in caplog.text
    assert "13800138000" not in row.words


def test_after_the_last_attempt_an_error_is_final(caplog):
    row = all_attempts("chores.break")
    assert (row.state, row.attempts, row.trouble) == (JobState.FAILED, 3, Trouble.BROKE)
    assert row.finished_at
    assert "13800138000" not in row.words


def test_a_failed_job_for_which_somebody_asked_meanwhile_gets_its_run(monkeypatch):
    def ask_and_break(run: Run) -> None:
        enqueue("chores.busy", args={}, dedupe_key="k")
        raise ValueError

    monkeypatch.setitem(KINDS, "chores.busy", kind("chores.busy", ask_and_break, max_attempts=1))
    row = enqueue("chores.busy", args={}, dedupe_key="k")
    work(row.pk)
    row.refresh_from_db()
    assert (row.state, row.attempts, row.again) == (JobState.WAITING, 0, False)


@pytest.mark.parametrize(("attempts", "seconds"), [(1, 10), (2, 40), (3, 160), (20, 1800)])
def test_pauses_between_attempts_grow_up_to_half_an_hour(attempts, seconds):
    assert pause_after(attempts) == timedelta(seconds=seconds)


def test_work_of_another_version_waits_for_somebody_who_knows_it(caplog):
    Job.objects.create(task="from.the.future")
    assert run_waiting() == 1
    assert Job.objects.get().state == JobState.WAITING


def test_work_that_is_asked_to_stop_goes_back_without_a_mark(tmp_path):
    enqueue("chores.wait", args={"word": "a", "begun": str(tmp_path / "b"), "until": str(tmp_path / "never")})
    STOPPING.set()
    work(Job.objects.get().pk)
    row = Job.objects.get()
    assert (row.state, row.attempts) == (JobState.WAITING, 0)
    assert Job.objects.claimable().exists()


def test_a_run_that_loses_its_lease_leaves_the_row_to_the_other(monkeypatch, caplog):
    def lose(run: Run) -> None:
        run.lease -= 1  # as if the row had been claimed since
        run.fence()

    monkeypatch.setitem(KINDS, "chores.lose", kind("chores.lose", lose))
    enqueue("chores.lose", args={})
    with caplog.at_level(logging.WARNING):
        run_waiting()
    assert "lost its lease" in caplog.text
    assert Job.objects.get().state == JobState.RUNNING


def test_progress_is_seen_while_it_runs_and_keeps_the_lease():
    enqueue("chores.write", args={"word": "a"}, shop_id=7)
    run = Run.of(claim(Job.objects.get().pk))
    Job.objects.update(lease_until=Now() - lease_time())
    run.progress(1, 3, message="1 of 3 days")
    row = Job.objects.get()
    assert (row.progress_done, row.progress_total, row.percent, row.words) == (1, 3, 33, "1 of 3 days")
    assert not Job.objects.lapsed().exists()
    assert run.shop_id == 7


def test_progress_is_written_twice_a_second_at_most_but_the_end_always(django_assert_num_queries):
    enqueue("chores.write", args={"word": "a"})
    run = Run.of(claim(Job.objects.get().pk))
    with django_assert_num_queries(2):
        for number in range(1, 1001):
            run.progress(number, 1000)
    assert Job.objects.get().percent == 100


def test_work_without_a_known_size_has_no_percentage():
    assert Job(progress_done=5).percent is None


def test_two_jobs_cannot_have_one_name():
    with pytest.raises(ValueError, match="two jobs"):
        job("chores.write")(lambda run: None)


def test_a_job_costs_few_statements(django_assert_max_num_queries):
    enqueue("chores.write", args={"word": "a"})
    with django_assert_max_num_queries(16):
        run_waiting()
    assert effects("a") == 1


def kind(name: str, function, *, max_attempts: int = 3) -> JobKind:
    return JobKind(name=name, function=function, refusals=(), limit=timedelta(minutes=1), max_attempts=max_attempts)
