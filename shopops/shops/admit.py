"""Lets people into shops: the only place where a membership is made or changed."""

from django.contrib.auth.models import User

from shopops.shops.models import Membership, Role, Shop


def admit(user: User, *, shop: Shop, role: Role) -> Membership:
    """The person's role in the shop from now on; an older role is replaced."""
    membership, _ = Membership.objects.update_or_create(user=user, shop=shop, defaults={"role": role})
    return membership
