"""The log of listing changes: what was changed on which product, found by imports or written down."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shopops.catalog.forms import ChangeForm, NoteForm
from shopops.catalog.keep import keep, remove, restore, unkept
from shopops.catalog.page import Wanted, changes_page
from shopops.catalog.undo import say_removed
from shopops.shops.access import Access, shop_page
from shopops.shops.requests import ShopRequest
from shopops.web.fragments import page_or_fragment
from shopops.web.search import words_of

FORM_METHODS = ["GET", "HEAD", "POST"]


@require_GET
@shop_page("products")
def listing_changes(request: ShopRequest, shop: str) -> HttpResponse:
    can_edit = request.grant.access >= Access.EDIT
    number, wanted = request.GET.get("page", ""), Wanted.from_query(request.GET)
    context = {"page": changes_page(request.shop, wanted, number=number, can_edit=can_edit)}
    return page_or_fragment(request, "catalog/listing_changes.html", context, fragment="changes")


@require_http_methods(FORM_METHODS)
@shop_page("products", write=True)
def listing_changes_add(request: ShopRequest, shop: str) -> HttpResponse:
    """Its fragment is the list of products that what is typed may mean."""
    today = _today(request)
    change = unkept(request.shop, user=request.user, day=today)  # type: ignore[arg-type]
    asked = words_of(request.GET, "product")
    form = ChangeForm(request.POST or None, instance=change, shop=request.shop, asked=asked, today=today)
    return _answer(request, form, title=_("New listing change"))


@require_http_methods(FORM_METHODS)
@shop_page("products", write=True)
def listing_changes_entry(request: ShopRequest, shop: str, change: int) -> HttpResponse:
    found = get_object_or_404(request.shop.listing_changes.kept().select_related("product"), pk=change)
    sent, today = request.POST or None, _today(request)
    if found.batch is None:
        form: NoteForm = ChangeForm(sent, instance=found, shop=request.shop, today=today)
    else:
        form = NoteForm(sent, instance=found, today=today)
    return _answer(request, form, title=_("Change an entry"))


@require_POST
@shop_page("products", write=True)
def listing_changes_remove(request: ShopRequest, shop: str, change: int) -> HttpResponse:
    found = get_object_or_404(request.shop.listing_changes.select_related("product"), pk=change)
    remove(found, at=timezone.now())
    say_removed(request, found)
    return redirect("listing_changes", shop=shop)


@require_POST
@shop_page("products", write=True)
def listing_changes_restore(request: ShopRequest, shop: str, change: int) -> HttpResponse:
    restore(get_object_or_404(request.shop.listing_changes, pk=change))
    return redirect("listing_changes", shop=shop)


def _today(request: ShopRequest) -> date:
    return request.shop.days.day_of(timezone.now())


def _answer(request: ShopRequest, form: NoteForm, *, title: str) -> HttpResponse:
    """Back to the log once a valid form was sent, the form until then."""
    if request.method == "POST" and form.is_valid():
        keep(form.instance)
        return redirect("listing_changes", shop=request.shop.slug)
    context = {"form": form, "title": title, "change": form.instance}
    return page_or_fragment(request, "catalog/listing_changes_entry.html", context, fragment="products")
