import os
from collections.abc import Iterator
from urllib.parse import urlsplit

import kombu.pools
import pytest
import redis

from shopops.celery import app
from tests.jobs.chores import tasks  # noqa: F401, declares the tests' jobs
from tests.jobs.real import mark_real, processes, real_database

__all__ = ["processes", "real_database"]

# Nothing but the tests uses this database of the Redis; only it is emptied.
OURS = "/9"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    mark_real(items)
    for item in items:
        if "tests/services/" in str(item.path):
            item.add_marker(pytest.mark.services)


@pytest.fixture
def redis_url() -> str:
    given = os.environ.get("REDIS_URL")
    if not given:
        reason = "needs a Redis: set REDIS_URL, or run `make test-services`"
        pytest.fail(reason) if os.environ.get("SHOPOPS_INSIST") == "1" else pytest.skip(reason)
    return urlsplit(given)._replace(path=OURS).geturl()


@pytest.fixture
def queue(redis_url: str) -> Iterator[redis.Redis]:
    """The tests' own Redis database, empty."""
    with redis.Redis.from_url(redis_url) as client:
        client.flushdb()
        yield client
        client.flushdb()


@pytest.fixture
def broker(queue: redis.Redis, redis_url: str, settings) -> Iterator[str]:
    """This process sends to the tests' database."""
    settings.REDIS_URL = redis_url
    with sending_to(redis_url):
        yield redis_url


class sending_to:
    def __init__(self, url: str) -> None:
        self.url = url

    def __enter__(self) -> None:
        self.before = app.conf.broker_url
        self._change(self.url)

    def __exit__(self, *_: object) -> None:
        self._change(self.before)

    def _change(self, url: str) -> None:
        kombu.pools.reset()
        app._pool = app.amqp._producer_pool = None
        app.conf.broker_url = url
