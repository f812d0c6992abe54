"""Writing down work, once."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.db.models.functions import Now
from django.utils import translation

from shopops.jobs.claim import claim, finish
from shopops.jobs.clock import lease_time
from shopops.jobs.enqueue import cancel, enqueue
from shopops.jobs.models import Job, JobState
from shopops.jobs.runner import run_waiting
from tests.jobs.chores.tasks import effects


def write(word: str = "a", *, key: str = "", shop_id: int | None = None) -> Job:
    return enqueue("chores.write", args={"word": word}, dedupe_key=key, shop_id=shop_id)


@pytest.mark.django_db
def test_a_job_remembers_who_asked_for_which_shop_in_which_language():
    person = User.objects.create(username="li")
    with translation.override("zh-hans"):
        job = enqueue("chores.write", args={"word": "a"}, shop_id=7, user=person)
    assert (job.owner, job.shop_id, job.language, job.state) == (person, 7, "zh-hans", JobState.WAITING)
    assert list(Job.objects.of_shop(7)) == [job]
    assert not Job.objects.of_shop(8).exists()


@pytest.mark.django_db
def test_the_same_key_gives_the_same_job_while_it_waits():
    assert write(key="k") == write(key="k")
    assert Job.objects.count() == 1


@pytest.mark.django_db
def test_without_a_key_each_asking_is_a_job():
    assert write() != write()


@pytest.mark.django_db
def test_the_same_key_in_another_shop_is_another_job():
    assert write(key="k", shop_id=1) != write(key="k", shop_id=2)


@pytest.mark.django_db
def test_a_finished_job_does_not_hold_its_key():
    first = write(key="k")
    run_waiting()
    assert write(key="k") != first


@pytest.mark.django_db
def test_what_is_asked_for_while_it_runs_runs_once_more():
    job = write(key="k")
    held = claim(job.pk)
    write(key="k")
    write(key="k")
    finish(held, message="")
    assert run_waiting() == 1
    assert effects("a") == 1
    job.refresh_from_db()
    assert (job.state, job.lease, job.again) == (JobState.DONE, 2, False)


@pytest.mark.django_db
def test_what_is_asked_for_before_it_starts_runs_once():
    write(key="k")
    write(key="k")
    assert run_waiting() == 1
    assert effects("a") == 1


@pytest.mark.django_db
def test_a_job_that_nobody_works_on_any_more_is_put_back_by_asking_again():
    job = write(key="k")
    claim(job.pk)
    Job.objects.update(lease_until=Now() - lease_time())
    assert write(key="k").state == JobState.WAITING


@pytest.mark.django_db
def test_a_key_that_stands_for_other_arguments_is_an_error():
    write("a", key="k")
    with pytest.raises(ValueError, match="other arguments"):
        write("b", key="k")


@pytest.mark.django_db
def test_unknown_work_and_wrong_arguments_are_refused_at_once():
    with pytest.raises(LookupError, match=r"nobody\.knows"):
        enqueue("nobody.knows", args={})
    with pytest.raises(TypeError, match="colour"):
        enqueue("chores.write", args={"word": "a", "colour": "red"})
    assert not Job.objects.exists()


@pytest.mark.django_db
def test_a_cancelled_job_is_not_done():
    job = write()
    assert cancel(job)
    assert run_waiting() == 0
    assert not cancel(job)


def test_a_job_of_a_transaction_that_fails_does_not_exist(real_database):
    with transaction.atomic():
        write()
        transaction.set_rollback(True)
    assert not Job.objects.exists()


def test_ten_who_ask_at_once_get_one_job(real_database):
    def ask(_: int) -> int:
        try:
            return write(key="k").pk
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as threads:
        assert len(set(threads.map(ask, range(10)))) == 1
    assert Job.objects.count() == 1


def test_a_waiting_job_does_not_start_before_the_transaction_that_joins_it_ends(real_database):
    """Else it would not see what that transaction wrote, and nobody would run it again."""
    job = write(key="k")
    taken: list[Job | None] = []

    def try_to_claim() -> None:
        taken.append(claim(job.pk))
        connection.close()

    thread = threading.Thread(target=try_to_claim)
    with transaction.atomic():
        write(key="k")
        thread.start()
        thread.join(0.5)
        # PostgreSQL passes over it, SQLite waits for its turn.
        assert taken in ([], [None])
    thread.join()
    assert taken[0] or claim(job.pk)


def test_a_running_job_cannot_finish_past_a_transaction_that_asks_again(real_database):
    job = write(key="k")
    held = claim(job.pk)

    def end() -> None:
        finish(held, message="")
        connection.close()

    thread = threading.Thread(target=end)
    with transaction.atomic():
        write(key="k")
        thread.start()
        thread.join(0.5)
        assert thread.is_alive()
    thread.join()
    job.refresh_from_db()
    assert job.state == JobState.WAITING
