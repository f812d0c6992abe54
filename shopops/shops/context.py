"""What the frame around every page needs."""

from functools import partial
from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from shopops.shops.access import Door, Wall
from shopops.shops.middleware import shops_of
from shopops.shops.models import Preferences
from shopops.shops.navigation import Group, navigation, page_at
from shopops.shops.prefer import preferences_of
from shopops.web.typed import take_typed


def shell(request: HttpRequest) -> dict[str, Any]:
    """`shop`, `role`, `my_shops` (each with `role`), `navigation`, how the person wants it all to `look`, and `typed`.

    Nothing is asked of the database twice. `typed` is called by the page that shows it, and by it alone: it can be had
    once.
    """
    shop, role = getattr(request, "shop", None), getattr(request, "role", None)
    return {
        "shop": shop,
        "role": role,
        "my_shops": SimpleLazyObject(lambda: _my_shops(request)),
        "navigation": SimpleLazyObject(lambda: _navigation(request)),
        "look": SimpleLazyObject(lambda: _look(request)),
        "typed": partial(take_typed, request),
    }


def _look(request: HttpRequest) -> Preferences:
    user = getattr(request, "user", None)
    return preferences_of(user) if user else Preferences()


def _my_shops(request: HttpRequest) -> list[Any]:
    known = getattr(request, "my_shops", None)
    user = getattr(request, "user", None)
    if known is not None or user is None:
        return known or []
    return shops_of(user)


def _navigation(request: HttpRequest) -> list[Group]:
    shop, role = getattr(request, "shop", None), getattr(request, "role", None)
    return navigation(shop, role, active=_page_of(request)) if shop and role else []


def _page_of(request: HttpRequest) -> str:
    match = request.resolver_match
    door: Door | None = getattr(match.func, "door", None) if match else None
    return page_at(match.url_name or "", door=door.page) if match and door and door.wall is Wall.SHOP else ""
