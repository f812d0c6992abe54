"""The shop's calendar: festivals, public holidays and the team's own entries."""

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shopops.calendar.festivals import BY_SERIES
from shopops.calendar.forms import DaysForm, EntryForm
from shopops.calendar.keep import hide, in_place_of, keep, remove, restore, unkept
from shopops.calendar.models import Occasion
from shopops.calendar.page import calendar_page, kind_of, year_of
from shopops.calendar.places import markets_of
from shopops.calendar.read import calendar_of
from shopops.calendar.undo import say_hidden, say_removed, say_taken
from shopops.shops.access import Access, shop_page
from shopops.shops.requests import ShopRequest
from shopops.web.festivals import Festival
from shopops.web.fragments import page_or_fragment

FORM_METHODS = ["GET", "HEAD", "POST"]


@require_GET
@shop_page("calendar")
def calendar(request: ShopRequest, shop: str) -> HttpResponse:
    today = request.shop.days.day_of(timezone.now())
    year = year_of(request.GET.get("year", ""), today=today)
    can_edit = request.grant.access >= Access.EDIT
    found = calendar_of(request.shop)
    kind = kind_of(request.GET.get("kind", ""))
    context = {"page": calendar_page(found, year=year, kind=kind, can_edit=can_edit)}
    return page_or_fragment(request, "calendar/calendar.html", context, fragment="year")


@require_http_methods(FORM_METHODS)
@shop_page("calendar", write=True)
def calendar_add(request: ShopRequest, shop: str) -> HttpResponse:
    entry = unkept(request.shop, owner=request.user)  # type: ignore[arg-type]
    form = EntryForm(request.POST or None, instance=entry, shop=request.shop)
    return _kept(request, form) or _form_page(request, form, title=_("New entry"))


@require_http_methods(FORM_METHODS)
@shop_page("calendar", write=True)
def calendar_entry(request: ShopRequest, shop: str, occasion: int) -> HttpResponse:
    found = get_object_or_404(request.shop.occasions.kept(), pk=occasion)
    if _stands_for_built_in(found):
        return redirect("calendar_festival", shop=shop, series=found.series, year=found.year)
    form = EntryForm(request.POST or None, instance=found, shop=request.shop)
    return _kept(request, form) or _form_page(request, form, title=_("Change an entry"))


@require_http_methods(FORM_METHODS)
@shop_page("calendar", write=True)
def calendar_festival(request: ShopRequest, shop: str, series: str, year: int) -> HttpResponse:
    """Other days, another name or a note for a built-in festival, in this shop only."""
    festival = _festival(request, series, year)
    form = DaysForm(request.POST or None, instance=in_place_of(request.shop, festival), shop=request.shop)
    form.fields["name"].widget.attrs["placeholder"] = festival.name
    title = _("%(name)s %(year)s") % {"name": festival.name, "year": year}
    return _kept(request, form, year=year) or _form_page(request, form, title=title)


@require_POST
@shop_page("calendar", write=True)
def calendar_hide(request: ShopRequest, shop: str, series: str, year: int) -> HttpResponse:
    row = hide(request.shop, _festival(request, series, year))
    say_hidden(request, row)
    return _to_year(shop, row)


@require_POST
@shop_page("calendar", write=True)
def calendar_remove(request: ShopRequest, shop: str, occasion: int) -> HttpResponse:
    """Takes the shop's own row away: an entry is gone then, a built-in festival back in its place."""
    found = get_object_or_404(request.shop.occasions, pk=occasion)
    remove(found, at=timezone.now())
    say_removed(request, found)
    return _to_year(shop, found)


@require_POST
@shop_page("calendar", write=True)
def calendar_restore(request: ShopRequest, shop: str, occasion: int) -> HttpResponse:
    found = get_object_or_404(request.shop.occasions, pk=occasion)
    if not restore(found):
        say_taken(request, found)
    return _to_year(shop, found)


def _festival(request: ShopRequest, series: str, year: int) -> Festival:
    """The built-in festival, as it is without the shop's own row; 404 for one that this shop does not have."""
    rule = BY_SERIES.get(series)
    festival = rule.of_year(year) if rule and rule.markets & markets_of(request.shop) else None
    if festival is None:
        raise Http404
    return festival


def _stands_for_built_in(occasion: Occasion) -> bool:
    rule = BY_SERIES.get(occasion.series)
    return bool(rule and rule.of_year(occasion.year))


def _kept(request: ShopRequest, form: DaysForm, *, year: int | None = None) -> HttpResponseRedirect | None:
    """The way back to the calendar once a valid form was sent."""
    if request.method != "POST" or not form.is_valid():
        return None
    form.instance.is_hidden = False
    return _to_year(request.shop.slug, keep(form.instance, year=year))


def _form_page(request: ShopRequest, form: DaysForm, *, title: str) -> HttpResponse:
    back = reverse("calendar", kwargs={"shop": request.shop.slug})
    context = {"form": form, "title": title, "back": back, "series": sorted(BY_SERIES)}
    return TemplateResponse(request, "calendar/entry.html", context)


def _to_year(shop: str, occasion: Occasion) -> HttpResponseRedirect:
    """The calendar of the entry's year."""
    address = reverse("calendar", kwargs={"shop": shop})
    return HttpResponseRedirect(f"{address}?{urlencode({'year': occasion.first_day.year})}")
