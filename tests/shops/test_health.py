"""`/healthz` and `/readyz`."""

import json
from http import HTTPStatus

import pytest
from django.db import connection
from django.test import Client

from shopops.web.health import CHECKS, readiness


@pytest.fixture
def ready(db) -> dict:
    return json.loads(Client().get("/readyz").content)


@pytest.fixture
def checks(monkeypatch):
    """The checks, to which a test may add its own."""
    mine = dict(CHECKS)
    monkeypatch.setattr("shopops.web.health.CHECKS", mine)
    return mine


def test_the_process_says_that_it_is_up_without_asking_the_database(django_assert_num_queries, db):
    with django_assert_num_queries(0):
        assert Client().get("/healthz").content == b"ok\n"


def test_a_site_that_can_work_is_ready(ready):
    assert ready["ready"] is True
    assert {"database", "migrations", "disk"} <= set(ready["checks"])
    assert set(ready["checks"].values()) == {"ok"}


def test_a_missing_migration_is_seen(db, caplog):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'shops' AND name = '0001_initial'")
    answer = Client().get("/readyz")
    assert answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert json.loads(answer.content)["checks"]["migrations"] == "failing"
    assert "1 migrations are missing" in caplog.text


def test_a_full_disk_is_seen(db, monkeypatch, caplog):
    monkeypatch.setattr("shopops.web.health.LEAST_FREE_BYTES", 10**18)
    assert json.loads(Client().get("/readyz").content)["checks"]["disk"] == "failing"


def test_a_check_that_breaks_is_a_failing_one_and_its_reason_is_for_the_log_only(db, checks, caplog):
    @readiness("canary")
    def broken() -> str:
        raise OSError("disk sdb1 is gone")

    answer = Client().get("/readyz")
    assert answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert json.loads(answer.content)["checks"]["canary"] == "failing"
    assert b"sdb1" not in answer.content
    assert "sdb1" in caplog.text


def test_a_check_says_what_is_wrong_in_words(db, checks, caplog):
    readiness("canary")(lambda: "nothing was filled since Tuesday")
    assert Client().get("/readyz").status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert "nothing was filled since Tuesday" in caplog.text
