"""All addresses. Everything of a shop lies under `/s/<shop>/`; each view says itself whom it lets in."""

from django.urls import include, path

from shopops.gallery.views import gallery
from shopops.shops import views
from shopops.shops.access import public
from shopops.shops.account_urls import urlpatterns as account_urls
from shopops.web.health import healthz, readyz

urlpatterns = [
    path("", views.home, name="home"),
    path("accounts/", include(account_urls)),
    path("language/", views.language, name="set_language"),
    path("preferences/", views.preferences, name="preferences"),
    path("shops/new/", views.new_shop, name="new_shop"),
    path("healthz", public(healthz), name="healthz"),
    path("readyz", public(readyz), name="readyz"),
    path("gallery/", gallery, name="gallery"),
    path("s/<slug:shop>/", views.start, name="start"),
    path("s/<slug:shop>/", include("analytics.urls")),
    path("s/<slug:shop>/", include("shopops.calendar.urls")),
    path("s/<slug:shop>/", include("shopops.catalog.urls")),
]

handler400 = "shopops.web.errors.bad_request"
handler403 = "shopops.web.errors.forbidden"
handler404 = "shopops.web.errors.not_found"
handler429 = "shopops.web.errors.too_many"
handler500 = "shopops.web.errors.server_error"
