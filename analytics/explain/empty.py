"""What is said where there is no change to take apart. Pure."""

from django.utils.translation import gettext as _

from analytics.explain.question import Question
from analytics.metrics.types import Basis, Text
from shopops.web.festivals import Span


def empty_words(spans: tuple[Span, Span] | None, question: Question) -> tuple[Text, Text]:
    """Title and advice where there is nothing to take apart."""
    if spans is None:
        return (
            _("There is no change to take apart yet"),
            _("Choose days that are over, and days to compare them with."),
        )
    if not question.is_told:
        return (
            _("Platform reports are not split so"),
            _("They tell of the whole shop and, where they have a column for it, of each source."),
        )
    if question.basis is Basis.PLATFORM:
        return (
            _("One of both sides has no paid amount"),
            _("Choose other days, or load the platform's reports of these days, with rows of the whole shop."),
        )
    return (
        _("One of both sides has no paid amount"),
        _("Choose other days, or load the orders of these days with their amounts."),
    )
