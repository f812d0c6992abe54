"""A real browser against a running site. Skipped, with a word, where there is no Chromium."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import Browser, Page, Request, sync_playwright

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
ALL_FETCHED = "() => document.querySelectorAll('[aria-busy]').length === 0"
ALL_DRAWN = "() => [...document.querySelectorAll('[data-figure]')].every((place) => place.querySelector('svg'))"
COUNT_REPORTS = (
    "window.reports = []; addEventListener('securitypolicyviolation', (e) => reports.push(e.violatedDirective))"
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "/e2e/" in str(item.path):
            item.add_marker(pytest.mark.e2e)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        pytest.skip("browser tests need Chromium: apt-get install chromium")
    # Playwright's event loop runs in the thread of the test, where the database is used too.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@dataclass
class Visit:
    """A page and what went wrong on it: errors in the console and requests to other hosts."""

    page: Page
    base: str
    wrongs: list[str] = field(default_factory=list)

    def open(self, address: str) -> None:
        """Go there and wait until every panel in view is fetched."""
        self.page.goto(self.base + address)
        self.settle()

    def settle(self) -> None:
        self.page.wait_for_load_state("networkidle")

    def see_everything(self) -> None:
        """Scroll through, so that every panel is asked for."""
        for _ in range(20):
            if self.page.evaluate(ALL_FETCHED):
                break
            self.page.mouse.wheel(0, 600)
            self.settle()
        self.page.wait_for_function(ALL_FETCHED)
        self.page.wait_for_function(ALL_DRAWN)

    def note(self, request: Request) -> None:
        if not request.url.startswith((self.base, "data:", "blob:")):
            self.wrongs.append(f"asked {request.url}")

    @property
    def reports(self) -> list[str]:
        return self.page.evaluate("window.reports")

    @property
    def sideways(self) -> int:
        """Pixels that the page is wider than the window."""
        return self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")


OpenVisit = Callable[..., Visit]


@pytest.fixture
def visit(chromium: Browser, live_server, owner: User) -> Iterator[OpenVisit]:
    """Opens a window in which the owner has logged in: `visit(width=360, color_scheme="dark")`."""
    contexts = []

    def visit(*, width: int = 1480, height: int = 900, **options: object) -> Visit:
        context = chromium.new_context(viewport={"width": width, "height": height}, locale="en-US", **options)
        contexts.append(context)
        context.add_cookies([session_cookie(owner, live_server.url)])
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


def session_cookie(user: User, url: str) -> dict[str, str]:
    client = Client()
    client.force_login(user)
    return {
        "name": settings.SESSION_COOKIE_NAME,
        "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
        "url": url,
    }
