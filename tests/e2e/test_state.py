"""The address is the state of a page: it looks the same again by back, forward, reload and in a new window."""

import pytest

from tests.e2e.browser import Visit
from tests.e2e.conftest import OpenVisit
from tests.e2e.pages import SitePage, pages

ELSEWHERE = "/healthz"
CHOICES = [
    "period=custom&from=2026-11-02&to=2026-11-09&compare=previous",
    pytest.param("period=7d&compare=none", marks=pytest.mark.slow),
]


@pytest.mark.slow
def test_every_page_is_restored(visit, walked_shop, owner_client):
    check_restored(pages(walked_shop, owner_client), visit)


@pytest.mark.parametrize("choice", CHOICES)
def test_a_chosen_period_is_restored(choice, visit, board_shop):
    check_restored([SitePage("daily", f"/s/linen/daily/?{choice}", is_public=False)], visit)


def check_restored(found: list[SitePage], visit: OpenVisit) -> None:
    inside, outside, other = visit(), visit(user=None), visit()
    wrong = []
    for page in found:
        window = outside if page.is_public else inside
        before = seen(window, page.url)
        wrong += [f"{page} differs by {way}" for way, after in seen_again(window) if after != before]
        if not page.is_public:
            wrong += [f"{page} differs in a new window"] if seen(other, page.url) != before else []
    assert not wrong, "\n".join(wrong)


def seen_again(window: Visit):
    """What is seen of the page after each way back to it."""
    window.page.reload()
    yield "reload", seen(window)
    window.page.goto(window.base + ELSEWHERE)
    window.page.go_back()
    yield "back", seen(window)
    window.page.go_back()
    window.page.go_forward()
    yield "forward", seen(window)


def seen(window: Visit, address: str = "") -> tuple[str, str, str]:
    """The address, the title and the text, once every panel is there; of the page that is open, or of this one."""
    if address:
        window.page.goto(window.base + address)
    window.see_everything()
    window.page.evaluate("scrollTo(0, 0)")
    return window.page.url, window.page.title(), window.page.inner_text("main")
