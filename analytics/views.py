"""Pages of figures: the daily board, its panels, the definitions and the files loaded."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from analytics.metrics.registry import all_metrics
from analytics.models import Batch
from analytics.panels.ask import ask
from analytics.panels.batches import batch_page
from analytics.panels.board import board_of
from analytics.panels.daily import panels_of
from analytics.panels.figure import file_header, file_rows, show
from analytics.panels.first_steps import first_steps, no_files
from analytics.panels.freshness import Freshness, badge, freshness_of
from analytics.panels.headline import headline
from analytics.panels.missing import why_empty
from analytics.panels.registry import UnknownPanel, find_panel
from analytics.panels.terms import term_of
from analytics.panels.types import Panel
from shopops.shops.access import Access, grant, shop_page
from shopops.shops.requests import ShopRequest
from shopops.web.days import span_in_words
from shopops.web.downloads import csv_download
from shopops.web.fragments import page_or_fragment, wants_fragment
from shopops.web.period import Period
from shopops.web.period_bar import period_bar


@require_GET
@shop_page("daily")
def daily(request: ShopRequest, shop: str) -> HttpResponse:
    fresh = freshness_of(request.shop)
    context = _period_context(request, fresh)
    context["is_empty"] = fresh.newest is None
    context["panels"] = panels_of(has_facts=fresh.newest is not None, has_reports=fresh.reported is not None)
    context |= _first_steps(request, fresh) if fresh.newest is None else _board(request, context["period"])
    return page_or_fragment(request, "analytics/daily.html", context, fragment="board")


@require_GET
@shop_page("daily")
def panel(request: ShopRequest, shop: str, key: str) -> HttpResponse:
    asked = _panel(request, key)
    context = _period_context(request, freshness_of(request.shop))
    answer = ask(asked, request.shop, context["period"])
    context |= {
        "panel": asked,
        "shown": show(asked, answer),
        "why": why_empty(answer),
        "figure_id": f"figure-{slugify(key)}",
        "is_page": not wants_fragment(request),
    }
    return page_or_fragment(request, "analytics/panel.html", context, fragment="panel")


@require_GET
@shop_page("daily")
def panel_csv(request: ShopRequest, shop: str, key: str) -> HttpResponse:
    asked = _panel(request, key)
    period = _period_context(request, freshness_of(request.shop))["period"]
    answer = ask(asked, request.shop, period)
    name = f"{shop}-{slugify(key)}-{period.first}-{period.last}.csv"
    return csv_download(name, file_header(answer), file_rows(answer))


@require_GET
@shop_page("definitions")
def definitions(request: ShopRequest, shop: str) -> HttpResponse:
    context = {"terms": [term_of(metric) for metric in all_metrics()]}
    return page_or_fragment(request, "analytics/definitions.html", context, fragment="terms")


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


def _panel(request: ShopRequest, key: str) -> Panel:
    """404 for a panel that nobody declared, 403 for one whose page the role may not read."""
    try:
        asked = find_panel(key)
    except UnknownPanel:
        raise Http404 from None
    if grant(asked.page, request.role).access < Access.READ:
        raise PermissionDenied
    return asked


def _period_context(request: ShopRequest, fresh: Freshness) -> dict[str, Any]:
    today = request.shop.days.day_of(timezone.now())
    period = Period.from_query(request.GET, today=today, newest=fresh.opens_on)
    return {"period": period, "bar": period_bar(period, today=today), "freshness": badge(fresh, period)}


def _board(request: ShopRequest, period: Period) -> dict[str, Any]:
    board = board_of(request.shop, period)
    return {
        "board": board,
        "headline": headline(board, period, currency=request.shop.currency),
        "title": _("Daily board, %(days)s") % {"days": span_in_words(period.first, period.last)},
        "definitions": reverse("definitions", kwargs={"shop": request.shop.slug}),
    }


def _first_steps(request: ShopRequest, fresh: Freshness) -> dict[str, Any]:
    return {"empty": first_steps(fresh, slug=request.shop.slug)}
