"""What the platform's own report says of each day; beside the figures counted here, never among them."""

from django.utils.translation import gettext_lazy

from analytics.metrics import funnel
from analytics.metrics.types import Basis
from analytics.panels.registry import declare_panel
from analytics.panels.tables import by_day
from analytics.panels.trend import draw, tell
from analytics.panels.types import Panel, Reach

PLATFORM = declare_panel(
    Panel(
        key="daily.platform",
        page="daily",
        question=gettext_lazy("What does the platform's own report say?"),
        note=gettext_lazy(
            "Platform basis, day by day: counted by the platform's rules, so it may differ from what is counted here"
        ),
        metrics=(funnel.VISITORS, funnel.PAID_AMOUNT, funnel.VIEWS, funnel.PAYERS),
        empty=gettext_lazy("It needs a daily report of the platform: load it as platform_daily."),
        draw=draw,
        tell=tell,
        tabulate=by_day,
        reach=Reach.MONTH,
        basis=Basis.PLATFORM,
    )
)
