"""Money: integer minor units inside, text only at the edge. Pure."""

from decimal import ROUND_HALF_UP, Decimal

# ISO 4217: currencies whose minor unit is not a hundredth.
EXPONENTS = {"JPY": 0, "KRW": 0, "VND": 0, "CLP": 0, "ISK": 0, "BHD": 3, "KWD": 3, "OMR": 3, "TND": 3}
SYMBOLS = {"CNY": "¥", "USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "AUD": "A$", "HKD": "HK$", "TWD": "NT$"}


def exponent(currency: str) -> int:
    """Decimals of the currency."""
    return EXPONENTS.get(currency, 2)


def to_minor(amount: Decimal, currency: str) -> int:
    """Minor units, half up; `to_minor(Decimal("9.995"), "CNY") == 1000`."""
    return int((amount * 10 ** exponent(currency)).quantize(Decimal(1), ROUND_HALF_UP))


def to_decimal(minor: int, currency: str) -> Decimal:
    """Exact decimal with the currency's own number of places."""
    return Decimal(minor).scaleb(-exponent(currency))


def symbol(currency: str) -> str:
    return SYMBOLS.get(currency, currency + " ")
