"""Every page in every look: within the window, quiet, by its own policy, keeping nothing, and open to everybody."""

from itertools import product

import pytest
from django.conf import settings
from django.contrib.auth.models import User

from shopops.shops.models import Role, Shop
from tests.e2e.axe import violations
from tests.e2e.browser import Visit
from tests.e2e.conftest import OpenVisit
from tests.e2e.pages import SitePage, one_of_each, pages

WIDTHS, THEMES, LANGUAGES = (1480, 768, 360), ("light", "dark"), [code for code, _name in settings.LANGUAGES]
LOOKS = list(product(WIDTHS, THEMES, LANGUAGES))
# All that a browser keeps of a site; of the address alone, which the address bar shows too, nothing is said.
KEPT = """async () => [
  ...Object.keys(localStorage),
  ...Object.keys(sessionStorage).filter((key) => key !== 'htmx-current-path-for-history'),
  ...(await indexedDB.databases()).map(({name}) => name),
  ...('caches' in window ? await caches.keys() : []),
  ...(await navigator.serviceWorker?.getRegistrations() ?? []).map(({scope}) => scope),
]"""


def test_a_page_of_each_address_is_sound(visit, walked_shop, owner_client):
    walk(one_of_each(pages(walked_shop, owner_client)), visit, (360, "dark", "zh-hans"))


@pytest.mark.slow
@pytest.mark.parametrize("look", LOOKS, ids=lambda look: " ".join(map(str, look)))
def test_every_page_is_sound(look, visit, walked_shop, owner_client):
    walk(pages(walked_shop, owner_client), visit, look)


@pytest.mark.slow
@pytest.mark.parametrize("role", [role for role in Role if role != Role.OWNER])
def test_every_page_of_a_role_is_sound(role, visit, walked_shop, member, client_of):
    user = member(role)
    walk(pages(walked_shop, client_of(user)), visit, (1480, "light", "en"), user=user)


def test_pages_without_figures_are_sound(visit, shop: Shop):
    pages_of_a_new_shop = [SitePage(name, f"/s/linen/{name}/", is_public=False) for name in ("daily", "imports")]
    walk(pages_of_a_new_shop, visit, (360, "dark", "en"))


def test_the_page_of_somebody_without_a_shop_is_sound(visit, person):
    walk([SitePage("home", "/", is_public=False)], visit, (360, "dark", "en"), user=person("nobody"))


def walk(found: list[SitePage], visit: OpenVisit, look: tuple[int, str, str], *, user: User | None = None) -> None:
    """Fails with a line for each wrong thing on these pages."""
    width, theme, language = look
    options = {"width": width, "color_scheme": theme, "language": language}
    inside = visit(**options, **({"user": user} if user else {}))
    outside = visit(**options, user=None)
    wrong = [f"{page}: {each}" for page in found for each in wrongs(outside if page.is_public else inside, page.url)]
    assert not wrong, "\n".join(wrong)


def wrongs(window: Visit, url: str) -> list[str]:
    window.wrongs.clear()
    window.see(url)
    found = [f"the policy forbids {report}" for report in window.reports] + window.wrongs
    if window.sideways > 0:
        found.append(f"{window.sideways} px wider than the window")
    found += [f"the browser keeps {kept}" for kept in window.page.evaluate(KEPT)]
    return found + violations(window.page)
