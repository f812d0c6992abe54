"""Keeps what people prefer: the only place where it is written."""

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, User
from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpResponse

from shopops.shops.models import Preferences


def preferences_of(user: AbstractBaseUser | AnonymousUser) -> Preferences:
    """What the person chose, else what holds for everybody. The log-in has joined it, so a page asks nothing more."""
    try:
        return user.preferences  # type: ignore[union-attr]
    except (AttributeError, ObjectDoesNotExist):
        return Preferences()


def prefer(user: User, **chosen: str) -> Preferences:
    """From now on; what is not named stays as it was."""
    preferences, _ = Preferences.objects.update_or_create(user=user, defaults=chosen)
    return preferences


def remember_language(response: HttpResponse, code: str) -> None:
    """For the pages before the log-in; without a code the wish of the browser counts again."""
    name = settings.LANGUAGE_COOKIE_NAME
    if code:
        age, secure = settings.LANGUAGE_COOKIE_AGE, settings.LANGUAGE_COOKIE_SECURE
        response.set_cookie(name, code, max_age=age, secure=secure, samesite="Lax")
    else:
        response.delete_cookie(name, samesite="Lax")
