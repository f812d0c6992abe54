"""What a person prefers, as a browser draws it; and a first shop, opened by clicking."""

import re

import pytest
from playwright.sync_api import expect

from shopops.shops.models import Shop
from shopops.shops.prefer import prefer

DAILY = "/s/linen/daily/"
COLOUR = "(element) => getComputedStyle(element).color"
GROUND = "() => getComputedStyle(document.body).backgroundColor"
GREEN, RED = (
    {"light": "rgb(11, 122, 84)", "dark": "rgb(76, 199, 150)"},
    {
        "light": "rgb(194, 54, 43)",
        "dark": "rgb(255, 138, 126)",
    },
)


@pytest.mark.usefixtures("board_shop")
@pytest.mark.parametrize(("chosen", "system"), [("dark", "light"), ("light", "dark")])
def test_the_chosen_theme_stands_before_the_devices(chosen, system, visit, owner):
    prefer(owner, theme=chosen)
    window = visit(color_scheme=system)
    window.open(DAILY)
    grounds = {"light": "rgb(246, 247, 249)", "dark": "rgb(17, 21, 27)"}
    assert window.page.evaluate(GROUND) == grounds[chosen]
    window.open("/preferences/")
    assert window.page.evaluate(GROUND) == grounds[chosen]


@pytest.mark.usefixtures("board_shop")
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("verdict", "colours"), [("green", GREEN), ("red", RED)])
def test_good_news_has_the_chosen_colour(theme, verdict, colours, visit, owner):
    prefer(owner, theme=theme, verdict=verdict)
    window = visit()
    window.open(DAILY)
    assert window.page.locator(".delta.good").first.evaluate(COLOUR) == colours[theme]
    # That the data are complete is green for everybody.
    assert window.page.locator(".fresh").evaluate(COLOUR) == GREEN[theme]


@pytest.mark.usefixtures("board_shop")
def test_compact_pages_show_more(visit, owner):
    heights = {}
    for density in ("comfortable", "compact"):
        prefer(owner, density=density)
        window = visit()
        window.open(DAILY)
        heights[density] = window.page.locator(".tiles").bounding_box()["height"]
    assert heights["compact"] < heights["comfortable"] * 0.95


@pytest.mark.usefixtures("board_shop")
@pytest.mark.parametrize("width", [1480, 390])
def test_preferences_are_saved_by_the_form_and_seen_at_once(width, visit):
    window = visit(width=width)
    window.open("/preferences/")
    window.page.get_by_label("Language").select_option("zh-hant")
    window.page.get_by_label("Colours").select_option("dark")
    window.page.get_by_role("button", name="Save").click()
    expect(window.page.get_by_role("status")).to_have_text("偏好設定已儲存。")
    expect(window.page.locator("html")).to_have_attribute("data-theme", "dark")
    assert window.sideways <= 0
    assert window.wrongs == []


def test_a_first_shop_is_opened_in_two_steps(visit, owner):
    Shop.objects.all().delete()
    window = visit(width=390)
    window.open("/")
    window.page.get_by_label("Name of the shop").fill("麻袋")
    window.page.get_by_role("button", name="Go on").click()
    expect(window.page.get_by_label("Currency")).to_have_value("CNY")
    assert window.sideways <= 0
    window.page.get_by_role("button", name="Open the shop").click()
    window.page.wait_for_url(re.compile(r"/s/taobao/daily/"))
    expect(window.page.locator(".notice")).to_contain_text("麻袋 is open")
    assert window.wrongs == []
