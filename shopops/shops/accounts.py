"""How people get in: accounts are made by those who run the site, never by signing up."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

SAID_BY_THE_PAGE = {"account/messages/logged_in.txt", "account/messages/logged_out.txt"}


class Accounts(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *args: Any, **kwargs: Any
    ) -> None:
        if message_template not in SAID_BY_THE_PAGE:
            super().add_message(request, level, message_template, *args, **kwargs)
