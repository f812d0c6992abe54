"""What was typed into a form whose session had ended: kept for the same browser, for its next look at that page."""

from typing import TypedDict

from django.conf import settings
from django.http import HttpRequest

KEY = "typed"
MOST_CHARACTERS = 50_000
KEPT_SECONDS = 60 * 60
NEVER_KEPT = ("password", "csrfmiddlewaretoken")


class Typed(TypedDict):
    page: str  # where the form stood
    action: str  # where it was sent
    fields: dict[str, list[str]]


def keep_typed(request: HttpRequest, *, page: str) -> None:
    """Only for a browser that had been logged in: strangers store nothing. Passwords and files are never kept."""
    fields = {name: values for name, values in request.POST.lists() if not any(word in name for word in NEVER_KEPT)}
    size = sum(len(value) for values in fields.values() for value in values)
    if settings.SESSION_COOKIE_NAME in request.COOKIES and fields and size <= MOST_CHARACTERS:
        request.session[KEY] = Typed(page=page, action=request.get_full_path(), fields=fields)
        request.session.set_expiry(KEPT_SECONDS)


def take_typed(request: HttpRequest) -> Typed | None:
    """What is kept for this page; the second time it is gone."""
    session = getattr(request, "session", {})
    kept: Typed | None = session.get(KEY)
    if kept is None or kept["page"] != request.get_full_path():
        return None
    del session[KEY]
    return kept
