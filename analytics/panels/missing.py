"""Why a figure has no value: said beside the dash, so that nobody takes it for a zero. Pure."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from analytics.metrics.format import is_missing
from analytics.metrics.types import Basis, Measure, Metric, Needs, Ratio, Text, measures_of
from analytics.panels.types import Answer

NEEDED: dict[Needs, Text] = {
    Needs.TRACKING: gettext_lazy("No file of visits has been loaded."),
    Needs.INQUIRIES: gettext_lazy("The files hold no inquiries."),
    Needs.ORDERS: gettext_lazy("No file of orders has been loaded."),
    Needs.BUYERS: gettext_lazy("The order files have no buyer column."),
    Needs.PAYMENTS: gettext_lazy("The files do not say which orders were paid."),
    Needs.PAYERS: gettext_lazy("The files do not say who paid."),
    Needs.ORDER_AMOUNTS: gettext_lazy("The files have no order amounts."),
    Needs.PAID_AMOUNTS: gettext_lazy("The files have no paid amounts."),
    Needs.QUANTITIES: gettext_lazy("The files have no quantities."),
    Needs.REFUND_DAYS: gettext_lazy("The files do not say when refunds were made."),
    Needs.REFUNDS_OF_ORDERS: gettext_lazy("The files do not say which orders were refunded."),
}


def why_empty(answer: Answer) -> str:
    """Why a panel has nothing to show: each reason once."""
    if answer.why:
        return answer.why
    if answer.frame.empty:
        return _("No figures for these days yet.")
    if answer.basis is Basis.PLATFORM:
        return _("The platform's reports hold none of these figures.")
    parts = (part for metric in answer.metrics for part in measures_of(metric))
    lacking = (part for part in parts if answer.frame[part.key].isna().all())
    return " ".join(dict.fromkeys(str(NEEDED[part.needs]) for part in lacking)) or _("Nothing happened on these days.")


def why_missing(metric: Metric, figures: Mapping[str, float] | None) -> str:
    """`figures` are those of the period, the measures of a ratio among them; None where the days are not counted."""
    if figures is None:
        return _("No figures for these days yet.")
    lacking = next((part for part in measures_of(metric) if is_missing(figures[part.key])), None)
    if isinstance(lacking, Measure):
        return str(NEEDED[lacking.needs])
    if isinstance(metric, Ratio):
        return _("%(label)s: none, so there is nothing to divide by.") % {"label": metric.denominator.label}
    return ""
