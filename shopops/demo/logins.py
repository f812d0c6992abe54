"""One login for each role, in the demo shop and in no other."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User

from shopops.demo.refusal import DemoRefused
from shopops.shops.admit import admit
from shopops.shops.models import Membership, Role, Shop


def login_name(role: Role) -> str:
    return f"demo-{role.value.replace('_', '-')}"


def check_logins_are_free(shop: Shop | None) -> None:
    """Raises DemoRefused where one of the names already belongs to somebody who works in another shop."""
    names = [login_name(role) for role in Role]
    elsewhere = Membership.objects.filter(user__username__in=names).exclude(shop=shop)
    taken = sorted(elsewhere.values_list("user__username", flat=True))
    if taken:
        raise DemoRefused(f"These logins belong to people of another shop: {', '.join(taken)}.")


def add_logins(shop: Shop, *, password: str) -> None:
    """Make the logins that are missing; those that are there stay as they are."""
    there = set(shop.memberships.values_list("user__username", flat=True))
    for role in Role:
        if login_name(role) not in there:
            admit(_person(role, password), shop=shop, role=role)


def _person(role: Role, password: str) -> User:
    person = get_user_model().objects.filter(username=login_name(role)).first() or User(username=login_name(role))
    person.set_password(password)
    person.save()
    return person
