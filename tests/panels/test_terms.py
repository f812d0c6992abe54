"""What every metric means, what it leaves out, and what changed in it."""

from dataclasses import replace

import pytest

from analytics.metrics import funnel, rates
from analytics.metrics.changes import CHANGES, Change, history_of
from analytics.metrics.meaning import Group, excluded_from, group_of
from analytics.metrics.registry import all_metrics
from analytics.panels.terms import term_groups, term_of


@pytest.mark.parametrize("metric", all_metrics(), ids=lambda metric: metric.key)
def test_every_version_of_every_metric_says_what_changed(metric):
    assert [change.version for change in history_of(metric)] == list(range(metric.version, 0, -1))


def test_changes_are_told_of_metrics_that_there_are():
    assert set(CHANGES) <= {metric.key for metric in all_metrics()}


def test_a_version_without_a_word_is_found():
    newer = replace(funnel.VISITORS, version=3)
    told = {"visitors": (Change(2, "0.2", "Robots are left out."),)}
    assert {1, 2, 3} - {change.version for change in history_of(newer, told)} == {3}
    assert [change.what for change in history_of(newer, told)] == ["Robots are left out.", "First definition."]


@pytest.mark.parametrize("metric", all_metrics(), ids=lambda metric: metric.key)
def test_every_metric_says_what_it_leaves_out(metric):
    assert term_of(metric).excluded


def test_a_ratio_leaves_out_what_its_parts_leave_out_each_once():
    assert [str(text) for text in excluded_from(rates.SPEND_PER_PAYER)] == [
        "Test, staff and fake orders.",
        "Freight.",
        "Orders that name no buyer.",
    ]


def test_metrics_stand_in_groups():
    assert group_of(funnel.VISITORS) is Group.VISITS
    assert group_of(funnel.CARTERS) is Group.ACTS
    assert group_of(funnel.PAYERS) is Group.ORDERS
    assert group_of(funnel.PAID_AMOUNT) is Group.MONEY
    assert group_of(rates.SPEND_PER_PAYER) is Group.RATIOS


def test_every_metric_is_in_one_group():
    found = [term.key for group in term_groups(all_metrics()) for term in group.terms]
    assert sorted(found) == sorted(metric.key for metric in all_metrics())


@pytest.mark.parametrize(
    ("search", "keys"),
    [
        ("platform", {"bounce_rate_platform"}),
        ("PAYING buyers ÷", {"conversion"}),
        ("carry over", {"carry_over_payers", "conversion"}),
        ("nothing like it", set()),
    ],
)
def test_a_search_finds_terms_with_all_its_words(search, keys):
    found = {term.key for group in term_groups(all_metrics(), search=search) for term in group.terms}
    assert keys <= found
    assert bool(keys) == bool(found)
