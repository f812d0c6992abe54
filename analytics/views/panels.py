"""One panel: as a piece of a page or a page of its own, and as a file."""

from urllib.parse import parse_qsl

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.utils.text import slugify
from django.views.decorators.http import require_GET

from analytics.panels.figure import file_header, file_rows, show
from analytics.panels.missing import why_empty
from analytics.panels.registry import UnknownPanel, find_panel
from analytics.panels.types import Panel
from analytics.panels.view import View
from analytics.panels.workbook import definitions_sheet, panel_sheet
from analytics.views.context import asked_of
from shopops.shops.access import Access, grant, shop_page
from shopops.shops.requests import ShopRequest
from shopops.web.downloads import csv_download
from shopops.web.fragments import page_or_fragment, wants_fragment
from shopops.web.sheets import xlsx_download


@require_GET
@shop_page("daily")
def panel(request: ShopRequest, shop: str, key: str) -> HttpResponse:
    found = _panel(request, key)
    asked = asked_of(request)
    answer = asked.answer(found, _view(request, found))
    context = asked.context | {
        "panel": found,
        "shown": show(found, answer),
        "why": why_empty(answer),
        "figure_id": f"figure-{slugify(key)}",
        "is_page": not wants_fragment(request),
        "view": answer.view,
        "period_pairs": parse_qsl(asked.period.query),
    }
    return page_or_fragment(request, "analytics/panel.html", context, fragment="panel")


@require_GET
@shop_page("daily")
def panel_csv(request: ShopRequest, shop: str, key: str) -> HttpResponse:
    found, asked = _panel(request, key), asked_of(request)
    answer = asked.answer(found, _view(request, found))
    return csv_download(asked.file_name(slugify(key), "csv"), file_header(answer), file_rows(answer))


@require_GET
@shop_page("daily")
def panel_xlsx(request: ShopRequest, shop: str, key: str) -> HttpResponse:
    found, asked = _panel(request, key), asked_of(request)
    answer = asked.answer(found, _view(request, found))
    sheets = [panel_sheet(found, answer), definitions_sheet(found.metrics, asked.about)]
    return xlsx_download(asked.file_name(slugify(key), "xlsx"), sheets)


def _view(request: ShopRequest, panel: Panel) -> View:
    """How the table of the panel is looked at: the same for page, piece and files."""
    return View.from_query(dict(request.GET.lists()), known=[metric.key for metric in panel.metrics])


def _panel(request: ShopRequest, key: str) -> Panel:
    """404 for a panel that nobody declared, 403 for one whose page the role may not read."""
    try:
        found = find_panel(key)
    except UnknownPanel:
        raise Http404 from None
    if grant(found.page, request.role).access < Access.READ:
        raise PermissionDenied
    return found
