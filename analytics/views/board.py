"""The daily board, and its figures as files."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from analytics.explain.headline import headline
from analytics.explain.panel import WHY
from analytics.explain.tiles import usual_board
from analytics.panels.board_file import HEADER, board_rows, board_sheet
from analytics.panels.daily import panels_of
from analytics.panels.everything import EVERYTHING
from analytics.panels.first_steps import first_steps
from analytics.panels.freshness import Freshness
from analytics.panels.sources import CHOICES, Splits, split_of
from analytics.panels.types import Panel
from analytics.panels.until import explained
from analytics.panels.workbook import definitions_sheet, panel_sheet
from analytics.views.context import Asked, asked_of
from shopops.shops.access import shop_page
from shopops.shops.requests import ShopRequest
from shopops.web.downloads import csv_download
from shopops.web.fragments import page_or_fragment
from shopops.web.period_bar import Carried
from shopops.web.sheets import xlsx_download


@require_GET
@shop_page("daily")
def daily(request: ShopRequest, shop: str) -> HttpResponse:
    asked = asked_of(request)
    fresh = asked.fresh
    context = asked.context
    context["is_empty"] = fresh.newest is None
    context |= _split(asked)
    context |= _first_steps(request, fresh) if fresh.newest is None else _board(asked)
    return page_or_fragment(request, "analytics/daily.html", context, fragment="board")


@require_GET
@shop_page("daily")
def daily_csv(request: ShopRequest, shop: str) -> HttpResponse:
    asked = asked_of(request)
    return csv_download(asked.file_name("daily", "csv"), HEADER, board_rows(asked.answer(EVERYTHING)))


@require_GET
@shop_page("daily")
def daily_xlsx(request: ShopRequest, shop: str) -> HttpResponse:
    """The figures, a sheet a panel of the board, and the definitions."""
    asked = asked_of(request)
    everything = asked.answer(EVERYTHING)
    panels = [panel for panel in _panels(asked.fresh, asked.split) if panel is not EVERYTHING]
    sheets = [panel_sheet(panel, asked.answer(panel)) for panel in panels]
    meanings = definitions_sheet(everything.metrics, asked.about)
    return xlsx_download(asked.file_name("daily", "xlsx"), [board_sheet(everything), *sheets, meanings])


def _panels(fresh: Freshness, split: str) -> tuple[Panel, ...]:
    """What moved the money first."""
    found = panels_of(has_facts=fresh.newest is not None, has_reports=fresh.reported is not None, split=split)
    return (WHY, *found) if fresh.newest is not None else found


def _split(asked: Asked) -> dict[str, Any]:
    chosen = split_of(asked.split)
    carried = Carried(query=f"&split={chosen.split}") if asked.split else Carried()
    splits = Splits(CHOICES, chosen) if asked.fresh.newest else None
    return {"panels": _panels(asked.fresh, asked.split), "splits": splits, "carried": carried}


def _board(asked: Asked) -> dict[str, Any]:
    shop, period = asked.request.shop, asked.period
    board = usual_board(shop, period, calendar=asked.calendar, running=asked.running, incomplete=asked.fresh.incomplete)
    return {
        "board": board,
        "headline": headline(board, period, currency=shop.currency),
        "unfinished": explained(period, board.until) if board.until else "",
        "title": _("Daily board, %(days)s") % {"days": asked.bar.words},
        "definitions": reverse("definitions", kwargs={"shop": shop.slug}),
    }


def _first_steps(request: ShopRequest, fresh: Freshness) -> dict[str, Any]:
    return {"empty": first_steps(fresh, slug=request.shop.slug)}
