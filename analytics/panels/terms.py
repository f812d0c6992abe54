"""What the page of definitions prints of a metric. Pure."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from analytics.metrics.types import Basis, Better, Measure, Metric, OverDays, Ratio, Text, Unit

UNITS: dict[Unit, Text] = {
    Unit.COUNT: _("Count"),
    Unit.MONEY: _("Money"),
    Unit.SHARE: _("Share"),
    Unit.SECONDS: _("Seconds"),
    Unit.NUMBER: _("Number"),
}
BETTER: dict[Better, Text] = {
    Better.HIGHER: _("Up is good"),
    Better.LOWER: _("Down is good"),
    Better.NEITHER: _("Neither up nor down is good"),
}
BASES: dict[Basis, Text] = {Basis.EVENT: _("From own events and orders"), Basis.PLATFORM: _("From platform reports")}
OVER_DAYS: dict[OverDays, Text] = {
    OverDays.SUM: _("Days add up"),
    OverDays.RECOUNT: _("Days do not add up: counted anew for a period"),
}


@dataclass(frozen=True)
class Term:
    key: str
    label: Text
    definition: Text
    formula: str
    facts: tuple[Text, ...]


def term_of(metric: Metric) -> Term:
    over_days = OVER_DAYS[metric.over_days] if isinstance(metric, Measure) else _("Divided anew for a period")
    return Term(
        key=metric.key,
        label=metric.label,
        definition=metric.definition,
        formula=metric.formula if isinstance(metric, Ratio) else "",
        facts=(UNITS[metric.unit], BETTER[metric.better], BASES[metric.basis], over_days),
    )
