"""The pages of allauth that this site has. Signing up, mail addresses and codes are left out: accounts are given."""

from allauth.account import views as account
from django.urls import path, re_path

from shopops.shops import views
from shopops.shops.access import public, signed_in
from shopops.shops.login import Login

urlpatterns = [
    path("login/", public(Login.as_view()), name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("inactive/", public(account.account_inactive), name="account_inactive"),
    path("reauthenticate/", signed_in(account.reauthenticate), name="account_reauthenticate"),
    path("password/change/", signed_in(account.password_change), name="account_change_password"),
    path("password/set/", signed_in(account.password_set), name="account_set_password"),
    path("password/reset/", public(account.password_reset), name="account_reset_password"),
    path("password/reset/done/", public(account.password_reset_done), name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[-\w]+)/$",
        public(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        public(account.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
]
