"""Doors and the table of pages."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from shopops.shops.access import PAGES, Access, Door, Limit, Wall, grant, public, shop_page, signed_in, staff_only
from shopops.shops.models import Role


def view(request: HttpRequest, shop: str = "") -> HttpResponse:
    return HttpResponse("inside")


@pytest.fixture
def as_role(rf) -> Callable[[Role | None], HttpRequest]:
    def as_role(role: Role | None) -> HttpRequest:
        request = rf.get("/")
        request.role = role
        return request

    return as_role


def test_every_page_says_something_for_every_role():
    assert all(set(row) == set(Role) for row in PAGES.values())


@pytest.mark.parametrize(
    ("page", "role", "access", "hidden"),
    [
        ("daily", Role.OWNER, Access.READ, Limit.NONE),
        ("daily", Role.SERVICE_LEAD, Access.READ, Limit.COSTS),
        ("daily", Role.AGENT, Access.NONE, Limit.NONE),
        ("campaigns", Role.OPERATOR, Access.DRAFT, Limit.NONE),
        ("campaigns", Role.MANAGER, Access.RELEASE, Limit.NONE),
        ("customers", Role.OPERATOR, Access.READ, Limit.CONTACT_MASKED),
        ("customers", Role.ANALYST, Access.READ, Limit.CONTACT),
        ("audits", Role.AGENT, Access.OWN, Limit.NONE),
        ("audits", Role.ANALYST, Access.READ, Limit.PERSONS),
        ("imports", Role.SERVICE_LEAD, Access.EDIT, Limit.OTHER_KINDS),
        ("imports", Role.ANALYST, Access.NONE, Limit.NONE),
        ("members", Role.MANAGER, Access.NONE, Limit.NONE),
    ],
)
def test_the_table_says_what_a_role_may(page, role, access, hidden):
    assert (grant(page, role).access, grant(page, role).hidden) == (access, hidden)


@pytest.mark.parametrize(
    ("page", "options", "role", "opens"),
    [
        ("products", {}, Role.ANALYST, True),
        ("products", {"write": True}, Role.ANALYST, False),
        ("products", {"write": True}, Role.OPERATOR, True),
        ("campaigns", {"write": True}, Role.OPERATOR, False),  # drafts are not edits
        ("service", {}, Role.AGENT, False),
        ("service", {"own": True}, Role.AGENT, True),
        ("daily", {"own": True}, Role.AGENT, False),
    ],
)
def test_a_page_opens_for_roles_that_reach_far_enough(page, options, role, opens, as_role):
    guarded = shop_page(page, **options)(view)
    if opens:
        assert guarded(as_role(role), shop="x").content == b"inside"
    else:
        with pytest.raises(PermissionDenied):
            guarded(as_role(role), shop="x")


def test_without_a_role_no_page_opens(as_role):
    with pytest.raises(PermissionDenied):
        shop_page("daily")(view)(as_role(None), shop="x")


def test_a_view_learns_what_its_reader_does_not_see(as_role):
    def costs(request: HttpRequest, shop: str) -> HttpResponse:
        return HttpResponse(str(Limit.COSTS in request.grant.hidden))

    assert shop_page("daily")(costs)(as_role(Role.SERVICE_LEAD), shop="x").content == b"True"


def test_a_page_without_a_row_is_a_mistake_at_import():
    with pytest.raises(AssertionError):
        shop_page("nonsense")


def test_marks_stay_on_the_view_under_other_decorators():
    assert require_GET(shop_page("imports", write=True)(view)).door == Door(Wall.SHOP, "imports", Access.EDIT)


def test_only_public_views_stand_outside_the_login_wall():
    assert public(view).login_required is False
    assert all(mark(view).login_required for mark in (signed_in, staff_only, shop_page("daily")))
    assert signed_in(public(view)).login_required is True


@pytest.mark.parametrize(
    ("user", "opens"),
    [
        (AnonymousUser(), False),
        (User(is_active=True), False),
        (User(is_staff=True, is_active=False), False),
        (User(is_staff=True), True),
    ],
)
def test_staff_pages_are_for_active_staff(user, opens, rf):
    request = rf.get("/")
    request.user = user
    if opens:
        assert staff_only(view)(request).content == b"inside"
    else:
        with pytest.raises(PermissionDenied):
            staff_only(view)(request)
