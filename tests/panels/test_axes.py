"""Axes from zero to a round figure, labelled like every other figure."""

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from analytics.metrics.registry import metric
from analytics.panels.axes import axis, unit_of


@pytest.mark.parametrize(
    ("language", "key", "highest", "labels"),
    [
        ("en", "visitors", 1596, ["0", "500", "1,000", "1,500", "2,000"]),
        ("en", "paid_amount", 195_466_00, ["¥0", "¥50,000", "¥100K", "¥150K", "¥200K"]),
        ("zh-hans", "paid_amount", 395_466_00, ["¥0", "¥10万", "¥20万", "¥30万", "¥40万"]),
        ("zh-hant", "paid_amount", 395_466_00, ["¥0", "¥10萬", "¥20萬", "¥30萬", "¥40萬"]),
        ("en", "conversion", 0.055, ["0%", "2%", "4%", "6%"]),
        ("en", "paid_amount", 4, ["¥0", "¥0.01", "¥0.02", "¥0.03", "¥0.04"]),
        ("en", "visitors", 0, ["0", "1"]),
        ("en", "visitors", 2, ["0", "1", "2"]),
    ],
)
def test_labels_are_round(language, key, highest, labels):
    with override(language):
        assert axis([highest, None, float("nan")], metric(key), currency="CNY")["ticktext"] == labels


@given(st.floats(0, 1e13))
def test_every_value_lies_on_the_axis(highest):
    scale = axis([highest], metric("visitors"), currency="CNY")
    assert highest <= scale["range"][1]
    assert len(scale["tickvals"]) <= 6


@pytest.mark.parametrize(
    ("key", "currency", "unit"),
    [
        ("visitors", "CNY", "people"),
        ("views", "CNY", ""),
        ("paid_amount", "CNY", "¥"),
        ("paid_amount", "CHF", "CHF"),
        ("conversion", "CNY", "%"),
        ("stay_seconds", "CNY", "s"),
        ("visit_depth", "CNY", ""),
    ],
)
def test_an_axis_has_the_unit_of_its_metric(key, currency, unit):
    assert unit_of(metric(key), currency=currency) == unit
