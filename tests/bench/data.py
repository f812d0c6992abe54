"""What every benchmark needs: a database and shops."""

from django.core.management import call_command

from shopops.shops.models import Shop


def prepare() -> None:
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)


def new_shop(slug: str) -> Shop:
    call_command("create_shop", slug, name=slug, platform="own", stdout=open("/dev/null", "w"))  # noqa: SIM115
    return Shop.objects.get(slug=slug)
