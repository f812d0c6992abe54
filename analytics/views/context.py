"""What pages and files of figures have in common: the period they are about, and what is said of it."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from analytics.explain.answers import with_usual
from analytics.panels.ask import ask
from analytics.panels.freshness import Freshness, badge, freshness_of
from analytics.panels.types import Answer, Panel
from analytics.panels.until import Running, running_day
from analytics.panels.view import View
from analytics.panels.workbook import About
from shopops.calendar.read import Calendar, calendar_of
from shopops.shops.requests import ShopRequest
from shopops.web.period import Period
from shopops.web.period_bar import PeriodBar, period_bar


@dataclass(frozen=True)
class Asked:
    """The period that a request asks for, how complete the shop's figures are, its calendar and its day that runs."""

    request: ShopRequest
    fresh: Freshness
    period: Period
    calendar: Calendar
    running: Running

    @property
    def bar(self) -> PeriodBar:
        return period_bar(self.period, today=self.running.day)

    @property
    def split(self) -> str:
        """The attribute by which the page is asked to be split, as it stands in the address."""
        return self.request.GET.get("split", "")

    @property
    def context(self) -> dict[str, Any]:
        return {"period": self.period, "bar": self.bar, "freshness": badge(self.fresh, self.period)}

    @property
    def about(self) -> About:
        bar = self.bar
        return About(self.request.shop.name, bar.words, bar.against_words, badge(self.fresh, self.period).text)

    def answer(self, panel: Panel, view: View | None = None) -> Answer:
        shop, calendar = self.request.shop, self.calendar
        answer = ask(panel, shop, self.period, view=view, calendar=calendar, running=self.running)
        return with_usual(answer, panel, shop=shop, calendar=calendar, incomplete=self.fresh.incomplete)

    def file_name(self, what: str, ending: str) -> str:
        return f"{self.request.shop.slug}-{what}-{self.period.first}-{self.period.last}.{ending}"


def asked_of(request: ShopRequest) -> Asked:
    fresh = freshness_of(request.shop)
    running, calendar = running_day(request.shop.days, timezone.now()), calendar_of(request.shop)
    period = Period.from_query(request.GET, today=running.day, newest=fresh.opens_on, festivals=calendar.festivals)
    return Asked(request, fresh, period, calendar, running)
