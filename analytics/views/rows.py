"""The rows behind a figure: as a page, and all of them as a file."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from itertools import islice
from pathlib import Path

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from analytics.events.scratch import scratch_folder
from analytics.events.store import EventsUnreachable
from analytics.metrics.registry import UnknownMetric
from analytics.metrics.registry import metric as find_metric
from analytics.metrics.types import Measure, Metric, Ratio
from analytics.panels.terms import term_of
from analytics.panels.workbook import definitions_sheet
from analytics.rollup.visitors import Superseded
from analytics.rows.describe import COLUMNS
from analytics.rows.kinds import RULES, rule_of, why_none
from analytics.rows.page import Foot, TooManyDays, all_rows, rows_page
from analytics.rows.parts import ratio_parts
from analytics.rows.slice import Slice
from analytics.views.context import Asked, asked_of
from shopops.shops.access import shop_page
from shopops.shops.requests import ShopRequest
from shopops.web.downloads import Cell as PlainCell
from shopops.web.downloads import file_download, write_csv
from shopops.web.fragments import page_or_fragment
from shopops.web.period_bar import Carried
from shopops.web.sheets import CONTENT_TYPE, MOST_ROWS, Cell, Number, Sheet, write_workbook

Writer = Callable[[Path, Iterable[Sequence[Cell]], Foot, Measure, Asked], None]


@require_GET
@shop_page("daily")
def rows(request: ShopRequest, shop: str, key: str) -> HttpResponse:
    metric, asked, part = _metric(key), asked_of(request), Slice.from_query(request.GET)
    rule = rule_of(metric)
    context = asked.context | {
        "metric": metric,
        "term": term_of(metric),
        "what": rule.what if rule else why_none(metric),
        "part": part,
        "member": part.name(request.shop),
        "query": asked.period.query + part.query,
        "carried": Carried(part.fields, part.query),
    }
    if isinstance(metric, Ratio):
        context["parts"] = ratio_parts(request.shop, metric, asked.period, part)
    else:
        context["page"] = rows_page(request.shop, metric, asked.period, part, number=request.GET.get("page", ""))
    return page_or_fragment(request, "analytics/rows.html", context, fragment="rows")


@require_GET
@shop_page("daily")  # type: ignore[arg-type]
def rows_csv(request: ShopRequest, shop: str, key: str) -> HttpResponseBase:
    return _file(request, key, "csv", _write_csv, content_type="text/csv; charset=utf-8")


@require_GET
@shop_page("daily")  # type: ignore[arg-type]
def rows_xlsx(request: ShopRequest, shop: str, key: str) -> HttpResponseBase:
    return _file(request, key, "xlsx", _write_xlsx, content_type=CONTENT_TYPE)


def _file(request: ShopRequest, key: str, ending: str, write: Writer, *, content_type: str) -> HttpResponseBase:
    """Written whole before it is sent, however long; where there are no rows to be had, the page says why."""
    measure, asked, part = _measure(key), asked_of(request), Slice.from_query(request.GET)
    try:
        with (
            scratch_folder("export") as folder,
            all_rows(request.shop, measure, asked.period, part) as (found, foot),
        ):
            path = folder / f"rows.{ending}"
            write(path, found, foot, measure, asked)
            return file_download(path, asked.file_name(key, ending), content_type=content_type)
    except (EventsUnreachable, Superseded, TooManyDays):
        page = reverse("rows", kwargs={"shop": request.shop.slug, "key": key})
        return redirect(f"{page}?{asked.period.query}{part.query}")


def _write_csv(path: Path, rows: Iterable[Sequence[Cell]], foot: Foot, measure: Measure, asked: Asked) -> None:
    write_csv(path, _header(measure), ([_plain(cell) for cell in row] for row in rows))


def _write_xlsx(path: Path, rows: Iterable[Sequence[Cell]], foot: Foot, measure: Measure, asked: Asked) -> None:
    header = _header(measure)
    listed = Sheet(str(measure.label), header, islice(rows, MOST_ROWS), widths=[20] * len(header))
    meaning = definitions_sheet([measure], asked.about, more=[(_("Rows"), f"{foot.text} · {foot.verdict}")])
    folder = str(path.parent)
    write_workbook(path, [listed, meaning], in_memory=False, scratch=folder)


def _plain(cell: Cell) -> PlainCell:
    """As a CSV holds it."""
    if isinstance(cell, Number):
        return cell.value
    return cell.isoformat(sep=" ", timespec="seconds") if isinstance(cell, datetime) else cell  # type: ignore[return-value]


def _header(measure: Measure) -> list[str]:
    return [str(label) for label in COLUMNS[RULES[measure.relation.key].kind]]


def _metric(key: str) -> Metric:
    try:
        return find_metric(key)
    except UnknownMetric:
        raise Http404 from None


def _measure(key: str) -> Measure:
    """404 for a metric without rows of its own."""
    found = _metric(key)
    if not isinstance(found, Measure) or rule_of(found) is None:
        raise Http404
    return found
