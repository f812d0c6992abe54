"""The shop of a request: taken from the address, and only if the person works in it."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse

from shopops.shops.models import Role, Shop

YEAR = 60 * 60 * 24 * 365


def shops_of(user: AbstractBaseUser | AnonymousUser) -> list[Shop]:
    """The shops a person works in, by name, each with the person's `role`; one query."""
    return list(Shop.objects.visible_to(user).annotate(role=F("memberships__role")))


def last_shop_cookie() -> str:
    return "__Host-shop" if settings.SESSION_COOKIE_SECURE else "shop"


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
