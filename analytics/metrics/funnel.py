"""The funnel from visit to payment: every stored measure, with the definitions of the shop trade."""

from django.utils.translation import gettext_lazy as _

from analytics.metrics.registry import declare
from analytics.metrics.relations import ACTORS, BUYERS, ORDERS, REFUNDS, REFUNDS_OF_PAID, VIEWERS, VISITS
from analytics.metrics.types import Better, Measure, Needs, OverDays, Unit

VISITORS = declare(
    Measure(
        key="visitors",
        label=_("Visitors"),
        unit=Unit.COUNT,
        better=Better.HIGHER,
        definition=_(
            "Distinct people with at least one view. Days and sources do not add up: the same person comes again."
        ),
        relation=VIEWERS,
        sql="count(*)",
        over_days=OverDays.RECOUNT,
        needs=Needs.TRACKING,
    )
)
VIEWS = declare(
    Measure(
        key="views",
        label=_("Views"),
        unit=Unit.COUNT,
        better=Better.NEITHER,
        definition=_("All page views, reloads included."),
        relation=VIEWERS,
        sql="sum(views)",
        over_days=OverDays.SUM,
        needs=Needs.TRACKING,
    )
)
ONE_VIEW_VISITORS = declare(
    Measure(
        key="one_view_visitors",
        label=_("One-view visitors"),
        unit=Unit.COUNT,
        better=Better.LOWER,
        definition=_("Visitors with exactly one view on the day."),
        relation=VIEWERS,
        sql="count(*) FILTER (WHERE views = 1)",
        over_days=OverDays.SUM,
        needs=Needs.TRACKING,
    )
)
VISITS_COUNT = declare(
    Measure(
        key="visits",
        label=_("Visits"),
        unit=Unit.COUNT,
        better=Better.HIGHER,
        definition=_(
            "Runs of one visitor's events within a business day with gaps under 30 minutes that hold at least one view."
        ),
        relation=VISITS,
        sql="count(*)",
        over_days=OverDays.SUM,
        needs=Needs.TRACKING,
    )
)
BOUNCED_VISITS = declare(
    Measure(
        key="bounced_visits",
        label=_("Bounced visits"),
        unit=Unit.COUNT,
        better=Better.LOWER,
        definition=_("Visits with exactly one view and no favourite, cart, inquiry or order."),
        relation=VISITS,
        sql="count(*) FILTER (WHERE views = 1 AND NOT engaged)",
        over_days=OverDays.SUM,
        needs=Needs.TRACKING,
    )
)
TIMED_VISITS = declare(
    Measure(
        key="timed_visits",
        label=_("Timed visits"),
        unit=Unit.COUNT,
        better=Better.NEITHER,
        definition=_(
            "Visits with at least two events, so that their time can be measured; of others it is unknown, not zero."
        ),
        relation=VISITS,
        sql="count(*) FILTER (WHERE events > 1)",
        over_days=OverDays.SUM,
        needs=Needs.TRACKING,
    )
)
STAY_SECONDS = declare(
    Measure(
        key="stay_seconds",
        label=_("Time on site"),
        unit=Unit.SECONDS,
        better=Better.NEITHER,
        definition=_(
            "Seconds from the first to the last event of timed visits, at most 30 minutes between two events."
        ),
        relation=VISITS,
        sql="sum(seconds) FILTER (WHERE events > 1)",
        over_days=OverDays.SUM,
        needs=Needs.TRACKING,
    )
)
ENGAGED_VISITORS = declare(
    Measure(
        key="engaged_visitors",
        label=_("Engaged visitors"),
        unit=Unit.COUNT,
        better=Better.HIGHER,
        definition=_("Distinct people with any favourite, cart, inquiry or order."),
        relation=ACTORS,
        sql="count(*) FILTER (WHERE favourited OR carted OR asked OR ordered)",
        over_days=OverDays.RECOUNT,
        needs=Needs.TRACKING,
    )
)
FAVOURITERS = declare(
    Measure(
        key="favouriters",
        label=_("Visitors who favourited"),
        unit=Unit.COUNT,
        better=Better.HIGHER,
        definition=_("Distinct people who added a favourite; taking it off again is not deducted."),
        relation=ACTORS,
        sql="count(*) FILTER (WHERE favourited)",
        over_days=OverDays.RECOUNT,
        needs=Needs.TRACKING,
    )
)
CARTERS = declare(
    Measure(
        key="carters",
        label=_("Visitors who carted"),
        unit=Unit.COUNT,
        better=Better.HIGHER,
        definition=_("Distinct people who put something into the cart; taking it out again is not deducted."),
        relation=ACTORS,
        sql="count(*) FILTER (WHERE carted)",
        over_days=OverDays.RECOUNT,
        needs=Needs.TRACKING,
    )
)
FAVOURITE_OR_CART_VISITORS = declare(
    Measure(
        key="favourite_or_cart_visitors",
        label=_("Visitors who favourited or carted"),
        unit=Unit.COUNT,
        better=Better.HIGHER,
        definition=_("Distinct people with a favourite or a cart; each person counts once."),
        relation=ACTORS,
        sql="count(*) FILTER (WHERE favourited OR carted)",
        over_days=OverDays.RECOUNT,
        needs=Needs.TRACKING,
    )
)
INQUIRING_VISITORS = declare(
    Measure(
        key="inquiring_visitors",
        label=_("Inquiring visitors"),
        unit=Unit.COUNT,
        better=Better.NEITHER,
        definition=_(
            "Visitors who wrote to customer service before a sale. People who write without a visit are not in it."
        ),
        relation=ACTORS,
        sql="count(*) FILTER (WHERE inquired)",
        over_days=OverDays.RECOUNT,
        needs=Needs.INQUIRIES,
    )
)
INQUIRERS = declare(
    Measure(
        key="inquirers",
        label=_("Pre-sale inquirers"),
        unit=Unit.COUNT,
        better=Better.NEITHER,
        definition=_(
            "Distinct people who wrote to customer service without an order in the 21 days before, or who ordered again"
            " by the end of the next day. Final after that day."
        ),
        relation=ACTORS,
        sql="count(*) FILTER (WHERE before_sale)",
        over_days=OverDays.RECOUNT,
        needs=Needs.INQUIRIES,
    )
)
ORDERERS = declare(
    Measure(
        key="orderers",
        label=_("Ordering buyers"),
        unit=Unit.COUNT,
        better=Better.HIGHER,
        definition=_("Distinct buyers who placed an order; several orders count once."),
        relation=BUYERS,
        sql="count(*) FILTER (WHERE ordered)",
        over_days=OverDays.RECOUNT,
        needs=Needs.BUYERS,
    )
)
ORDERERS_PAID = declare(
    Measure(
        key="orderers_paid",
        label=_("Ordering buyers who paid"),
        unit=Unit.COUNT,
        better=Better.HIGHER,
        definition=_("Buyers who ordered in the period and paid in the same period."),
        relation=BUYERS,
        sql="count(*) FILTER (WHERE ordered AND paid)",
        over_days=OverDays.RECOUNT,
        needs=Needs.PAYERS,
    )
)
ORDERS_COUNT = declare(
    Measure(
        key="orders",
        label=_("Orders"),
        unit=Unit.COUNT,
        better=Better.HIGHER,
        definition=_("Orders placed, paid or not. Test, staff and fake orders are left out."),
        relation=ORDERS,
        sql="count(*) FILTER (WHERE created)",
        over_days=OverDays.SUM,
        needs=Needs.ORDERS,
    )
)
ORDERED_AMOUNT = declare(
    Measure(
        key="ordered_amount",
        label=_("Ordered amount"),
        unit=Unit.MONEY,
        better=Better.HIGHER,
        definition=_("Amount of the orders placed, after the shop's own discounts, freight apart."),
        relation=ORDERS,
        sql="sum(ordered_amount)",
        over_days=OverDays.SUM,
        needs=Needs.ORDER_AMOUNTS,
    )
)
PAYERS = declare(
    Measure(
        key="payers",
        label=_("Paying buyers"),
        unit=Unit.COUNT,
        better=Better.HIGHER,
        definition=_("Distinct buyers who paid, by the time of payment."),
        relation=BUYERS,
        sql="count(*) FILTER (WHERE paid)",
        over_days=OverDays.RECOUNT,
        needs=Needs.PAYERS,
    )
)
RETURNING_PAYERS = declare(
    Measure(
        key="returning_payers",
        label=_("Returning buyers"),
        unit=Unit.COUNT,
        better=Better.HIGHER,
        definition=_(
            "Paying buyers with an earlier paid order in the 365 days before the period, as far back as the shop's data"
            " reach."
        ),
        relation=BUYERS,
        sql="count(*) FILTER (WHERE paid AND paid_before)",
        over_days=OverDays.RECOUNT,
        needs=Needs.PAYERS,
    )
)
CARRY_OVER_PAYERS = declare(
    Measure(
        key="carry_over_payers",
        label=_("Carry-over payers"),
        unit=Unit.COUNT,
        better=Better.NEITHER,
        definition=_(
            "Buyers who paid in the period for earlier orders only. With this line the funnel multiplies out."
        ),
        relation=BUYERS,
        sql="count(*) FILTER (WHERE paid AND NOT ordered)",
        over_days=OverDays.RECOUNT,
        needs=Needs.PAYERS,
    )
)
PAID_ORDERS = declare(
    Measure(
        key="paid_orders",
        label=_("Paid orders"),
        unit=Unit.COUNT,
        better=Better.HIGHER,
        definition=_("Orders paid, by the time of payment."),
        relation=ORDERS,
        sql="count(*) FILTER (WHERE paid)",
        over_days=OverDays.SUM,
        needs=Needs.PAYMENTS,
    )
)
PAID_AMOUNT = declare(
    Measure(
        key="paid_amount",
        label=_("Paid amount"),
        unit=Unit.MONEY,
        better=Better.HIGHER,
        definition=_("Paid item amount after the shop's own discounts, freight apart, refunds not deducted."),
        relation=ORDERS,
        sql="sum(paid_amount)",
        over_days=OverDays.SUM,
        needs=Needs.PAID_AMOUNTS,
    )
)
PAID_ITEMS = declare(
    Measure(
        key="paid_items",
        label=_("Paid items"),
        unit=Unit.COUNT,
        better=Better.HIGHER,
        definition=_("Pieces in paid orders."),
        relation=ORDERS,
        sql="sum(paid_items)",
        over_days=OverDays.SUM,
        needs=Needs.QUANTITIES,
    )
)
REFUND_AMOUNT = declare(
    Measure(
        key="refund_amount",
        label=_("Refunds by refund day"),
        unit=Unit.MONEY,
        better=Better.LOWER,
        definition=_("Money given back, on the day the refund succeeded."),
        relation=REFUNDS,
        sql="sum(amount)",
        over_days=OverDays.SUM,
        needs=Needs.REFUND_DAYS,
    )
)
REFUNDED_OF_PAID = declare(
    Measure(
        key="refunded_of_paid",
        label=_("Refunds of these orders"),
        unit=Unit.MONEY,
        better=Better.LOWER,
        definition=_("Money given back to date for the orders paid in the period. Recent periods will still rise."),
        relation=REFUNDS_OF_PAID,
        sql="sum(amount)",
        over_days=OverDays.SUM,
        needs=Needs.REFUNDS_OF_ORDERS,
    )
)
