"""Notices that a page shows once. What was just done can be undone from its notice."""

from django.contrib import messages
from django.http import HttpRequest
from django.utils.functional import Promise


def say_done(request: HttpRequest, text: str | Promise, *, undo: str = "") -> None:
    """`undo` is an address of this site that takes the act back when it is posted to."""
    messages.success(request, str(text), extra_tags=undo)


def say_refused(request: HttpRequest, text: str | Promise) -> None:
    messages.error(request, str(text))
