"""The way in and out: the first page, the first shop, one's preferences, the log-out."""

from allauth.account import views as account
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods
from django.views.i18n import set_language

from shopops.shops.access import may_open_shops, public, shop_page, signed_in
from shopops.shops.forms import NameForm, PlaceForm, PreferencesForm, usual_place
from shopops.shops.middleware import last_shop_cookie, shops_of
from shopops.shops.models import Role, Shop
from shopops.shops.navigation import first_page, pages_of
from shopops.shops.open import free_address, may_open_shop, no_shop_yet, open_shop
from shopops.shops.prefer import prefer, preferences_of, remember_language
from shopops.shops.requests import ShopRequest
from shopops.shops.steps import opening_steps


@require_GET
@signed_in
def home(request: HttpRequest) -> HttpResponse:
    """The page the person begins with, in the shop seen last; without any shop on the site, the way to open one."""
    shops = _last_first(shops_of(request.user), slug=request.COOKIES.get(last_shop_cookie(), ""))
    wanted = preferences_of(request.user).home
    for shop in shops:
        url = first_page(shop, Role(shop.role), wanted=wanted)  # type: ignore[attr-defined]
        if url:
            return redirect(url)
    if not shops and no_shop_yet():
        return redirect("new_shop")
    may_open = not shops and may_open_shop(request.user)
    return render(request, "shops/nothing_here.html", {"has_shop": bool(shops), "may_open": may_open})


@require_GET
@shop_page("start")
def start(request: ShopRequest, shop: str) -> HttpResponse:
    """Where the shop switch leads: the page that the person begins with in this shop, or a word that there is none."""
    url = first_page(request.shop, request.role, wanted=preferences_of(request.user).home)
    others = [mine for mine in request.my_shops if mine != request.shop]
    return redirect(url) if url else render(request, "shops/nothing_here.html", {"has_shop": True, "others": others})


@require_http_methods(["GET", "HEAD", "POST"])
@may_open_shops
def new_shop(request: HttpRequest) -> HttpResponse:
    """Two steps on one address: the first travels in the second, so that nothing is kept before all of it is right."""
    sent = request.POST if request.method == "POST" else None
    names = NameForm(sent)
    places = PlaceForm(sent if sent and "timezone" in sent else None, initial=usual_place())
    if names.is_valid() and places.is_valid() and "back" not in request.POST:
        opened = _opened(request, names, places)
        if opened is not None:
            return opened
    step = 2 if names.is_valid() and "back" not in request.POST else 1
    context = {"names": names, "places": places, "step": step, "steps": opening_steps(step)}
    return render(request, "shops/new_shop.html", context)


def _opened(request: HttpRequest, names: NameForm, places: PlaceForm) -> HttpResponse | None:
    """Leads to the new shop; None, with its words in the form, where it is refused after all."""
    fields = names.cleaned_data | places.cleaned_data
    address = free_address(fields["name"], platform=fields["platform"])
    try:
        shop = open_shop(slug=address, owner=request.user, **fields)  # type: ignore[arg-type]
    except ValidationError as refusal:
        places.add_error(None, refusal.messages)
        return None
    messages.success(request, _("%(shop)s is open. Next: load its first file.") % {"shop": shop.name})
    return redirect("start", shop=shop.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def preferences(request: HttpRequest) -> HttpResponse:
    form = PreferencesForm(
        request.POST if request.method == "POST" else None,
        instance=preferences_of(request.user),
        homes=pages_of(shops_of(request.user)),
    )
    if request.method == "POST" and form.is_valid():
        return _saved(request, form)
    return render(request, "account/preferences.html", {"form": form})


def _saved(request: HttpRequest, form: PreferencesForm) -> HttpResponse:
    chosen = prefer(request.user, **form.cleaned_data)  # type: ignore[arg-type]
    with translation.override(chosen.language or translation.get_language_from_request(request)):
        messages.success(request, _("Your preferences are saved."))
    response = redirect("preferences")
    remember_language(response, chosen.language)
    return response


@public
def language(request: HttpRequest) -> HttpResponse:
    """The language menu: a cookie for everybody, and for who has logged in the new preference."""
    chosen = request.POST.get("language", "")
    if chosen in dict(settings.LANGUAGES) and request.user.is_authenticated:
        prefer(request.user, language=chosen)
    return set_language(request)


def _last_first(shops: list[Shop], *, slug: str) -> list[Shop]:
    return sorted(shops, key=lambda shop: shop.slug != slug)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def logout(request: HttpRequest) -> HttpResponse:
    """allauth's log-out, which also empties what the browser kept."""
    response = account.logout(request)
    if request.method == "POST" and isinstance(response, HttpResponseRedirect):
        response.headers["Clear-Site-Data"] = '"cache", "storage"'
        response.delete_cookie(last_shop_cookie(), samesite=settings.SESSION_COOKIE_SAMESITE)
    return response
