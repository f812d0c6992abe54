"""A real database and real processes: threads, kills and leases cannot be seen inside one transaction."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections

LEASE = 3


def eventually(holds: Callable[[], object], *, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)


def mark_real(items: list[pytest.Item]) -> None:
    """Tests that use `real_database` commit for real on PostgreSQL; on SQLite they leave the usual database alone."""
    for item in items:
        if connection.vendor == "postgresql" and "real_database" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.django_db(transaction=True))


@cache
def migrated_file() -> bytes:
    """An SQLite database with every table, made once: it takes longer than most tests."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "empty.sqlite3"
        with _connected_to(path):
            call_command("migrate", verbosity=0)
        return path.read_bytes()


@pytest.fixture
def real_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database that other threads and processes see too; on SQLite a file of its own."""
    if connection.vendor == "postgresql":
        yield urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
        return
    blocker = request.getfixturevalue("django_db_blocker")
    path = tmp_path / "site.sqlite3"
    with blocker.unblock():
        path.write_bytes(migrated_file())
        with _connected_to(path):
            yield f"sqlite:///{path}"


class _connected_to:
    def __init__(self, path: Path) -> None:
        self.path = path

    def __enter__(self) -> None:
        self.settings, self.connection = connections.settings["default"], connections["default"]
        connections.settings["default"] = {**self.settings, "NAME": str(self.path)}
        connections["default"] = connections.create_connection("default")

    def __exit__(self, *_: object) -> None:
        connections["default"].close()
        connections.settings["default"], connections["default"] = self.settings, self.connection


class Processes:
    """Starts processes on the test's database and ends them with the test."""

    def __init__(self, *, folder: Path, environment: dict[str, str]) -> None:
        self.folder, self.environment = folder, environment
        self.started: list[subprocess.Popen] = []

    def start(self, *command: str, **environment: str) -> subprocess.Popen:
        with self._log_of(len(self.started)).open("w") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", *command],
                cwd=settings.BASE_DIR,
                env={**self.environment, **environment},
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        self.started.append(process)
        return process

    def runner(self, **environment: str) -> subprocess.Popen:
        return self.start("django", "run_jobs", **environment)

    def log(self, number: int) -> str:
        return self._log_of(number).read_text()

    def _log_of(self, number: int) -> Path:
        return self.folder / f"process-{number}.log"

    def end(self) -> None:
        for process in self.started:
            if process.poll() is None:
                process.send_signal(signal.SIGCONT)
                process.kill()
            process.wait()


@pytest.fixture
def processes(real_database: str, tmp_path: Path) -> Iterator[Processes]:
    folder = tmp_path / "processes"
    folder.mkdir()
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.jobs.site",
        "SHOPOPS_VAR": str(tmp_path / "var"),
        "DATABASE_URL": real_database,
        "REDIS_URL": "",
        "JOB_LEASE_SECONDS": str(LEASE),
        "LOG_LEVEL": "INFO",
    }
    running = Processes(folder=folder, environment=environment)
    yield running
    running.end()
    # Shown by pytest only where the test failed.
    for number in range(len(running.started)):
        print(f"--- process {number}\n{running.log(number)}")
