"""What holds for every answer: no copies are kept, and a fragment whose session has ended leads to the log-in."""

from collections.abc import Callable
from http import HTTPStatus
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django_htmx.http import HttpResponseClientRedirect

from shopops.web.errors import refusal
from shopops.web.typed import keep_typed

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
    """Where the session has ended, the browser goes to the log-in and back to its page; what was typed is kept.

    Without this the log-in form would appear inside the piece that htmx asked for, and a form would lead back to an
    address that only takes posts. Answers 405 get the same notice as other refusals.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and not response.content:
            response = _with_allow(refusal(request, HTTPStatus.METHOD_NOT_ALLOWED), response)
        if _was_shut_out(request, response) and (request.htmx or request.method == "POST"):  # type: ignore[attr-defined]
            response = _login_and_back(request)
        patch_vary_headers(response, ["HX-Request", "HX-Boosted", "HX-History-Restore-Request"])
        return response


def _with_allow(response: HttpResponse, refused: HttpResponse) -> HttpResponse:
    response.headers["Allow"] = refused.headers["Allow"]
    response._has_been_logged = True  # type: ignore[attr-defined]
    return response


def _login_and_back(request: HttpRequest) -> HttpResponse:
    page = _page_of(request)
    if request.method == "POST":
        keep_typed(request, page=page)
    login = f"{_login_path()}?{urlencode({'next': page})}"
    is_htmx = bool(request.htmx)  # type: ignore[attr-defined]
    return HttpResponseClientRedirect(login) if is_htmx else HttpResponseRedirect(login)


def _login_path() -> str:
    return resolve_url(settings.LOGIN_URL)


def _was_shut_out(request: HttpRequest, response: HttpResponse) -> bool:
    """Led to the log-in by its wall. A public address may lead there by itself, as the language menu does."""
    match = request.resolver_match
    if response.status_code != HTTPStatus.FOUND or (match and not getattr(match.func, "login_required", True)):
        return False
    return response.headers["Location"].split("?")[0] == _login_path()


def _page_of(request: HttpRequest) -> str:
    """The page in the browser's address bar, if it is one of this site."""
    htmx = request.htmx  # type: ignore[attr-defined]
    if request.method == "GET" and (htmx.boosted or htmx.history_restore_request):
        return request.get_full_path()
    page = (htmx.current_url_abs_path if htmx else _referring_page(request)) or ""
    is_ours = url_has_allowed_host_and_scheme(page, allowed_hosts=None)
    return page if is_ours else resolve_url(settings.LOGIN_REDIRECT_URL)


def _referring_page(request: HttpRequest) -> str:
    """Where a plain form stood, as path and query; empty for a page of another site."""
    referrer = urlsplit(request.headers.get("Referer", ""))
    is_ours = (referrer.scheme, referrer.netloc) == (request.scheme, request.get_host())
    return referrer._replace(scheme="", netloc="", fragment="").geturl() if is_ours else ""
