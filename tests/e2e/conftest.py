"""A real browser against a running site. Skipped, with a word, where there is no Chromium."""

from collections.abc import Callable, Iterator

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Browser

from tests.e2e.answering import remember, wait_for_answers
from tests.e2e.browser import Profiles, Visit, browser_at, chromium_path, session_cookie


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "/e2e/" in str(item.path):
            item.add_marker(pytest.mark.e2e)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = chromium_path()
    if path is None:
        pytest.skip("browser tests need Chromium: apt-get install chromium")
    with browser_at(path) as browser:
        yield browser


@pytest.fixture(scope="session")
def profiles(live_server, chromium: Browser) -> Profiles:
    remember(live_server.thread.httpd)
    return Profiles(chromium)


OpenVisit = Callable[..., Visit]


@pytest.fixture
def visit(profiles: Profiles, live_server, owner: User) -> Iterator[OpenVisit]:
    """Opens a window in which the owner has logged in: `visit(width=360, color_scheme="dark", language="zh-hans")`.

    `user` is somebody else, or None for a stranger; two windows of a test share nothing.
    """
    taken = []

    def visit(
        *,
        width: int = 1480,
        height: int = 900,
        language: str = "en",
        java_script_enabled: bool = True,
        user: User | None = owner,
        **media: str,
    ) -> Visit:
        kind = {"language": language, "scripts": java_script_enabled}
        profile = profiles.take(**kind)
        taken.append((profile, kind))
        if user is not None:
            profile.add_cookies([session_cookie(user, live_server.url)])
        opened = Visit(page=profile.new_page(), base=live_server.url, scripts=java_script_enabled)
        opened.page.set_viewport_size({"width": width, "height": height})
        opened.page.emulate_media(**media)
        opened.page.on("console", lambda message: message.type == "error" and opened.wrongs.append(message.text))
        opened.page.on("pageerror", lambda error: opened.wrongs.append(str(error)))
        opened.page.on("request", opened.note)
        return opened

    yield visit
    for profile, kind in taken:
        profiles.give_back(profile, **kind)
    wait_for_answers()
