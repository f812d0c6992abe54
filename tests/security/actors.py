"""The twelve who come to the door of a shop."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.contrib.auth.models import User
from django.test import Client

from shopops.shops.admit import admit
from shopops.shops.models import Membership, Role, Shop

STRANGER = "stranger"
MEMBERS = {role.value: role for role in Role} | {"member of both": Role.OWNER}
# One who sees nearly everything and one who sees little; the others in the long run.
SOME_ROLES = [
    pytest.param(role, marks=() if role in (Role.OPERATOR, Role.AGENT) else pytest.mark.slow) for role in Role
]
OUTSIDERS = ("without a shop", "owner of another shop", "removed member", "site staff")
ACTORS = (STRANGER, *OUTSIDERS, *MEMBERS)


@dataclass
class Actor:
    name: str
    client: Client
    user: User | None
    role: Role | None

    def again(self) -> "Actor":
        """The same person, logged in anew where the last request was the log-out."""
        if self.user is not None and "_auth_user_id" not in self.client.session:
            self.client.force_login(self.user)
        return self


def actor(name: str, *, shop: Shop, foreign_shop: Shop, person: Callable[..., User]) -> Actor:
    if name == STRANGER:
        return Actor(name, Client(), None, None)
    user = person(name.replace(" ", "-"), staff=name == "site staff")
    role = MEMBERS.get(name)
    if role:
        admit(user, shop=shop, role=role)
    if name in ("owner of another shop", "member of both"):
        admit(user, shop=foreign_shop, role=Role.OWNER)
    client = Client()
    client.force_login(user)
    if name == "member of both":
        client.cookies["shop"] = foreign_shop.slug
    if name == "removed member":
        admit(user, shop=shop, role=Role.OWNER)
        assert client.get("/").status_code == 302  # has been in with this session
        Membership.objects.get(user=user, shop=shop).delete()
    return Actor(name, client, user, role)
