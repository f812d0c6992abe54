"""The shop that the pictures show: a small demo, with one row of what the demo has none of."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.core.management import call_command
from django.test.utils import setup_test_environment

from shopops.demo.logins import login_name
from shopops.shops.models import Role, Shop
from tests.fixtures.walked import fill_up
from tests.served import served


@dataclass(frozen=True)
class Site:
    base: str
    shop: Shop
    owner: User


@contextmanager
def demo(*, months: int) -> Iterator[Site]:
    call_command("migrate", verbosity=0)
    call_command("demo", months=months, no_serve=True)
    setup_test_environment()  # the walk over the addresses asks as tests do
    shop = Shop.objects.get(slug="demo")
    fill_up(shop)
    with served() as base:
        yield Site(base=base, shop=shop, owner=User.objects.get(username=login_name(Role.OWNER)))
