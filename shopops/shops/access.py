"""Who may open which page: one table, read by the pages, the navigation and the tests.

A view says once whom it is for: `@public`, `@signed_in`, `@staff_only`, `@may_open_shops` or `@shop_page("daily")`. The
mark stays on the view as `view.door`, so that a walk over all addresses can tell who may pass.
"""

import enum
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from shopops.shops.models import Role
from shopops.shops.open import may_open_shop

View = Callable[..., HttpResponse]


class Access(enum.IntEnum):
    """How far a role gets on a page; each includes those before it."""

    NONE = 0
    OWN = 1  # only what is the person's own
    READ = 2
    DRAFT = 3
    EDIT = 4
    RELEASE = 5


class Limit(enum.Flag):
    """What a role does not see on a page that it may open."""

    NONE = 0
    COSTS = enum.auto()  # no costs and margins
    CONTACT_MASKED = enum.auto()
    CONTACT = enum.auto()  # no contact data at all
    PERSONS = enum.auto()  # figures of the team, none of one person
    OTHER_KINDS = enum.auto()  # only what the service team imports: chats, reviews, shifts
    OTHER_SETTINGS = enum.auto()  # only the settings of one's own part


@dataclass(frozen=True)
class Grant:
    access: Access = Access.NONE
    hidden: Limit = Limit.NONE


NONE, OWN, READ = Grant(), Grant(Access.OWN), Grant(Access.READ)
DRAFT, EDIT, RELEASE = Grant(Access.DRAFT), Grant(Access.EDIT), Grant(Access.RELEASE)


def _row(owner: Grant, manager: Grant, operator: Grant, lead: Grant, agent: Grant, analyst: Grant) -> dict[Role, Grant]:
    return dict(zip(Role, (owner, manager, operator, lead, agent, analyst), strict=True))


_NO_COSTS = Grant(Access.READ, Limit.COSTS)
_MASKED = Grant(Access.READ, Limit.CONTACT_MASKED)
_OWN_MASKED = Grant(Access.OWN, Limit.CONTACT_MASKED)
_NO_CONTACT = Grant(Access.READ, Limit.CONTACT)
_TEAM = Grant(Access.READ, Limit.PERSONS)
_SERVICE_KINDS = Grant(Access.EDIT, Limit.OTHER_KINDS)
_SHOP_SETTINGS = Grant(Access.EDIT, Limit.OTHER_SETTINGS)

#                       owner    manager  operator service lead  agent  analyst
PAGES: dict[str, dict[Role, Grant]] = {
    "start": _row(READ, READ, READ, READ, READ, READ),
    "daily": _row(READ, READ, READ, _NO_COSTS, NONE, READ),
    "explain": _row(READ, READ, READ, _NO_COSTS, NONE, READ),
    "definitions": _row(READ, READ, READ, _NO_COSTS, NONE, READ),
    "calendar": _row(EDIT, EDIT, EDIT, READ, NONE, READ),
    "weekly": _row(RELEASE, RELEASE, READ, OWN, OWN, READ),
    "targets": _row(RELEASE, RELEASE, READ, OWN, OWN, READ),
    "products": _row(EDIT, EDIT, EDIT, _NO_COSTS, NONE, READ),
    "tiers": _row(EDIT, EDIT, EDIT, _NO_COSTS, NONE, READ),
    "positioning": _row(EDIT, EDIT, EDIT, _NO_COSTS, NONE, READ),
    "traffic": _row(EDIT, EDIT, EDIT, _NO_COSTS, NONE, READ),
    "campaigns": _row(RELEASE, RELEASE, DRAFT, READ, NONE, READ),
    "customers": _row(EDIT, EDIT, _MASKED, _MASKED, _OWN_MASKED, _NO_CONTACT),
    "ladder": _row(EDIT, EDIT, _MASKED, _MASKED, _OWN_MASKED, _NO_CONTACT),
    "service": _row(EDIT, EDIT, _TEAM, EDIT, OWN, _TEAM),
    "audits": _row(EDIT, EDIT, _TEAM, EDIT, OWN, _TEAM),
    "aftersales": _row(EDIT, EDIT, READ, EDIT, OWN, _TEAM),
    "imports": _row(EDIT, EDIT, EDIT, _SERVICE_KINDS, NONE, NONE),
    "settings": _row(EDIT, _SHOP_SETTINGS, OWN, _SHOP_SETTINGS, OWN, OWN),
    "members": _row(EDIT, NONE, NONE, NONE, NONE, NONE),
}


def grant(page: str, role: Role) -> Grant:
    """What `role` may do on `page`; KeyError for a page without a row in the table."""
    return PAGES[page][role]


class Wall(enum.StrEnum):
    """Whom an address lets in."""

    PUBLIC = "public"
    SIGNED_IN = "signed in"
    STAFF = "site staff"
    SHOP = "members of the shop"


@dataclass(frozen=True)
class Door:
    wall: Wall
    page: str = ""
    needs: Access = Access.READ

    def opens_for(self, role: Role) -> bool:
        """Whether a member with this role passes; only asked of doors of a shop."""
        return grant(self.page, role).access >= self.needs


def _behind(view: View, door: Door) -> View:
    @wraps(view)
    def behind_door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, *args, **kwargs)

    behind_door.door = door  # type: ignore[attr-defined]
    # Said anew, for a view of a library may bring its own answer along.
    behind_door.login_required = door.wall is not Wall.PUBLIC  # type: ignore[attr-defined]
    return behind_door


def public(view: View) -> View:
    """For everybody, also strangers. The list of these is short and tested."""
    return _behind(view, Door(Wall.PUBLIC))


def signed_in(view: View) -> View:
    """For everybody who has logged in, with or without a shop; the login wall stands before it."""
    return _behind(view, Door(Wall.SIGNED_IN))


def staff_only(view: View) -> View:
    """For those who run the site; others get 403."""

    @wraps(view)
    def for_staff(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not (request.user.is_active and request.user.is_staff):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return _behind(for_staff, Door(Wall.STAFF))


def may_open_shops(view: View) -> View:
    """For those who run the site, and for anybody signed in while there is no shop at all; others get 403."""

    @wraps(view)
    def for_founders(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_open_shop(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return _behind(for_founders, Door(Wall.STAFF))


def shop_page(page: str, *, write: bool = False, own: bool = False) -> Callable[[View], View]:
    """For members of the shop in the address whose role may read this page (or edit, with `write`); others get 403.

    `own` also lets in roles that may see only what is their own: such a view must narrow its rows itself.
    The view finds what its reader may not see in `request.grant.hidden`.
    """
    needs = Access.EDIT if write else Access.OWN if own else Access.READ
    door = Door(Wall.SHOP, page, needs)
    assert page in PAGES, f"{page} has no row in the table of pages"

    def mark(view: View) -> View:
        @wraps(view)
        def for_members(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            role = getattr(request, "role", None)
            if role is None or not door.opens_for(role):
                raise PermissionDenied
            request.grant = grant(page, role)  # type: ignore[attr-defined]
            return view(request, *args, **kwargs)

        return _behind(for_members, door)

    return mark
