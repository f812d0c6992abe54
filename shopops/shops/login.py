"""allauth's log-in, which on a site without any account says how the first one is made."""

from typing import Any

from allauth.account.views import LoginView
from django.contrib.auth.models import User


class Login(LoginView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"nobody_yet": not User.objects.exists()}
