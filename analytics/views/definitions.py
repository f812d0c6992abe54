"""What every figure means."""

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from analytics.metrics.registry import all_metrics
from analytics.panels.terms import term_groups
from shopops.shops.access import shop_page
from shopops.shops.requests import ShopRequest
from shopops.web.fragments import page_or_fragment


@require_GET
@shop_page("definitions")
def definitions(request: ShopRequest, shop: str) -> HttpResponse:
    search = request.GET.get("q", "").strip()[:100]
    context = {"groups": term_groups(all_metrics(), search=search), "search": search}
    return page_or_fragment(request, "analytics/definitions.html", context, fragment="terms")
