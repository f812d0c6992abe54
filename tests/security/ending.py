"""Ends an answer that was not read to its end, such as a file."""

from django.core.signals import request_finished
from django.db import close_old_connections
from django.http import HttpResponseBase


def ended(answer: HttpResponseBase) -> HttpResponseBase:
    """The answer, its file closed; the connection of the test stays open, as in Django's own test client."""
    request_finished.disconnect(close_old_connections)
    answer.close()
    request_finished.connect(close_old_connections)
    return answer
