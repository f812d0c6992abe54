"""What is printed of the meaning of a metric: beside its word, on the page of definitions and in files. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from analytics.metrics.changes import Change, history_of
from analytics.metrics.meaning import GROUPS, Group, excluded_from, group_of
from analytics.metrics.types import Basis, Better, Measure, Metric, OverDays, Ratio, Text, Unit

UNITS: dict[Unit, Text] = {
    Unit.COUNT: gettext_lazy("Count"),
    Unit.MONEY: gettext_lazy("Money"),
    Unit.SHARE: gettext_lazy("Share"),
    Unit.SECONDS: gettext_lazy("Seconds"),
    Unit.NUMBER: gettext_lazy("Number"),
}
BETTER: dict[Better, Text] = {
    Better.HIGHER: gettext_lazy("Up is good"),
    Better.LOWER: gettext_lazy("Down is good"),
    Better.NEITHER: gettext_lazy("Neither up nor down is good"),
}
BASES: dict[Basis, Text] = {
    Basis.EVENT: gettext_lazy("From own events and orders"),
    Basis.PLATFORM: gettext_lazy("From platform reports"),
}
OVER_DAYS: dict[OverDays, Text] = {
    OverDays.SUM: gettext_lazy("Days add up"),
    OverDays.RECOUNT: gettext_lazy("Days do not add up: counted anew for a period"),
}


@dataclass(frozen=True)
class Term:
    """`excluded` is one line of all that is left out; `history` has the newest version first."""

    key: str
    label: Text
    definition: Text
    formula: str
    basis: Text
    excluded: str
    unit: Text
    better: Text
    over_days: Text
    history: tuple[Change, ...]

    @property
    def since(self) -> str:
        newest = self.history[0]
        return _("Version %(version)d, since ShopOps %(release)s") % {
            "version": newest.version,
            "release": newest.release,
        }

    @property
    def words(self) -> str:
        """What a search looks through."""
        return " ".join(map(str, (self.key, self.label, self.definition, self.formula, self.excluded))).casefold()


@dataclass(frozen=True)
class TermGroup:
    key: str
    label: Text
    terms: tuple[Term, ...]


def term_of(metric: Metric) -> Term:
    over_days = OVER_DAYS[metric.over_days] if isinstance(metric, Measure) else _("Divided anew for a period")
    return Term(
        key=metric.key,
        label=metric.label,
        definition=metric.definition,
        formula=metric.formula if isinstance(metric, Ratio) else "",
        basis=BASES[metric.basis],
        excluded=" ".join(str(text) for text in excluded_from(metric)),
        unit=UNITS[metric.unit],
        better=BETTER[metric.better],
        over_days=over_days,
        history=history_of(metric),
    )


def term_groups(metrics: Iterable[Metric], *, search: str = "") -> tuple[TermGroup, ...]:
    """Terms that hold every word of the search, by group; groups without one are left out."""
    wanted = search.casefold().split()
    found: dict[Group, list[Term]] = {group: [] for group in Group}
    for metric in metrics:
        term = term_of(metric)
        if all(word in term.words for word in wanted):
            found[group_of(metric)].append(term)
    return tuple(TermGroup(group.value, GROUPS[group], tuple(terms)) for group, terms in found.items() if terms)
