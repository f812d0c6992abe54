"""How a table is looked at, out of the address and back into it."""

import pytest

from analytics.panels.sources import SOURCES
from analytics.panels.tables import in_order
from analytics.panels.view import View
from tests.panels.frames import NAN, answer, by_member

KNOWN = ("visitors", "conversion", "views")


def asked(**query: list[str]) -> View:
    return View.from_query(query, known=KNOWN)


def test_a_view_comes_out_of_its_own_address():
    view = asked(sort=["-visitors"], columns=["views", "visitors"], page=["3"])
    assert view == View(sort="visitors", descending=True, columns=("visitors", "views"), page=3)
    assert view.query == "&sort=-visitors&columns=visitors&columns=views"


@pytest.mark.parametrize(
    "query", [{}, {"sort": ["nothing"]}, {"columns": ["x"]}, {"page": ["zz"]}, {"page": ["-1"]}, {"page": ["9" * 50]}]
)
def test_what_is_not_known_is_ignored(query):
    view = asked(**query)
    assert (view.sort, view.columns, view.page, view.query) == ("", (), 1, "")


def test_all_columns_are_no_choice():
    assert asked(columns=["views,visitors,conversion"]).columns == ()


def test_a_click_sorts_the_largest_first_and_another_turns_it_round():
    once = View().sorted_by("visitors")
    assert (once.query, once.direction("visitors"), once.direction("views")) == ("&sort=-visitors", "descending", "")
    assert once.sorted_by("visitors").query == "&sort=visitors"
    assert once.sorted_by("views").query == "&sort=-views"
    assert View().sorted_by("member").query == "&sort=member"


ROWS = {1: {"visitors": 5.0, "conversion": NAN}, 2: {"visitors": 7.0}, 3: {"visitors": 5.0, "conversion": 0.5}}


@pytest.mark.parametrize(
    ("view", "order"),
    [
        (View(), [1, 2, 3]),
        (View("visitors"), [2, 1, 3]),
        (View("visitors", descending=False), [1, 3, 2]),
        (View("conversion"), [3, 2, 1]),  # without a value last, whichever way
        (View("conversion", descending=False), [2, 3, 1]),
        (View("member", descending=False), [3, 2, 1]),
    ],
)
def test_members_are_sorted_as_asked_and_equals_stay(view, order):
    shown = answer(SOURCES, by_member(SOURCES, ROWS), names={1: "Zebra", 2: "search", 3: "Ads"}, view=view)
    assert in_order(shown, [1, 2, 3]) == order
