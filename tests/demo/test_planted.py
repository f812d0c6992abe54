"""The stories of the demo shop: when they are told, and that a breakdown finds each."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from analytics.events.scratch import scratch_folder
from analytics.explain.breakdown import break_down
from analytics.explain.partition import partition_of
from analytics.importing.load import load
from analytics.read import member_names
from shopops.demo.files import write_exports
from shopops.demo.rates import ordinary
from shopops.demo.stories import STORIES, Planted, planted_between, planted_in, planted_on, told
from shopops.demo.stretch import Stretch
from shopops.demo.world import World
from tests.builders import fill, make_shop

TWO_YEARS = (date(2024, 9, 1), date(2026, 11, 21))
# Enough that chance moves no product as much as its story does.
VISITORS = 9_000


def test_every_story_is_told_within_two_years():
    found = [planted.story.key for planted in planted_between(*TWO_YEARS)]
    assert set(found) == {story.key for story in STORIES}


def test_no_story_is_told_while_a_large_sale_is_on():
    for day in (date(2025, 11, 11), date(2026, 6, 18), date(2026, 2, 17)):
        assert planted_on(day) is None


def test_a_story_begins_after_two_ordinary_weeks_and_ends_with_its_slot():
    planted = next(planted_between(*TWO_YEARS))
    before = planted.first - timedelta(days=1)
    assert planted_on(before) is None
    assert told(before, ordinary(before)) is ordinary(before)
    assert planted_on(planted.first) == planted_on(planted.last) == planted
    assert planted_on(planted.last + timedelta(days=1)) is None
    assert (planted.last - planted.first).days == 13


def test_there_is_no_story_before_the_first_slot():
    assert planted_in(-1) is None
    assert planted_on(date(2023, 12, 31)) is None


def first_told(key: str) -> Planted:
    """The story in the first slot that could tell it, whichever story's turn it is there."""
    quiet = next(planted_between(date(2026, 7, 1), date(2026, 9, 1)))
    return replace(quiet, story=next(story for story in STORIES if story.key == key))


def shop_of(planted: Planted):
    def tell(day: date, rates):
        inside = planted.first <= day <= planted.last
        return planted.story.tell(planted.slot, (day - planted.first).days, rates) if inside else rates

    shop = make_shop()
    stretch = Stretch(opened=planted.slot.start, first=planted.slot.start, last=planted.last)
    with scratch_folder("demo") as folder:
        for export in write_exports(World(seed=7, visitors=VISITORS, stories=(tell,)), stretch, folder):
            load(shop, export.kind, export.path)
    fill(shop)
    return shop


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("key", [story.key for story in STORIES])
def test_a_breakdown_finds_the_right_factor_and_the_right_member_first(key):
    planted = first_told(key)
    truth, (now, against) = planted.truth, planted.spans
    shop = shop_of(planted)
    partition = partition_of(truth.by.split(",") if truth.by else [])
    found = break_down(shop, now=now, against=against, partition=partition)
    effects = found.by_member
    towards = -effects if truth.falls else effects
    first = towards[truth.effect].idxmax()
    if truth.member:
        name = member_names(shop, partition.named)[int(first)]
        assert name == " × ".join(map(str, truth.member)), towards[truth.effect].nlargest(5)
    of_member = towards.loc[first]
    assert of_member.idxmax() == truth.effect, of_member


@pytest.mark.slow
@pytest.mark.django_db
def test_sales_that_were_only_moved_forward_are_none_in_sum():
    planted = first_told("moved_forward")
    shop = shop_of(planted)
    whole = (planted.first, planted.last), (planted.slot.start, planted.first - timedelta(days=1))
    found = break_down(shop, now=whole[0], against=whole[1], partition=partition_of([]))
    assert abs(found.change) < 0.12 * found.before["paid_amount"].sum()
