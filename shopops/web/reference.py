"""A name for each request, shown on its error page and written into its log lines."""

import contextvars
import logging
import secrets
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

current_reference: contextvars.ContextVar[str] = contextvars.ContextVar("reference", default="-")


class WithReference(logging.Filter):
    """Puts the reference of the request into each line of the log."""

    def filter(self, record: logging.LogRecord) -> bool:
        # Django logs refusals after the last middleware, with the request beside the message.
        request = getattr(record, "request", None)
        record.reference = getattr(request, "reference", current_reference.get())
        return True


class Reference:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.reference = secrets.token_hex(6)  # type: ignore[attr-defined]
        token = current_reference.set(request.reference)  # type: ignore[attr-defined]
        try:
            response = self.get_response(request)
        finally:
            current_reference.reset(token)
        response.headers["X-Request-ID"] = request.reference  # type: ignore[attr-defined]
        return response
