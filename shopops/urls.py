"""All addresses. Everything of a shop lies under `/s/<shop>/`; each view says itself whom it lets in."""

from django.urls import include, path
from django.views.i18n import set_language

from shopops.shops import views
from shopops.shops.access import public
from shopops.shops.account_urls import urlpatterns as account_urls
from shopops.web.health import healthz, readyz

urlpatterns = [
    path("", views.home, name="home"),
    path("accounts/", include(account_urls)),
    path("language/", public(set_language), name="set_language"),
    path("healthz", public(healthz), name="healthz"),
    path("readyz", public(readyz), name="readyz"),
    path("s/<slug:shop>/", include("analytics.urls")),
]

handler400 = "shopops.web.errors.bad_request"
handler403 = "shopops.web.errors.forbidden"
handler404 = "shopops.web.errors.not_found"
handler429 = "shopops.web.errors.too_many"
handler500 = "shopops.web.errors.server_error"
