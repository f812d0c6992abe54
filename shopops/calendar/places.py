"""Where a shop sells: the country of its public holidays and the markets of its festivals. Pure."""

from shopops.calendar.festivals import CHINA, WEST
from shopops.shops.models import Platform, Shop

ZONES = {
    "Asia/Shanghai": "CN",
    "Asia/Chongqing": "CN",
    "Asia/Urumqi": "CN",
    "Asia/Hong_Kong": "HK",
    "Asia/Macau": "MO",
    "Asia/Taipei": "TW",
    "Asia/Tokyo": "JP",
    "Asia/Seoul": "KR",
    "Asia/Singapore": "SG",
    "Asia/Kuala_Lumpur": "MY",
    "Asia/Bangkok": "TH",
    "Asia/Ho_Chi_Minh": "VN",
    "Asia/Jakarta": "ID",
    "Asia/Manila": "PH",
    "Australia/Sydney": "AU",
    "Australia/Melbourne": "AU",
    "Pacific/Auckland": "NZ",
    "Europe/London": "GB",
    "Europe/Dublin": "IE",
    "Europe/Berlin": "DE",
    "Europe/Paris": "FR",
    "Europe/Madrid": "ES",
    "Europe/Rome": "IT",
    "Europe/Amsterdam": "NL",
    "America/New_York": "US",
    "America/Chicago": "US",
    "America/Denver": "US",
    "America/Los_Angeles": "US",
    "America/Toronto": "CA",
    "America/Vancouver": "CA",
}
# For zones that are not in the list: most of these have one country.
CURRENCIES = {
    "CNY": "CN",
    "HKD": "HK",
    "MOP": "MO",
    "TWD": "TW",
    "JPY": "JP",
    "KRW": "KR",
    "SGD": "SG",
    "USD": "US",
    "GBP": "GB",
    "AUD": "AU",
    "NZD": "NZ",
    "CAD": "CA",
}
CHINESE = frozenset({"CN", "HK", "MO", "TW", "SG"})
CHINESE_PLATFORMS = frozenset({Platform.TAOBAO, Platform.TMALL, Platform.JD, Platform.DOUYIN, Platform.PDD})


def country_of(shop: Shop) -> str:
    """ISO 3166 code by time zone, else by currency; empty where neither tells."""
    return ZONES.get(shop.timezone) or CURRENCIES.get(shop.currency, "")


def markets_of(shop: Shop) -> frozenset[str]:
    """A platform of China sells by China's festivals, any other by Western ones, and by China's too where it is."""
    if shop.platform in CHINESE_PLATFORMS:
        return frozenset({CHINA})
    return frozenset({CHINA, WEST}) if country_of(shop) in CHINESE else frozenset({WEST})
