"""What a reader of a change can choose: its basis, and what it is split by. Pure."""

from dataclasses import dataclass

from django.utils.translation import pgettext_lazy

from analytics.explain.question import SPLITS, Question
from analytics.metrics.types import Basis, Text
from analytics.panels.sources import Splits
from analytics.panels.types import Choice

BASES: dict[Basis, Text] = {
    Basis.EVENT: pgettext_lazy("basis", "own events"),
    Basis.PLATFORM: pgettext_lazy("basis", "platform reports"),
}


@dataclass(frozen=True)
class BasisLink:
    """Leads to the same change on a basis."""

    label: Text
    query: str
    is_chosen: bool


def splits_of(question: Question) -> Splits:
    """What its basis can be split by. The chosen one may be none of them, where the address asks for more."""
    choices = tuple(Choice(key=by, label=label, split=by) for by, label in SPLITS[question.basis].items())
    asked = Choice(key=question.split, label=question.label, split=question.split)
    return Splits(choices, asked)


def basis_links(question: Question, period_query: str, *, is_reported: bool) -> list[BasisLink]:
    """None where the shop has no reports of a platform to choose."""
    if not is_reported and question.basis is Basis.EVENT:
        return []
    return [
        BasisLink(label, f"{period_query}{question.on(basis).query}", basis is question.basis)
        for basis, label in BASES.items()
    ]
