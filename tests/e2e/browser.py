"""A real browser, and a window in it that notes what goes wrong."""

import os
import shutil
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
ALL_FETCHED = "() => document.querySelectorAll('[aria-busy]').length === 0"
# Nothing is asked for any more, but for panels that nobody has scrolled to.
QUIET = """() => !document.querySelector('.htmx-request') && [...document.querySelectorAll('[aria-busy]')]
  .every((place) => place.getBoundingClientRect().top >= innerHeight)"""
ALL_DRAWN = "() => [...document.querySelectorAll('[data-figure]')].every((place) => place.querySelector('svg'))"
SCROLL_THROUGH = """async () => {
  for (let top = 0; top < document.documentElement.scrollHeight; top += innerHeight / 2) {
    scrollTo({top, behavior: 'instant'});
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 10)));
  }
}"""
COUNT_REPORTS = (
    "window.reports = []; addEventListener('securitypolicyviolation', (e) => reports.push(e.violatedDirective))"
)


def chromium_path() -> str | None:
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((path for path in map(shutil.which, names) if path), None)


@contextmanager
def browser_at(path: str) -> Iterator[Browser]:
    # Playwright's event loop runs in the thread of the caller, where the database is used too.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


class Profiles:
    """Profiles of the browser, used by one window after the other, so that scripts and styles are fetched once."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.free: dict[str, list[BrowserContext]] = defaultdict(list)

    def take(self, *, language: str, scripts: bool) -> BrowserContext:
        free = self.free[f"{language} {scripts}"]
        return free.pop() if free else self._new(language, scripts)

    def give_back(self, profile: BrowserContext, *, language: str, scripts: bool) -> None:
        """With its windows closed and without cookies; that pages leave nothing else is what the tests make sure of."""
        profile.clear_cookies()
        for page in profile.pages:
            page.close()
        self.free[f"{language} {scripts}"].append(profile)

    def _new(self, language: str, scripts: bool) -> BrowserContext:
        profile = self.browser.new_context(locale=language, java_script_enabled=scripts)
        if scripts:
            profile.add_init_script(COUNT_REPORTS)
        return profile


@dataclass
class Visit:
    """A page and what went wrong on it: errors in the console and requests to other hosts."""

    page: Page
    base: str
    scripts: bool = True
    wrongs: list[str] = field(default_factory=list)

    def open(self, address: str) -> None:
        """Go there and wait until every panel in view is fetched."""
        self.page.goto(self.base + address)
        self.settle()

    def settle(self) -> None:
        if self.scripts:
            self.page.wait_for_function(QUIET)

    def see(self, address: str) -> None:
        """Go there and look at all of it."""
        self.page.goto(self.base + address)
        self.see_everything()

    def see_everything(self) -> None:
        """Scroll through, so that every panel is asked for, until all are there and drawn."""
        for _ in range(100):
            if self.page.evaluate(ALL_FETCHED):
                break
            self.page.evaluate(SCROLL_THROUGH)
        self.page.wait_for_function(ALL_FETCHED)
        self.page.wait_for_function(ALL_DRAWN)

    def note(self, request: Request) -> None:
        if not request.url.startswith((self.base, "data:", "blob:")):
            self.wrongs.append(f"asked {request.url}")

    @property
    def reports(self) -> list[str]:
        """Of the content security policy; asked before anything else is put into the page."""
        return self.page.evaluate("window.reports")

    @property
    def sideways(self) -> int:
        """Pixels that the page is wider than the window."""
        return self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")


def session_cookie(user: User, url: str) -> dict[str, str]:
    client = Client()
    client.force_login(user)
    return {
        "name": settings.SESSION_COOKIE_NAME,
        "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
        "url": url,
    }
