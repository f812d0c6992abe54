"""Money between text and minor units."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopops.shops.money import exponent, symbol, to_decimal, to_minor


@pytest.mark.parametrize(
    ("amount", "currency", "minor"),
    [
        ("12.34", "CNY", 1234),
        ("9.995", "CNY", 1000),
        ("-9.995", "CNY", -1000),
        ("0.004", "CNY", 0),
        ("1200", "JPY", 1200),
        ("1200.5", "JPY", 1201),
        ("1.2345", "KWD", 1235),
        ("12345678901234.56", "CNY", 1234567890123456),
    ],
)
def test_amounts_are_rounded_half_up_to_minor_units(amount, currency, minor):
    assert to_minor(Decimal(amount), currency) == minor


@given(minor=st.integers(-(2**63), 2**63 - 1), currency=st.sampled_from(["CNY", "JPY", "KWD", "USD"]))
def test_minor_units_come_back_unharmed(minor, currency):
    amount = to_decimal(minor, currency)
    assert to_minor(amount, currency) == minor
    assert -amount.as_tuple().exponent == exponent(currency)


@pytest.mark.parametrize(("currency", "sign"), [("CNY", "¥"), ("HKD", "HK$"), ("SEK", "SEK ")])
def test_a_currency_without_a_sign_of_its_own_is_named(currency, sign):
    assert symbol(currency) == sign
