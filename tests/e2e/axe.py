"""The rules of axe, those of WCAG 2.2 AA and of good practice, asked of a page as it stands in the browser."""

from functools import cache
from pathlib import Path

import axe_playwright_python
from playwright.sync_api import Page

RUN = """async () => (await axe.run(document, {resultTypes: ['violations']})).violations.map(({id, nodes}) => {
  const [first] = nodes;
  const [check] = [...first.any, ...first.all, ...first.none];
  return `${id}: ${first.target.join(' ')}, ${nodes.length} of them: ${check.message}`;
})"""


@cache
def source() -> str:
    return (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()


def violations(page: Page) -> list[str]:
    """One line for each rule that is broken.

    The script comes in through the debugger, which the content security policy of the page does not bind; the page
    itself keeps its policy.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(source())
    return page.evaluate(RUN)
