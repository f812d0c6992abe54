"""What a page says when there is nothing to show: why, and what to do next. Pure."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from analytics.panels.freshness import Freshness


@dataclass(frozen=True)
class Empty:
    title: str
    advice: str
    command: str


def first_steps(fresh: Freshness, *, slug: str) -> Empty:
    """For a board without a counted day: files first, else the counting."""
    if fresh.due:
        return Empty(
            title=_("The files are loaded, their days are being counted"),
            advice=_("This takes a few seconds a day while the server runs. To count them now, run on the server:"),
            command=f"python manage.py fill --shop {slug}",
        )
    if fresh.reported:
        return Empty(
            title=_("Only reports of the platform have been loaded"),
            advice=_(
                "They stand below as they are. To count figures of your own, load visits and orders on the server:"
            ),
            command=_load_commands(slug),
        )
    return no_files(slug=slug)


def no_files(*, slug: str) -> Empty:
    return Empty(
        title=_("No file has been loaded yet"),
        advice=_("Export visits and orders from the platform, and load each file with one command on the server:"),
        command=_load_commands(slug),
    )


def _load_commands(slug: str) -> str:
    return f"python manage.py load events FILE --shop {slug}\npython manage.py load orders FILE --shop {slug}"
