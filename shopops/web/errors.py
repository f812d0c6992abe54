"""What a person sees when something is refused or fails: one page, or one notice where htmx asked for a piece.

The page is rendered without context processors: it asks the database nothing, and looks the same for everybody.
"""

import logging
import sys
from http import HTTPStatus

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from shopops.web.fragments import wants_fragment

log = logging.getLogger("shopops.refused")

# The frame has a place for notices; htmx is told there to swap refusals in.
NOTICE_HEADERS = {"HX-Retarget": "#notices", "HX-Reswap": "innerHTML", "HX-Push-Url": "false"}
PLAIN_TEXT = "text/plain; charset=utf-8"
TITLES: dict[HTTPStatus, str | Promise] = {
    HTTPStatus.BAD_REQUEST: _("This request cannot be read"),
    HTTPStatus.FORBIDDEN: _("This is not open to your role"),
    HTTPStatus.NOT_FOUND: _("There is nothing at this address"),
    HTTPStatus.METHOD_NOT_ALLOWED: _("This cannot be done here"),
    HTTPStatus.TOO_MANY_REQUESTS: _("Too many attempts"),
    HTTPStatus.INTERNAL_SERVER_ERROR: _("Something went wrong on the server"),
    HTTPStatus.SERVICE_UNAVAILABLE: _("The server is busy"),
}
ADVICE: dict[HTTPStatus, str | Promise] = {
    HTTPStatus.BAD_REQUEST: _("Go back and try again."),
    HTTPStatus.FORBIDDEN: _("Ask the owner of the shop if you need it."),
    HTTPStatus.NOT_FOUND: _("It may have moved, or it belongs to a shop you do not work in."),
    HTTPStatus.METHOD_NOT_ALLOWED: _("Go back and try again."),
    HTTPStatus.TOO_MANY_REQUESTS: _("Wait a few minutes, then try again."),
    HTTPStatus.INTERNAL_SERVER_ERROR: _("It has been written to the log. Nothing was half saved; try again."),
    HTTPStatus.SERVICE_UNAVAILABLE: _("The database did not answer in time. Nothing was saved; try again in a minute."),
}


def refusal(
    request: HttpRequest, status: HTTPStatus, *, title: str | Promise = "", advice: str | Promise = ""
) -> HttpResponse:
    """The error page; for htmx its notice alone, sent to the place for notices."""
    piece = hasattr(request, "htmx") and wants_fragment(request)
    context = {
        "status": status.value,
        "title": title or TITLES[status],
        "advice": advice or ADVICE[status],
        "reference": getattr(request, "reference", "") if status >= HTTPStatus.INTERNAL_SERVER_ERROR else "",
        "home": reverse("home"),
    }
    template, headers = ("error.html#notice", NOTICE_HEADERS) if piece else ("error.html", {})
    return HttpResponse(render_to_string(template, context), status=status, headers=headers)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return refusal(request, HTTPStatus.BAD_REQUEST)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    log.warning("refused: user %s, %s %s", getattr(request.user, "pk", None), request.method, request.path)
    return refusal(request, HTTPStatus.FORBIDDEN)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return refusal(request, HTTPStatus.NOT_FOUND)


def too_many(request: HttpRequest) -> HttpResponse:
    """Called by the rate limits of the log-in."""
    log.warning("rate limit: %s %s", request.method, request.path)
    return refusal(request, HTTPStatus.TOO_MANY_REQUESTS)


def server_error(request: HttpRequest) -> HttpResponse:
    """503 when the database did not answer, else 500."""
    busy = _is_busy(sys.exc_info()[1])
    status = HTTPStatus.SERVICE_UNAVAILABLE if busy else HTTPStatus.INTERNAL_SERVER_ERROR
    try:
        response = refusal(request, status)
    except Exception:  # the page of an error must not fail itself, whatever is broken
        log.exception("the error page failed")
        response = HttpResponse(f"{status.value} {status.phrase}\n", status=status, content_type=PLAIN_TEXT)
    if busy:
        response.headers["Retry-After"] = "30"
    return response


def _is_busy(failure: BaseException | None) -> bool:
    # SQLite uses the same class for a table that is missing, which waiting does not mend.
    return isinstance(failure, OperationalError) and not str(failure).startswith("no such")


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The failure of the CSRF check."""
    log.warning("csrf: %s, %s %s", reason, request.method, request.path)
    return refusal(
        request,
        HTTPStatus.FORBIDDEN,
        title=_("This form has expired"),
        advice=_("Load the page again and send the form once more."),
    )
