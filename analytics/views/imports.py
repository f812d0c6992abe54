"""The files loaded, and the rows of them that were set aside."""

from pathlib import Path

from django.conf import settings
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from analytics.importing.see import see_rejects
from analytics.models import Batch
from analytics.panels.batches import batch_page
from analytics.panels.first_steps import no_files
from analytics.panels.to_do import to_do
from shopops.shops.access import shop_page
from shopops.shops.requests import ShopRequest
from shopops.web.fragments import page_or_fragment
from shopops.web.notices import say_done


@require_GET
@shop_page("imports")
def imports(request: ShopRequest, shop: str) -> HttpResponse:
    context = {
        "page": batch_page(request.shop, request.GET.get("page", "")),
        "to_do": to_do(request.shop),
        "empty": no_files(slug=shop),
    }
    return page_or_fragment(request, "analytics/imports.html", context, fragment="batches")


@require_GET
@shop_page("imports")  # type: ignore[arg-type]
def rejects(request: ShopRequest, shop: str, batch: int) -> FileResponse:
    """The rows of a file that were set aside, with line and reason. Who fetches them has seen them."""
    mine = Batch.objects.filter(shop=request.shop, pk=batch)
    found = get_object_or_404(mine)
    path = Path(settings.REJECTS_ROOT) / f"shop={found.shop_id}" / found.reject_file
    if not found.reject_file or not path.is_file():
        raise Http404
    see_rejects(mine, at=timezone.now())
    return FileResponse(
        path.open("rb"),
        as_attachment=True,
        filename=f"set-aside-{found.pk}.csv",
        content_type="text/csv; charset=utf-8",
    )


@require_POST
@shop_page("imports", write=True)
def rejects_seen(request: ShopRequest, shop: str) -> HttpResponse:
    """The rows set aside want nothing more: those of the files named, or of all."""
    mine, named = Batch.objects.filter(shop=request.shop), request.POST.getlist("batch")
    seen = see_rejects(mine.filter(pk__in=_numbers(named)) if named else mine, at=timezone.now())
    say_done(
        request, ngettext("%(count)d file marked as seen.", "%(count)d files marked as seen.", seen) % {"count": seen}
    )
    return redirect("imports", shop=shop)


def _numbers(words: list[str]) -> list[int]:
    """Only those that can be numbers of rows: 64 bits are 18 digits and some."""
    return [int(word) for word in words if word.isascii() and word.isdigit() and len(word) <= 18]
