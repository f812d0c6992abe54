"""What the page of a change shows."""

from dataclasses import dataclass, replace

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from analytics.explain.breakdown import Breakdown, break_down
from analytics.explain.cells import Members, in_order, sort_key, table_of
from analytics.explain.crosscheck import ranked_otherwise
from analytics.explain.factors import ORDERS_ALONE
from analytics.explain.happened import moments
from analytics.explain.headline import why_in_words
from analytics.explain.panel import bar_table
from analytics.explain.partition import WHOLE
from analytics.explain.question import SHOP, Question
from analytics.explain.waterfall import AMOUNT, Bar, bars_of, draw
from analytics.metrics.format import format_value
from analytics.metrics.types import Basis
from analytics.panels.change import signed_value
from analytics.panels.types import Figure, Table
from analytics.panels.view import View
from analytics.read import CrossedNames
from shopops.calendar.read import Calendar
from shopops.catalog.happened import happened
from shopops.shops.models import Shop
from shopops.web.days import span_in_words
from shopops.web.festivals import Span
from shopops.web.marks import Moment


@dataclass(frozen=True, eq=False)
class Explanation:
    """The change between two spans of days, taken apart as a question asks."""

    shop: Shop
    now: Span
    against: Span
    question: Question
    breakdown: Breakdown
    members: Members

    @property
    def title(self) -> str:
        change = self.breakdown.change
        amount = format_value(abs(change), AMOUNT, currency=self.shop.currency)
        if not change:
            return _("Why the paid amount stayed the same")
        words = (
            _("Why the paid amount rose by %(amount)s") if change > 0 else _("Why the paid amount fell by %(amount)s")
        )
        return words % {"amount": amount}

    @property
    def days(self) -> str:
        return _("%(now)s against %(before)s") % {
            "now": span_in_words(*self.now),
            "before": span_in_words(*self.against),
        }

    @property
    def is_reported(self) -> bool:
        """Whether it is the platform that says so."""
        return self.question.basis is Basis.PLATFORM

    @property
    def why(self) -> SafeString:
        return why_in_words(self.breakdown, currency=self.shop.currency)

    @property
    def bars(self) -> list[Bar]:
        return bars_of(self.breakdown, now=self.now, against=self.against)

    def figure(self, period_query: str) -> Figure:
        """A click on a bar sorts the cells by its effect."""
        links = [self._link(bar, period_query) for bar in self.bars]
        return draw(self.bars, currency=self.shop.currency, links=links)

    def _link(self, bar: Bar, period_query: str) -> str:
        """The cells sorted by an effect, those first that moved the amount its way."""
        if not bar.effect or not bar.amount:
            return ""
        view = View(sort=sort_key(bar.effect), descending=bar.amount > 0)
        return f"?{period_query}{self.question.query}{view.query}#cells"

    @property
    def numbers(self) -> Table:
        return bar_table(tuple(self.bars), self.breakdown, currency=self.shop.currency)

    def cells(self, view: View, period_query: str) -> Table:
        return table_of(self.members, view, self.question, currency=self.shop.currency, period_query=period_query)

    def order(self, view: View) -> list[int]:
        return in_order(self.members, view)

    @property
    def within(self) -> str:
        """The name of the member whose cells are shown alone."""
        if self.question.within is None:
            return ""
        names = self.breakdown.names
        assert isinstance(names, CrossedNames)
        told = names.above if self.question.within.dimension == "source" else names.below
        return told.get(self.question.within.member, "")

    @property
    def otherwise(self) -> str:
        """The note that another fair way ranks the causes differently."""
        causes = ranked_otherwise(self.breakdown)
        if not causes:
            return ""
        told = [f"{cause.label} {signed_value(cause.amount, AMOUNT, currency=self.shop.currency)}" for cause in causes]
        return _(
            "Shapley values, which average over every order of the factors, rank them differently: %(causes)s."
        ) % {"causes": " · ".join(told)}

    def happened(self, calendar: Calendar) -> list[Moment]:
        days = min(self.now[0], self.against[0]), max(self.now[1], self.against[1])
        return moments(happened(calendar, *days), now=self.now, against=self.against)


def explanation_of(shop: Shop, spans: tuple[Span, Span], question: Question) -> Explanation | None:
    """None where one of the spans has no paid amount, or its basis is not split so. One query, and a second for a shop
    of orders alone."""
    if not question.is_told:
        return None
    now, against = spans
    breakdown = _taken_apart(shop, spans, question)
    is_own = question.basis is Basis.EVENT
    if is_own and not question.by and (breakdown is None or breakdown.chain is ORDERS_ALONE):
        # Nobody came from anywhere: what can be told apart are products.
        by_product = replace(question, by="product")
        products = _taken_apart(shop, spans, by_product)
        breakdown, question = (products, by_product) if products else (breakdown, question)
    if breakdown is None:
        return None
    if breakdown.partition is WHOLE:
        question = replace(question, by=SHOP)
    return Explanation(shop, now, against, question, breakdown, Members(breakdown, question.within))


def _taken_apart(shop: Shop, spans: tuple[Span, Span], question: Question) -> Breakdown | None:
    """A platform may report the whole shop alone: then that is told, unless its sources were asked for."""
    return break_down(
        shop,
        now=spans[0],
        against=spans[1],
        partition=question.partition,
        step_by_step=question.steps,
        basis=question.basis,
        or_whole=question.basis is Basis.PLATFORM and not question.by,
    )
