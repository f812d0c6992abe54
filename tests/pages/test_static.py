"""The stylesheet, the icons and what is vendored."""

import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from plotly.offline import get_plotlyjs_version

from analytics.metrics.format import SHORT
from shopops.shops.navigation import GROUPS

STATIC = Path(settings.BASE_DIR) / "static"
TEMPLATES = Path(settings.BASE_DIR) / "templates"
VENDORED = ("tabler.css", "icons.svg", "plotly.js", "plotly.css", "LICENSES.txt")


def values(block: str) -> dict[str, str]:
    return dict(re.findall(r"(--[\w-]+):\s*([^;]+);", block))


def test_the_two_dark_themes_are_the_same_and_set_every_colour():
    css = (STATIC / "css/tokens.css").read_text()
    light, wished, chosen = (values(block) for block in re.findall(r":root[^{]*\{([^{}]*color-scheme[^{}]*)\}", css))
    assert wished == chosen
    assert set(wished) == set(light)


def test_where_red_is_good_every_colour_of_a_verdict_changes_sides():
    css = (STATIC / "css/tokens.css").read_text()
    usual = {name: value for name, value in values(css).items() if re.match(r"--so-(good|bad)", name)}
    (swapped,) = re.findall(r':root\[data-verdict="red"\] \{([^{}]*)\}', css)
    green, red = ({name: text for name, text in values(css).items() if colour in name} for colour in ("green", "red"))
    assert len(green) == len(red) == 3
    assert set(values(swapped)) == set(usual)
    for name, value in values(swapped).items():
        usual_value = re.search(rf"{name}: ([^;]+);", css).group(1)
        assert value == usual_value.replace(*other_side(usual_value))


def other_side(value: str) -> tuple[str, str]:
    return ("-green", "-red") if "-green" in value else ("-red", "-green")


def test_compact_pages_only_take_less_room():
    css = (STATIC / "css/tokens.css").read_text()
    (compact,) = re.findall(r':root\[data-density="compact"\] \{([^{}]*)\}', css)
    for name, less in values(compact).items():
        usual = re.search(rf"{name}: ([^;]+);", css).group(1)
        assert [int(size) for size in re.findall(r"\d+", less)] < [int(size) for size in re.findall(r"\d+", usual)]


def test_every_variable_that_is_used_is_set():
    sheets = "".join((STATIC / "css" / name).read_text() for name in ("tokens.css", "app.css"))
    assert set(re.findall(r"var\((--so-[\w-]+)\)", sheets)) <= set(values(sheets))


def test_every_icon_that_is_named_is_in_the_sprite():
    named = {page.icon for _label, pages in GROUPS for page in pages}
    for template in TEMPLATES.rglob("*.html"):
        named |= set(re.findall(r'components/icon\.html" with name="([\w-]+)"', template.read_text()))
    sprite = set(re.findall(r'<symbol id="([\w-]+)"', (STATIC / "vendor/icons.svg").read_text()))
    assert named == sprite


def test_every_language_has_its_charts_and_its_large_numbers():
    codes = [code for code, _name in settings.LANGUAGES]
    charts = (STATIC / "js/locales.js").read_text().partition("const LOCALES")[2]
    assert re.findall(r"^    '?([\w-]+)'?: \{$", charts, re.M) == codes
    assert sorted(SHORT) == sorted(codes)


def test_the_charts_are_drawn_by_the_version_that_checks_them():
    wanted = json.loads((Path(settings.BASE_DIR) / "package.json").read_text())["devDependencies"]["plotly.js"]
    assert wanted == get_plotlyjs_version()
    assert f"plotly.js {wanted}" in (STATIC / "vendor/plotly.js").read_text()[:200]
    assert f"plotly.js {wanted}" in (STATIC / "vendor/LICENSES.txt").read_text()


def test_the_charts_words_are_our_own_alone():
    assert 'moduleType:"locale",name:"zh' not in (STATIC / "vendor/plotly.js").read_text()


def test_no_two_pages_have_one_icon():
    icons = [page.icon for _label, pages in GROUPS for page in pages]
    assert len(icons) == len(set(icons))


@pytest.mark.parametrize("name", VENDORED)
def test_vendored_files_ask_no_other_host(name):
    text = (STATIC / "vendor" / name).read_text()
    assert "sourceMappingURL" not in text
    if name.endswith(".css"):
        assert not re.findall(r"url\(['\"]?(?!['\"]?data:)", text)
        assert "@import" not in text


def test_the_lock_of_npm_holds_no_address():
    lock = (Path(settings.BASE_DIR) / "package-lock.json").read_text()
    assert "://" not in lock
