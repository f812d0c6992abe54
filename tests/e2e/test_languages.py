"""Charts write their dates in the language of the page."""

import re

import pytest
from playwright.sync_api import expect

TREND = "/s/linen/daily/"
TICKS = "(all) => all.map((tick) => tick.textContent)"

pytestmark = pytest.mark.usefixtures("board_shop")


@pytest.mark.parametrize(
    ("language", "day", "hovered"),
    [
        ("en", "8 Nov", r"\d+ \w{3} 2026"),
        ("zh-hans", "11月8日", r"2026年\d+月\d+日"),
        ("zh-hant", "11月8日", r"2026年\d+月\d+日"),
    ],
)
def test_axes_and_hover_say_days_as_the_page_does(visit, language, day, hovered):
    window = visit()
    window.page.context.add_cookies([{"name": "django_language", "value": language, "url": window.base}])
    window.open(TREND)
    window.see_everything()
    assert window.page.locator("html").get_attribute("lang") == language
    ticks = window.page.locator("#dailytrend .xtick text")
    assert any(tick.startswith(day) for tick in ticks.evaluate_all(TICKS)), ticks.evaluate_all(TICKS)
    place = window.page.locator("#dailytrend .plot")
    drawn = place.evaluate("(plot) => [plot._context.locale, plot._fullLayout.separators]")
    assert drawn == [{"en": "en-US", "zh-hans": "zh-CN", "zh-hant": "zh-TW"}[language], ".,"]
    window.page.locator("#dailytrend .nsewdrag").first.hover()
    expect(window.page.locator("#dailytrend .hoverlayer")).to_contain_text(re.compile(hovered))
    assert window.wrongs == []
