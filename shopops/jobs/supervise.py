"""Keeps one embedded runner alive beside the web server: a process, since a thread would share its interpreter."""

import logging
import os
import socket
import subprocess
import sys
import threading
import time

from django.conf import settings
from django.db import Error, connection

from shopops.jobs.sweep import release

log = logging.getLogger(__name__)
SHORTEST_PAUSE = 0.5
LONGEST_PAUSE = 30.0
LIVED_WELL = 60.0
STOP_TIME = 15.0


class Supervisor:
    """Starts the runner, starts it anew when it dies, and ends it."""

    def __init__(self) -> None:
        self.child: subprocess.Popen | None = None
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="supervisor", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Lets the runner end its transaction; after a while it is ended."""
        self._stopping.set()
        self._thread.join()

    def _watch(self) -> None:
        pause = SHORTEST_PAUSE
        while not self._stopping.is_set():
            started = time.monotonic()
            self._live()
            # A runner that dies at once every time must not keep the machine busy with starting it.
            pause = SHORTEST_PAUSE if time.monotonic() - started > LIVED_WELL else min(pause * 2, LONGEST_PAUSE)
            self._stopping.wait(pause)

    def _live(self) -> None:
        command = [sys.executable, "-m", "django", "run_jobs", "--parent", str(os.getpid())]
        self.child = subprocess.Popen(command, cwd=settings.BASE_DIR)
        while self.child.poll() is None and not self._stopping.wait(0.2):
            pass
        if self.child.poll() is None:
            self._end(self.child)
        elif self.child.returncode:
            log.error("the runner of background jobs ended with %s", self.child.returncode)
        _release(self.child.pid)

    def _end(self, child: subprocess.Popen) -> None:
        child.terminate()
        try:
            child.wait(STOP_TIME)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def _release(pid: int) -> None:
    try:
        release(f"{socket.gethostname()}:{pid}")
    except Error:
        log.warning("could not put back the jobs of the runner, their lease will run out", exc_info=True)
    connection.close()
