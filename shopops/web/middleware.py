"""What holds for every answer: no copies are kept, and a fragment whose session has ended leads to the log-in."""

from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import resolve_url
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django_htmx.http import HttpResponseClientRedirect

from shopops.web.errors import refusal

GetResponse = Callable[[HttpRequest], HttpResponse]


class PrivateAnswers:
    """No browser and no proxy keeps a copy of what the site answers; static files do not come this way."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers["Cache-Control"] = "no-store"
        return response


class LoginAsWholePage:
    """Where htmx asked for a piece and the session has ended, the browser goes to the log-in and back to its page.

    Without this the log-in form would appear inside the piece. Answers 405 get the same notice as other refusals.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and not response.content:
            response = _with_allow(refusal(request, HTTPStatus.METHOD_NOT_ALLOWED), response)
        if request.htmx and _is_login_redirect(response):  # type: ignore[attr-defined]
            response = HttpResponseClientRedirect(f"{_login_path()}?{urlencode({'next': _page_of(request)})}")
        patch_vary_headers(response, ["HX-Request", "HX-Boosted", "HX-History-Restore-Request"])
        return response


def _with_allow(response: HttpResponse, refused: HttpResponse) -> HttpResponse:
    response.headers["Allow"] = refused.headers["Allow"]
    response._has_been_logged = True  # type: ignore[attr-defined]
    return response


def _login_path() -> str:
    return resolve_url(settings.LOGIN_URL)


def _is_login_redirect(response: HttpResponse) -> bool:
    return response.status_code == HTTPStatus.FOUND and response.headers["Location"].split("?")[0] == _login_path()


def _page_of(request: HttpRequest) -> str:
    """The page in the browser's address bar, if it is one of this site."""
    htmx = request.htmx  # type: ignore[attr-defined]
    if request.method == "GET" and (htmx.boosted or htmx.history_restore_request):
        return request.get_full_path()
    page = htmx.current_url_abs_path or ""
    is_ours = url_has_allowed_host_and_scheme(page, allowed_hosts=None)
    return page if is_ours else resolve_url(settings.LOGIN_REDIRECT_URL)
