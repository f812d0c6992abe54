"""Takes the pictures."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.test import Client
from playwright.sync_api import Browser

from tests.e2e.browser import Visit, browser_at, chromium_path, session_cookie
from tests.e2e.pages import SitePage, one_of_each, pages
from tests.shots.shop import Site

Look = tuple[str, str, int]  # language, theme, width
HEIGHTS = {390: 844}


@dataclass(frozen=True)
class Shot:
    page: SitePage
    look: Look
    file: Path


def shots(site: Site, looks: list[Look], *, only: Sequence[str] | None, every_panel: bool, out: Path) -> list[Shot]:
    path = chromium_path() or sys.exit("pictures need Chromium: apt-get install chromium")
    found = chosen(site, only=only, every_panel=every_panel)
    with browser_at(path) as browser:
        return [shot for look in looks for shot in in_look(browser, site, look, found, out)]


def chosen(site: Site, *, only: Sequence[str] | None, every_panel: bool) -> list[SitePage]:
    client = Client()
    client.force_login(site.owner)
    found = pages(site.shop, client)
    found = found if every_panel else one_of_each(found)
    return [page for page in found if only is None or page.name in only]


def in_look(browser: Browser, site: Site, look: Look, found: list[SitePage], out: Path) -> list[Shot]:
    language, theme, width = look
    folder = out / f"{language}-{theme}-{width}"
    folder.mkdir(parents=True, exist_ok=True)
    viewport = {"width": width, "height": HEIGHTS.get(width, 1000)}
    contexts = [browser.new_context(viewport=viewport, color_scheme=theme, locale=language) for _ in range(2)]
    contexts[0].add_cookies([session_cookie(site.owner, site.base)])
    inside, outside = (Visit(page=context.new_page(), base=site.base) for context in contexts)
    taken = [take(outside if page.is_public else inside, page, look, folder) for page in found]
    for context in contexts:
        context.close()
    print(f"  {folder.name}: {len(taken)} pages", flush=True)
    return taken


def take(window: Visit, page: SitePage, look: Look, folder: Path) -> Shot:
    window.see(page.url)
    window.page.evaluate("scrollTo(0, 0)")
    file = folder / f"{name_of(page)}.png"
    window.page.screenshot(path=file, full_page=True)
    return Shot(page, look, file)


def name_of(page: SitePage) -> str:
    """The name of the address, and for one of several what tells it from the others."""
    return page.name if page.url.endswith("/") else f"{page.name}-{page.url.rsplit('/')[-1]}"
