"""The steps of something that takes several pages. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

OPENING = (_("Shop"), _("Time and money"), _("First file"))


@dataclass(frozen=True)
class Step:
    number: int
    label: str | Promise
    is_done: bool
    is_now: bool


def steps(labels: Sequence[str | Promise], *, now: int) -> list[Step]:
    """`now` counts from one."""
    return [Step(at, label, is_done=at < now, is_now=at == now) for at, label in enumerate(labels, 1)]


def opening_steps(now: int) -> list[Step]:
    """Of a new shop; the last is the board, which says how to load a file."""
    return steps(OPENING, now=now)
