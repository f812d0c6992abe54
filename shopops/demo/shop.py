"""The demo shop itself: found or opened, only where it harms nothing."""

from datetime import date

from django.conf import settings

from shopops.demo.kept import Kept, keep, new_password, path_of_kept, read_kept
from shopops.demo.logins import add_logins, check_logins_are_free
from shopops.demo.refusal import DemoRefused
from shopops.shops.models import Platform, Shop
from shopops.shops.open import open_shop

SLUG = "demo"
NAME = "麻袋女装旗舰店"
ZONE = "Asia/Shanghai"
HERE_ONLY = {"localhost", "127.0.0.1", "[::1]", ".localhost"}


def check_host_is_private(hosts: list[str]) -> None:
    """Raises DemoRefused where others could reach a site with logins that are printed on a screen."""
    public = sorted(set(hosts) - HERE_ONLY)
    if public and not settings.DEBUG:
        raise DemoRefused(f"The demo is for this computer only, and ALLOWED_HOSTS names {', '.join(public)}.")


def demo_shop(*, opened: date, seed: int | None, visitors: int | None, months: int | None) -> tuple[Shop, Kept]:
    """The shop and what it is made with; a shop that is there goes on as it began.

    `None` is "not said". Raises DemoRefused for a shop at this address that is not the demo, and for wishes that differ
    from how the shop was made.
    """
    shop = Shop.objects.filter(slug=SLUG).first()
    kept = read_kept()
    check_logins_are_free(shop)
    if shop is None:
        password = kept.password if kept else new_password()
        kept = Kept(opened=opened, seed=seed or 1, visitors=visitors or 1500, password=password, stories=True)
        keep(kept)
        shop = open_shop(slug=SLUG, name=NAME, platform=Platform.TMALL, timezone=ZONE, currency="CNY")
    elif kept is None:
        raise DemoRefused(f"There is a shop “{SLUG}”, but {path_of_kept()}, which says how it was made, is missing.")
    else:
        _check_wishes(kept, opened=opened if months else None, seed=seed, visitors=visitors)
    add_logins(shop, password=kept.password)
    return shop, kept


def _check_wishes(kept: Kept, *, opened: date | None, seed: int | None, visitors: int | None) -> None:
    wishes = {"--seed": (seed, kept.seed), "--visitors-per-day": (visitors, kept.visitors)}
    differing = [f"{name} {had}" for name, (wish, had) in wishes.items() if wish not in (None, had)]
    if opened is not None and opened < kept.opened:
        differing.append(f"a history since {kept.opened}")
    if differing:
        raise DemoRefused(f"The demo shop was made with {' and '.join(differing)}, and its past is never changed.")
