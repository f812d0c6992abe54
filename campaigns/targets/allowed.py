"""Which targets may be set: each rule raises ValidationError with a message for the person who asked. Pure."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from analytics.metrics.registry import UnknownMetric, metric
from analytics.metrics.types import Metric, Ratio, Unit, measures_of
from campaigns.targets.tree import MILLION
from shopops.web.spans import EARLIEST, LATEST

# A thousand times what any shop sells, and still exact as a float.
MOST = 10**15


def metric_named(key: str) -> Metric:
    try:
        return metric(key)
    except UnknownMetric:
        raise ValidationError(_("There is no figure “%(key)s”.") % {"key": key}) from None


def check_year(year: int) -> None:
    first, last = EARLIEST.year + 1, LATEST.year
    if not first <= year <= last:
        raise ValidationError(_("A plan is for a year from %(first)s to %(last)s.") % {"first": first, "last": last})


def check_member(metric: Metric, *, dimension: str, member: int) -> None:
    """The whole shop is the member 0 of no dimension."""
    splits = set.intersection(*(set(each.relation.dimensions) for each in measures_of(metric)))
    if (dimension or member) and dimension not in splits:
        told = {"metric": metric.label, "dimension": dimension}
        raise ValidationError(_("%(metric)s cannot be split by “%(dimension)s”.") % told)


def check_amount(metric: Metric, amount: int) -> None:
    """Whole people, pieces or minor units; of a ratio millionths of its level."""
    if amount < 0:
        raise ValidationError(_("A target cannot lie below zero."))
    if amount > MOST:
        raise ValidationError(_("This target is too large."))
    if isinstance(metric, Ratio) and metric.unit is Unit.SHARE and amount > MILLION:
        raise ValidationError(_("A target for a share is 100% at most."))


def check_reason(reason: str) -> None:
    if not reason.strip():
        raise ValidationError(_("Say why the target is changed."))
