"""Late files, fills between files, files taken back: the figures are those of what is there in the end."""

from dataclasses import replace
from itertools import count

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from analytics.importing.load import load
from tests.builders import files_of, fill, shop_with, take_back, without_empty_columns, write_rows
from tests.figures.compare import differences, period_differences
from tests.figures.weeks import weeks
from tests.naive import funnel

ROOMY = {
    "deadline": None,
    "suppress_health_check": [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
}
PLAIN = {"max_examples": 2, "derandomize": True, "phases": [Phase.explicit, Phase.generate], **ROOMY}
# Each fill counts all days since the first: those of months before are left to the long run.
NEAR = (0, 10)
# And few of those, which cost five times as much: that figures look far back is tried by the test of equal figures.
MOSTLY_NEAR = (0, 0, 10, 10, 10, 40)
folders = count(1)


def parts_of(history):
    """The history in two: what was exported before the middle of its events, and the rest of it."""
    moments = sorted(event.at for event in history.events)
    middle = moments[len(moments) // 2]
    early = replace(history, events=[event for event in history.events if event.at < middle])
    late = replace(history, events=[event for event in history.events if event.at >= middle])
    return early, replace(late, orders=(), lines=(), refunds=(), tiers=())


def shuffled(draw, files):
    """In any order, but an order before its lines and refunds, and tiers as they were given."""
    order = draw(st.permutations(range(len(files))))
    for kinds in (("orders", "order_lines", "refunds"), ("products",)):
        places = sorted(at for at, number in enumerate(order) if files[number][0] in kinds)
        numbers = sorted(number for number in order if files[number][0] in kinds)
        for at, number in zip(places, numbers, strict=True):
            order[at] = number
    return [files[number] for number in order]


def load_file(shop, file, folder):
    kind, header, rows = file
    folder.mkdir(parents=True, exist_ok=True)
    path = write_rows(folder / f"{next(folders)}.csv", *without_empty_columns(header, rows))
    return load(shop, kind, path)


def assert_figures(shop, history):
    slow = funnel.figures(history)
    found = differences(shop, slow) + period_differences(shop, history, slow)
    assert not found, "\n".join(found[:20])


def check_any_order(history, drawn, folder):
    shop = shop_with(history.calendar)
    early, late = parts_of(history)
    for file in shuffled(drawn.draw, [*files_of(early), *files_of(late)]):
        load_file(shop, file, folder)
        if drawn.draw(st.booleans()):
            fill(shop)
    fill(shop)
    assert_figures(shop, history)


def check_taken_back(history, drawn, folder):
    """The later events or the refunds are loaded, filled and taken back."""
    shop = shop_with(history.calendar)
    early, late = parts_of(history)
    goes = drawn.draw(st.sampled_from(("events", "refunds") if history.refunds and early.events else ("events",)))
    kept = replace(history, refunds=()) if goes == "refunds" else early if early.events else history
    for file in files_of(replace(kept, tiers=history.tiers)):
        load_file(shop, file, folder)
    fill(shop)
    for file in files_of(late if goes == "events" else replace(history, events=(), orders=(), lines=(), tiers=())):
        result = load_file(shop, file, folder)
        fill(shop)
        take_back(result)
    fill(shop)
    assert_figures(shop, kept)


@pytest.mark.django_db
@settings(**PLAIN)
@given(history=weeks(backs=NEAR), drawn=st.data())
def test_files_in_any_order_with_fills_between_give_the_same_figures(history, drawn, tmp_path):
    check_any_order(history, drawn, tmp_path)


@pytest.mark.slow
@pytest.mark.django_db
@settings(**{**PLAIN, "max_examples": 12})
@given(history=weeks(backs=MOSTLY_NEAR), drawn=st.data())
def test_files_in_any_order_with_fills_between_give_the_same_figures_of_many_weeks(history, drawn, tmp_path):
    check_any_order(history, drawn, tmp_path)


@pytest.mark.django_db
@settings(**PLAIN)
@given(history=weeks(backs=NEAR), drawn=st.data())
def test_a_file_that_was_taken_back_leaves_no_trace_in_any_figure(history, drawn, tmp_path):
    check_taken_back(history, drawn, tmp_path)


@pytest.mark.slow
@pytest.mark.django_db
@settings(**{**PLAIN, "max_examples": 12})
@given(history=weeks(backs=MOSTLY_NEAR), drawn=st.data())
def test_a_file_that_was_taken_back_leaves_no_trace_in_any_figure_of_many_weeks(history, drawn, tmp_path):
    check_taken_back(history, drawn, tmp_path)
