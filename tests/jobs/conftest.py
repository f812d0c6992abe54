import pytest

from shopops.jobs.run import STOPPING
from tests.jobs.chores import tasks  # noqa: F401, declares the tests' jobs
from tests.jobs.real import mark_real, processes, real_database

__all__ = ["processes", "real_database"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    mark_real(items)


@pytest.fixture(autouse=True)
def _without_broker(settings):
    settings.REDIS_URL = ""
    yield
    STOPPING.clear()
