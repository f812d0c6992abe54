"""Figures as people read them, in each language."""

import pytest
from django.utils.translation import override

from analytics.metrics.format import format_money, format_seconds, format_value, shorten
from analytics.metrics.registry import metric


@pytest.mark.parametrize(
    ("language", "number", "said"),
    [
        ("en", 99_999, "99,999"),
        ("en", 128_430, "128.4K"),
        ("en", 1_234_567, "1.23M"),
        ("en", 2_500_000_000, "2.50B"),
        ("zh-hans", 99_999, "99,999"),
        ("zh-hans", 128_430, "12.8万"),
        ("zh-hans", 250_000_000, "2.5亿"),
        ("zh-hant", 99_999, "99,999"),
        ("zh-hant", 128_430, "12.8萬"),
        ("zh-hant", 250_000_000, "2.5億"),
    ],
)
def test_large_numbers_are_shortened_as_the_language_counts(language, number, said):
    with override(language):
        assert shorten(number) == said
        assert shorten(-number) == f"-{said}"


@pytest.mark.parametrize(
    ("language", "money", "seconds", "share"),
    [
        ("en", "¥128.4K", "1 min 5 s", "3.86%"),
        ("zh-hans", "¥12.8万", "1 分 5 秒", "3.86%"),
        ("zh-hant", "¥12.8萬", "1 分 5 秒", "3.86%"),
    ],
)
def test_units_are_said_in_the_language(language, money, seconds, share):
    with override(language):
        assert format_money(128_430_00, currency="CNY") == money
        assert format_seconds(65) == seconds
        assert format_value(0.0386, metric("conversion"), currency="CNY") == share


def test_a_language_without_words_of_its_own_counts_as_english():
    with override("fr"):
        assert shorten(128_430) == "128.4K"
