"""The server of small installations, as a real process."""

import os
import signal
import socket
import subprocess
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from shopops.jobs.enqueue import enqueue
from shopops.jobs.models import Job, JobState
from shopops.jobs.static_files import collect_if_changed
from tests.jobs.chores.tasks import effects
from tests.jobs.real import Processes, eventually


@pytest.fixture
def port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def answers(port: int, path: str = "/healthz") -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as answer:
            return answer.status == 200
    except (urllib.error.URLError, ConnectionError):
        return False


def served(processes: Processes, port: int, **environment: str) -> subprocess.Popen:
    server = processes.start("django", "serve", "--port", str(port), **environment)
    eventually(lambda: server.poll() is not None or answers(port), seconds=60)
    assert server.poll() is None, processes.log(0)
    return server


def children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()] + [
        int(child)
        for task in Path(f"/proc/{pid}/task").iterdir()
        if task.name != str(pid)
        for child in (task / "children").read_text().split()
    ]


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_server_answers_does_jobs_and_ends_cleanly(processes, port, number):
    server = served(processes, port)
    job = enqueue("chores.write", args={"word": "a"})
    eventually(lambda: Job.objects.get(pk=job.pk).state == JobState.DONE)
    [runner] = children(server.pid)
    server.send_signal(number)
    assert server.wait(20) == 0
    assert not alive(runner)
    assert not answers(port)
    assert "Traceback" not in processes.log(0)


def test_a_runner_that_dies_is_replaced_and_its_job_taken_up_at_once(processes, port, tmp_path):
    server = served(processes, port, JOB_LEASE_SECONDS="600")
    job = enqueue("chores.wait", args={"word": "a", "begun": str(tmp_path / "begun"), "until": str(tmp_path / "until")})
    eventually((tmp_path / "begun").exists)
    [runner] = children(server.pid)
    os.kill(runner, signal.SIGKILL)
    (tmp_path / "until").touch()
    eventually(lambda: Job.objects.get(pk=job.pk).state == JobState.DONE)
    assert (Job.objects.get(pk=job.pk).lease, effects("a")) == (2, 1)
    assert answers(port)


def test_with_a_broker_the_server_starts_no_runner(processes, port):
    server = served(processes, port, REDIS_URL="redis://127.0.0.1:1/9")
    assert children(server.pid) == []


def test_a_port_that_is_taken_is_refused_with_a_reason(processes, port):
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", port))
        listener.listen()
        server = processes.start("django", "serve", "--port", str(port))
        assert server.wait(60) == 1
    assert f"cannot listen on 127.0.0.1:{port}: Address already in use" in processes.log(0)
    assert "Traceback" not in processes.log(0)


@pytest.fixture
def source(settings, tmp_path) -> Path:
    source = tmp_path / "source"
    source.mkdir()
    (source / "a.css").write_text("a{}")
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }
    settings.STATIC_ROOT = tmp_path / "collected"
    settings.STATICFILES_DIRS = [source]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    return source


def test_static_files_are_collected_when_one_is_new_changed_or_gone_and_only_then(source):
    assert collect_if_changed()
    assert not collect_if_changed()
    (source / "b.css").write_text("b{}")
    assert collect_if_changed()
    (source / "b.css").write_text("b{color:red}")
    assert collect_if_changed()
    (source / "b.css").unlink()
    assert collect_if_changed()
    assert not collect_if_changed()


def test_old_hashed_copies_stay_for_pages_that_are_still_open(source, settings):
    collect_if_changed()
    (source / "a.css").write_text("a{color:red}")
    collect_if_changed()
    assert len(list(Path(settings.STATIC_ROOT).glob("a.*.css"))) == 2


def test_static_files_are_collected_again_where_they_were_deleted(source, settings):
    collect_if_changed()
    (Path(settings.STATIC_ROOT) / "staticfiles.json").unlink()
    assert collect_if_changed()
