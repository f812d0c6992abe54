"""The files loaded, and the rows of them that were set aside."""

from pathlib import Path

from django.conf import settings
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from analytics.models import Batch
from analytics.panels.batches import batch_page
from analytics.panels.first_steps import no_files
from shopops.shops.access import shop_page
from shopops.shops.requests import ShopRequest
from shopops.web.fragments import page_or_fragment


@require_GET
@shop_page("imports")
def imports(request: ShopRequest, shop: str) -> HttpResponse:
    context = {"page": batch_page(request.shop, request.GET.get("page", "")), "empty": no_files(slug=shop)}
    return page_or_fragment(request, "analytics/imports.html", context, fragment="batches")


@require_GET
@shop_page("imports")  # type: ignore[arg-type]
def rejects(request: ShopRequest, shop: str, batch: int) -> FileResponse:
    """The rows of a file that were set aside, with line and reason."""
    found = get_object_or_404(Batch.objects.filter(shop=request.shop), pk=batch)
    path = Path(settings.REJECTS_ROOT) / f"shop={found.shop_id}" / found.reject_file
    if not found.reject_file or not path.is_file():
        raise Http404
    return FileResponse(
        path.open("rb"),
        as_attachment=True,
        filename=f"set-aside-{found.pk}.csv",
        content_type="text/csv; charset=utf-8",
    )
