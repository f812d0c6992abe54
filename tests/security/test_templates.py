"""What templates and code must not hold, and what the frame must."""

import json
import re
from html import unescape
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.test import RequestFactory

from shopops.web.errors import NOTICE_HEADERS

TEMPLATES = sorted((Path(settings.BASE_DIR) / "templates").rglob("*.html"))
CODE = sorted(
    file for top in ("shopops", "analytics", "campaigns") for file in (Path(settings.BASE_DIR) / top).rglob("*.py")
)
STATIC = re.compile(r"{%\s*static\s+['\"]([^'\"]+)['\"]\s*%}")
IN_TEMPLATES = {
    "a script in the page": r"<script(?![^>]*\bsrc=)",
    "a style in the page": r"<style\b",
    "a handler in an attribute": r"\son[a-z]+\s*=|hx-on|hx-vals=['\"]js:",
    "text that is not escaped": r"\|\s*safe\b|autoescape\s+off",
    "a cache without the shop in its key": r"{%\s*cache\b",
    "something from outside": r"(?:src|href|action)=['\"](?:https?:)?//",
}
IN_CODE = {
    "a cached page": r"\bcache_page\b",
    "a cache without the shop in its key": r"from django\.core\.cache import",
    "a form that needs no token": r"\bcsrf_exempt\b",
    "a form of all fields": r"fields\s*=\s*['\"]__all__['\"]",
    "text that is not escaped": r"\bmark_safe\b",
    "SQL past the models": r"\bRawSQL\(|\.extra\(|objects\.raw\(",
    "pickled data": r"\bpickle\b",
    "something asked from outside": r"\bimport (?:requests|httpx)\b|\burllib\.request\b",
}
ALLOWED = {
    ("shopops/web/svg.py", "text that is not escaped"): "joins points of a line, which are numbers it has formatted",
}


def faults(text: str, rules: dict[str, str]) -> list[str]:
    return [fault for fault, pattern in rules.items() if re.search(pattern, text)]


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: file.name)
def test_templates_hold_nothing_dangerous(file):
    assert faults(file.read_text(), IN_TEMPLATES) == []


def test_code_holds_nothing_dangerous():
    for file in CODE:
        name = file.relative_to(settings.BASE_DIR).as_posix()
        assert [fault for fault in faults(file.read_text(), IN_CODE) if (name, fault) not in ALLOWED] == [], name


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<p onclick='x()'>",
        "{{ title|safe }}",
        "{% cache 60 x %}",
        "<style>p{}</style>",
        "<img src='//evil.example/x.png'>",
    ],
)
def test_what_is_dangerous_in_a_template_is_found(text):
    assert len(faults(text, IN_TEMPLATES)) == 1


@pytest.mark.parametrize("text", ["@cache_page(60)", "from django.core.cache import cache", "mark_safe(title)"])
def test_what_is_dangerous_in_code_is_found(text):
    assert len(faults(text, IN_CODE)) == 1


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: file.name)
def test_static_files_that_a_template_names_are_there(file):
    """With hashed names a missing file is an error only when that page is shown, often the rarest one."""
    missing = [name for name in STATIC.findall(file.read_text()) if finders.find(name) is None]
    assert missing == []


@pytest.fixture
def frame(db, rf: RequestFactory, owner, shop) -> str:
    request = rf.get("/s/linen/daily/")
    request.user, request.shop, request.role, request.my_shops = owner, shop, None, [shop]
    request.resolver_match = None
    return render_to_string("base.html", request=request)


def test_the_browser_keeps_no_copies_of_pages_and_runs_no_text(frame):
    config = json.loads(unescape(re.search(r"name=\"htmx-config\" content='([^']+)'", frame).group(1)))
    assert config["historyCacheSize"] == 0
    assert config["refreshOnHistoryMiss"] is True
    assert config["allowEval"] is False
    assert config["selfRequestsOnly"] is True
    # No style element is made by htmx, which the policy would refuse.
    assert config["includeIndicatorStyles"] is False


def test_refusals_are_shown_in_the_place_for_notices(frame):
    config = json.loads(unescape(re.search(r"name=\"htmx-config\" content='([^']+)'", frame).group(1)))
    swapped = {rule["code"]: rule["swap"] for rule in config["responseHandling"]}
    assert swapped["[45].."] is True
    assert f'id="{NOTICE_HEADERS["HX-Retarget"].removeprefix("#")}"' in frame
