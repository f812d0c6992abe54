"""Why the paid amount changed: the page, and its cells as files."""

from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from analytics.explain.choices import BASES, basis_links, splits_of
from analytics.explain.empty import empty_words
from analytics.explain.files import header, rows, sheets
from analytics.explain.page import Explanation, explanation_of
from analytics.explain.question import Question
from analytics.explain.spans import finished
from analytics.explain.waterfall import AMOUNT
from analytics.panels.view import View
from analytics.panels.workbook import definitions_sheet
from analytics.views.context import Asked, asked_of
from shopops.shops.access import shop_page
from shopops.shops.requests import ShopRequest
from shopops.web.downloads import csv_download
from shopops.web.fragments import page_or_fragment
from shopops.web.period_bar import Carried
from shopops.web.sheets import xlsx_download


@require_GET
@shop_page("explain")
def explain(request: ShopRequest, shop: str) -> HttpResponse:
    asked, question = asked_of(request), Question.from_query(request.GET)
    spans = finished(asked.period, asked.running)
    found = explanation_of(request.shop, spans, question) if spans else None
    context = asked.context | {"carried": Carried(question.fields, question.query)}
    context["bases"] = basis_links(question, asked.period.query, is_reported=asked.fresh.reported is not None)
    context |= _found(asked, found) if found else {"empty": empty_words(spans, question), "splits": splits_of(question)}
    return page_or_fragment(request, "analytics/explain.html", context, fragment="change")


@require_GET
@shop_page("explain")
def explain_csv(request: ShopRequest, shop: str) -> HttpResponse:
    asked, found = _asked_file(request)
    if found is None:
        return _back(request, asked)
    return csv_download(asked.file_name("explain", "csv"), header(found), rows(found, _view(request, found)))


@require_GET
@shop_page("explain")
def explain_xlsx(request: ShopRequest, shop: str) -> HttpResponse:
    asked, found = _asked_file(request)
    if found is None:
        return _back(request, asked)
    basis = (_("Basis"), str(BASES[found.question.basis]))
    meaning = definitions_sheet([AMOUNT, *found.members.metrics], asked.about, more=[basis])
    return xlsx_download(asked.file_name("explain", "xlsx"), [*sheets(found, _view(request, found)), meaning])


def _found(asked: Asked, found: Explanation) -> dict[str, Any]:
    view = _view(asked.request, found)
    query = asked.period.query
    return {
        "found": found,
        "figure": found.figure(query),
        "cells": found.cells(view, query),
        "moments": found.happened(asked.calendar),
        "splits": splits_of(found.question),
        "files": f"{query}{found.question.query}{view.query}",
        "steps": _other_steps(found, query),
        "whole": f"?{query}{replace(found.question, within=None).query}#cells",
    }


def _other_steps(found: Explanation, query: str) -> str:
    """The address of the same change with conversion taken apart, or put together again."""
    question = replace(found.question, steps=not found.question.steps)
    return f"?{query}{question.query}"


def _view(request: ShopRequest, found: Explanation) -> View:
    return View.from_query(dict(request.GET.lists()), known=found.members.keys)


def _asked_file(request: ShopRequest) -> tuple[Asked, Explanation | None]:
    asked = asked_of(request)
    spans = finished(asked.period, asked.running)
    return asked, explanation_of(request.shop, spans, Question.from_query(request.GET)) if spans else None


def _back(request: ShopRequest, asked: Asked) -> HttpResponse:
    """The page says why there is nothing to be had."""
    query = f"{asked.period.query}{Question.from_query(request.GET).query}"
    return redirect(f"{reverse('explain', kwargs={'shop': request.shop.slug})}?{query}")
