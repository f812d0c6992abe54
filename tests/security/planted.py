"""Addresses with a fault each, to show that the tests of this folder see it. Never part of the site."""

from django.core.cache import cache
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import include, path

from shopops.catalog.models import Product
from shopops.shops.access import Door, Wall, public, shop_page, signed_in
from shopops.shops.models import Role, Shop
from shopops.urls import urlpatterns as site


def forgotten(request: HttpRequest, shop: str) -> HttpResponse:
    return HttpResponse("no mark")


@signed_in
def leaky(request: HttpRequest, name: str) -> HttpResponse:
    """Loads, then compares: two ways to say no."""
    if not Shop.objects.filter(slug=name).exists():
        raise Http404
    return HttpResponse("not yours", status=403)


def unkept(request: HttpRequest, shop: str) -> HttpResponse:
    return HttpResponse("open to everybody in the shop")


unkept.door = Door(Wall.SHOP, "daily")  # type: ignore[attr-defined]


@shop_page("daily")
def unscoped(request: HttpRequest, shop: str) -> HttpResponse:
    return HttpResponse(", ".join(Product.objects.values_list("title", flat=True)))


@shop_page("daily")
def by_number(request: HttpRequest, shop: str, number: int) -> HttpResponse:
    return HttpResponse(Product.objects.get(pk=number).title)


@shop_page("daily")
def cached_for_all(request: HttpRequest, shop: str) -> HttpResponse:
    title = cache.get_or_set("newest-product", lambda: request.shop.products.last().title)  # type: ignore[attr-defined]
    return HttpResponse(title)


@shop_page("daily")
def writing(request: HttpRequest, shop: str) -> HttpResponse:
    request.shop.name = "changed by looking"  # type: ignore[attr-defined]
    request.shop.save()  # type: ignore[attr-defined]
    return HttpResponse("")


@public
def failing(request: HttpRequest) -> HttpResponse:
    raise RuntimeError(f"{Role.OWNER} secret detail")


@public
def busy(request: HttpRequest) -> HttpResponse:
    raise OperationalError("database is locked")


planted = [
    path("forgotten/", forgotten, name="forgotten"),
    path("unkept/", unkept, name="unkept"),
    path("unscoped/", unscoped, name="unscoped"),
    path("by-number/<int:number>/", by_number, name="by_number"),
    path("cached/", cached_for_all, name="cached"),
    path("writing/", writing, name="writing"),
]
urlpatterns = [
    path("s/<slug:name>/leaky/", leaky, name="leaky"),
    path("failing/", failing, name="failing"),
    path("busy/", busy, name="busy"),
    path("s/<slug:shop>/", include(planted)),
    *site,
]
handler400 = "shopops.web.errors.bad_request"
handler403 = "shopops.web.errors.forbidden"
handler404 = "shopops.web.errors.not_found"
handler500 = "shopops.web.errors.server_error"
