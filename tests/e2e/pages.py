"""Every page of the site: what the addresses answer with HTML. A page that is added later is walked by itself.

An address with a part that `tests.security.addresses.PARTS` does not know fails the walk, and so does one that answers
with something else than a page, a file, a redirect or "not by GET".
"""

from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus

from django.test import Client

from shopops.shops.access import Wall
from shopops.shops.models import Shop
from tests.security.addresses import Address, addresses
from tests.security.ending import ended

# Not a page, and no fault: it leads elsewhere, is for posting, or is closed to the role.
OTHERWISE = {HTTPStatus.FOUND, HTTPStatus.METHOD_NOT_ALLOWED, HTTPStatus.FORBIDDEN}


@dataclass(frozen=True)
class SitePage:
    name: str
    url: str
    is_public: bool

    def __str__(self) -> str:
        return f"{self.name} {self.url}"


def pages(shop: Shop, client: Client) -> list[SitePage]:
    """Those that this person can open; public ones as a stranger sees them."""
    return [page for address in addresses() for page in pages_at(address, shop, client)]


def pages_at(address: Address, shop: Shop, client: Client) -> Iterator[SitePage]:
    assert address.door, f"{address.route} does not say whom it lets in"
    is_public = address.door.wall is Wall.PUBLIC
    for url in address.urls(shop):
        answer = ended((Client() if is_public else client).get(url))
        assert answer.status_code in {HTTPStatus.OK, *OTHERWISE}, f"{url} answers {answer.status_code}"
        if answer.status_code == HTTPStatus.OK and answer.headers["Content-Type"].startswith("text/html"):
            yield SitePage(address.name, url, is_public)


def one_of_each(found: list[SitePage]) -> list[SitePage]:
    """The first page of each address: what comes after is drawn by the same template."""
    return list({page.name: page for page in reversed(found)}.values())[::-1]
