"""The connections of the test's server: those that a window leaves open are ended with its test."""

import socket
import threading

from django.core.servers.basehttp import ThreadedWSGIServer
from django.test.testcases import QuietWSGIRequestHandler

PATIENCE = 10


class Remembered(QuietWSGIRequestHandler):
    """Answers on one connection, which is known as long as it is open."""

    opened: set[socket.socket] = set()

    def setup(self) -> None:
        super().setup()
        self.opened.add(self.connection)

    def finish(self) -> None:
        self.opened.discard(self.connection)
        super().finish()


def remember(server: ThreadedWSGIServer) -> None:
    server.RequestHandlerClass = Remembered


def wait_for_answers() -> None:
    """The server may still be writing to closed windows: until it is done, the tables cannot be emptied.

    What waits for another request of a browser that lives on is told that none will come.
    """
    for connection in list(Remembered.opened):
        try:
            connection.shutdown(socket.SHUT_RD)
        except OSError:  # the browser was faster
            continue
    for thread in threading.enumerate():
        if "process_request_thread" in thread.name:
            thread.join(PATIENCE)
