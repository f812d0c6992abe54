"""The shop of a request, taken from the address and only if the person works in it; and the person's language."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation

from shopops.shops.badges import with_badges
from shopops.shops.days import DayCutRule
from shopops.shops.models import Role, Shop
from shopops.shops.prefer import preferences_of

YEAR = 60 * 60 * 24 * 365


def shops_of(user: AbstractBaseUser | AnonymousUser) -> list[Shop]:
    """The shops a person works in, by name, each with the person's `role`, day cuts and badges; one query."""
    rows = with_badges(Shop.objects.visible_to(user)).annotate(
        role=F("memberships__role"),
        cut_from=F("day_cuts__first_day"),
        cut_at=F("day_cuts__cut"),
        cut_zone=F("day_cuts__timezone"),
    )
    shops: dict[int, Shop] = {}
    for row in rows.order_by("name", "id", "cut_from"):
        shop = shops.setdefault(row.pk, row)
        shop.known_cuts = (*(shop.known_cuts or ()), *_cut_of(row))
    return list(shops.values())


def _cut_of(row: Shop) -> tuple[DayCutRule, ...]:
    """The cut in a row of shops joined to their cuts; a shop without one has a row too."""
    if row.cut_from is None:  # type: ignore[attr-defined]
        return ()
    return (DayCutRule(row.cut_from, row.cut_at, row.cut_zone),)  # type: ignore[attr-defined]


def last_shop_cookie() -> str:
    return "__Host-shop" if settings.SESSION_COOKIE_SECURE else "shop"


class LanguageOfPerson:
    """The language that the person chose stands before the cookie and the wish of the browser.

    Public addresses stay with these: nothing is asked about whoever calls there.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> None:
        if not getattr(view, "login_required", True):
            return
        language = preferences_of(request.user).language
        if language in dict(settings.LANGUAGES):
            translation.activate(language)
            request.LANGUAGE_CODE = language


class ShopOfAddress:
    """Sets `request.shop`, `request.role` and `request.my_shops` where the address names a shop, else all are None.

    One query finds shops and role together. A foreign shop and a missing one are the same 404 after the same query.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.shop = request.role = request.my_shops = None  # type: ignore[attr-defined]
        response = self.get_response(request)
        _remember_shop(request, response)
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> None:
        if "shop" not in kwargs:
            return
        request.my_shops = shops_of(request.user)  # type: ignore[attr-defined]
        found = next((shop for shop in request.my_shops if shop.slug == kwargs["shop"]), None)  # type: ignore[attr-defined]
        if found is None:
            raise Http404
        request.shop, request.role = found, Role(found.role)  # type: ignore[attr-defined]


def _remember_shop(request: HttpRequest, response: HttpResponse) -> None:
    """So that `/` opens the shop seen last. Only a wish: it is looked up among the person's own shops."""
    shop, name = request.shop, last_shop_cookie()  # type: ignore[attr-defined]
    if shop is not None and request.COOKIES.get(name) != shop.slug:
        secure = settings.SESSION_COOKIE_SECURE
        response.set_cookie(name, shop.slug, max_age=YEAR, secure=secure, httponly=True, samesite="Lax")
