"""A page in Chromium with an empty cache: seconds until it can be read and until it is drawn, and what it weighs.

Each figure stands beside its limit, and a line says when one is passed. Sizes are of what comes over the line: files
as they are served, in brotli, and the page's own text.
"""

from statistics import median
from time import perf_counter

from django.contrib.auth.models import User
from playwright.sync_api import Browser, Request

from tests.e2e.browser import browser_at, chromium_path, session_cookie
from tests.served import served

ROUNDS = 5
KINDS = {"document": "HTML, KB", "script": "JavaScript in brotli, KB", "stylesheet": "CSS in brotli, KB"}
LIMITS = {
    "tiles readable, s": 1.0,
    "charts drawn, s": 2.5,
    "HTML, KB": 60.0,
    "JavaScript in brotli, KB": 480.0,
    "CSS in brotli, KB": 70.0,
}
# All eight tiles are there and a frame with them has been painted.
READABLE = """() => new Promise((done) => {
  const look = () => document.querySelectorAll('.tile-value').length === 8 && performance.getEntriesByType('paint').length
    ? requestAnimationFrame(() => setTimeout(done)) : requestAnimationFrame(look);
  look();
})"""
# Every chart of the window's first screen; the others are asked for when they come into view.
DRAWN = "() => ['dailyfunnel', 'dailytrend'].every((panel) => document.querySelector(`#${panel} .main-svg`))"


def measure(address: str, user: User) -> dict[str, dict[str, float]]:
    """Medians and limits; nothing, with a word, where there is no Chromium."""
    path = chromium_path()
    if path is None:
        print("The page in a browser is left out: apt-get install chromium")
        return {}
    with served() as base, browser_at(path) as browser:
        rounds = [visit(browser, base, address, user) for _ in range(ROUNDS + 1)][1:]  # the first warms the server
    return {name: beside_limit(name, median(found[name] for found in rounds)) for name in LIMITS}


def beside_limit(name: str, found: float) -> dict[str, float]:
    if found > LIMITS[name]:
        print(f"PAST ITS LIMIT: {name}")
    return {"median": found, "limit": LIMITS[name]}


def visit(browser: Browser, base: str, address: str, user: User) -> dict[str, float]:
    """One visit in a window of its own, so that nothing is in the cache."""
    context = browser.new_context(viewport={"width": 1480, "height": 900})
    context.add_cookies([session_cookie(user, base)])
    page = context.new_page()
    requests: list[Request] = []
    page.on("requestfinished", lambda request: requests.append(request))
    started = perf_counter()
    page.goto(base + address, wait_until="commit")
    page.evaluate(READABLE)
    readable = perf_counter() - started
    page.wait_for_function(DRAWN)
    drawn = perf_counter() - started
    page.wait_for_load_state("networkidle")
    found = {"tiles readable, s": readable, "charts drawn, s": drawn, **weights(requests)}
    context.close()
    return found


def weights(requests: list[Request]) -> dict[str, float]:
    """KB of each kind; what comes twice is counted twice."""
    found = dict.fromkeys(KINDS.values(), 0.0)
    for request in requests:
        if request.resource_type in KINDS:
            found[KINDS[request.resource_type]] += request.sizes()["responseBodySize"] / 1000
    return found
