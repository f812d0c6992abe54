"""A real browser against a running site. Skipped, with a word, where there is no Chromium."""

import threading
from collections.abc import Callable, Iterator

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Browser

from tests.e2e.browser import COUNT_REPORTS, Visit, browser_at, chromium_path, session_cookie


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


OpenVisit = Callable[..., Visit]


@pytest.fixture
def visit(chromium: Browser, live_server, owner: User) -> Iterator[OpenVisit]:
    """Opens a window in which the owner has logged in: `visit(width=360, color_scheme="dark", language="zh-hans")`.

    `user` is somebody else, or None for a stranger.
    """
    contexts = []

    def visit(
        *, width: int = 1480, height: int = 900, language: str = "en", user: User | None = owner, **options: object
    ) -> Visit:
        context = chromium.new_context(viewport={"width": width, "height": height}, locale=language, **options)
        contexts.append(context)
        if user is not None:
            context.add_cookies([session_cookie(user, live_server.url)])
        if options.get("java_script_enabled", True):
            context.add_init_script(COUNT_REPORTS)
        opened = Visit(page=context.new_page(), base=live_server.url)
        opened.page.on("console", lambda message: message.type == "error" and opened.wrongs.append(message.text))
        opened.page.on("pageerror", lambda error: opened.wrongs.append(str(error)))
        opened.page.on("request", opened.note)
        return opened

    yield visit
    for context in contexts:
        context.close()
    wait_for_answers()


def wait_for_answers() -> None:
    """The server may still be writing to closed windows: until it is done, the tables cannot be emptied."""
    for thread in threading.enumerate():
        if "process_request_thread" in thread.name:
            thread.join(10)
