"""The request of a view behind `shop_page`."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from shopops.shops.access import Grant
from shopops.shops.models import Role, Shop


class ShopRequest(HttpRequest):
    """For type checkers: what the middleware and the door have put on it."""

    shop: Shop
    my_shops: list[Shop]
    role: Role
    grant: Grant
    htmx: HtmxDetails
