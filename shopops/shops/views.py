"""The way in and out: the first page, the log-out."""

from allauth.account import views as account
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from shopops.shops.access import signed_in
from shopops.shops.middleware import last_shop_cookie, shops_of
from shopops.shops.models import Role, Shop
from shopops.shops.navigation import navigation


@require_GET
@signed_in
def home(request: HttpRequest) -> HttpResponse:
    """The first page that the person may open, in the shop seen last; a page that says so if there is none."""
    shops = _last_first(shops_of(request.user), slug=request.COOKIES.get(last_shop_cookie(), ""))
    for shop in shops:
        for group in navigation(shop, Role(shop.role)):  # type: ignore[attr-defined]
            return redirect(group.entries[0].url)
    return render(request, "shops/nothing_here.html", {"has_shop": bool(shops)})


def _last_first(shops: list[Shop], *, slug: str) -> list[Shop]:
    return sorted(shops, key=lambda shop: shop.slug != slug)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def logout(request: HttpRequest) -> HttpResponse:
    """allauth's log-out, which also empties what the browser kept."""
    response = account.logout(request)
    if request.method == "POST" and isinstance(response, HttpResponseRedirect):
        response.headers["Clear-Site-Data"] = '"cache", "storage"'
        response.delete_cookie(last_shop_cookie(), samesite=settings.SESSION_COOKIE_SAMESITE)
    return response
