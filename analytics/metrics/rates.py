"""Ratios of the funnel: divided anew at every level, never stored, never averaged."""

from django.utils.translation import gettext_lazy as _

from analytics.metrics import funnel
from analytics.metrics.registry import declare
from analytics.metrics.types import Better, Ratio, Unit

BOUNCE_RATE = declare(
    Ratio(
        key="bounce_rate",
        label=_("Bounce rate"),
        unit=Unit.SHARE,
        better=Better.LOWER,
        definition=_("Share of visits that saw one page and did nothing."),
        numerator=funnel.BOUNCED_VISITS,
        denominator=funnel.VISITS_COUNT,
    )
)
BOUNCE_RATE_PLATFORM = declare(
    Ratio(
        key="bounce_rate_platform",
        label=_("Bounce rate (platform)"),
        unit=Unit.SHARE,
        better=Better.LOWER,
        definition=_("Share of visitors with a single view, as platforms count it."),
        numerator=funnel.ONE_VIEW_VISITORS,
        denominator=funnel.VISITORS,
    )
)
VISIT_DEPTH = declare(
    Ratio(
        key="visit_depth",
        label=_("Visit depth"),
        unit=Unit.NUMBER,
        better=Better.NEITHER,
        definition=_("Views in a visit."),
        numerator=funnel.VIEWS,
        denominator=funnel.VISITS_COUNT,
    )
)
VIEWS_PER_VISITOR = declare(
    Ratio(
        key="views_per_visitor",
        label=_("Views per visitor"),
        unit=Unit.NUMBER,
        better=Better.NEITHER,
        definition=_("Views of a visitor. Deeper is good only when payment rises with it."),
        numerator=funnel.VIEWS,
        denominator=funnel.VISITORS,
    )
)
MEAN_STAY = declare(
    Ratio(
        key="mean_stay",
        label=_("Mean time on site"),
        unit=Unit.SECONDS,
        better=Better.NEITHER,
        definition=_("Mean length of the visits whose time is known."),
        numerator=funnel.STAY_SECONDS,
        denominator=funnel.TIMED_VISITS,
    )
)
SAVE_RATE = declare(
    Ratio(
        key="save_rate",
        label=_("Favourite or cart rate"),
        unit=Unit.SHARE,
        better=Better.HIGHER,
        definition=_("Share of visitors who favourited or carted."),
        numerator=funnel.FAVOURITE_OR_CART_VISITORS,
        denominator=funnel.VISITORS,
    )
)
INQUIRY_RATE = declare(
    Ratio(
        key="inquiry_rate",
        label=_("Inquiry rate"),
        unit=Unit.SHARE,
        better=Better.NEITHER,
        definition=_("Share of visitors who asked customer service before a sale."),
        numerator=funnel.INQUIRING_VISITORS,
        denominator=funnel.VISITORS,
    )
)
ORDER_RATE = declare(
    Ratio(
        key="order_rate",
        label=_("Order rate"),
        unit=Unit.SHARE,
        better=Better.HIGHER,
        definition=_("Share of visitors who ordered."),
        numerator=funnel.ORDERERS,
        denominator=funnel.VISITORS,
    )
)
ORDER_PAYMENT_RATE = declare(
    Ratio(
        key="order_payment_rate",
        label=_("Order payment rate"),
        unit=Unit.SHARE,
        better=Better.HIGHER,
        definition=_("Share of ordering buyers who paid in the same period."),
        numerator=funnel.ORDERERS_PAID,
        denominator=funnel.ORDERERS,
    )
)
CONVERSION = declare(
    Ratio(
        key="conversion",
        label=_("Conversion"),
        unit=Unit.SHARE,
        better=Better.HIGHER,
        definition=_(
            "Paying buyers for each visitor. Equals order rate × order payment rate + carry-over payers ÷ visitors."
        ),
        numerator=funnel.PAYERS,
        denominator=funnel.VISITORS,
    )
)
SPEND_PER_PAYER = declare(
    Ratio(
        key="spend_per_payer",
        label=_("Spend per buyer"),
        unit=Unit.MONEY,
        better=Better.HIGHER,
        definition=_("Paid amount of a paying buyer. The value of a week is not the mean of its days."),
        numerator=funnel.PAID_AMOUNT,
        denominator=funnel.PAYERS,
    )
)
ORDER_VALUE = declare(
    Ratio(
        key="order_value",
        label=_("Order value"),
        unit=Unit.MONEY,
        better=Better.HIGHER,
        definition=_("Paid amount of a paid order."),
        numerator=funnel.PAID_AMOUNT,
        denominator=funnel.PAID_ORDERS,
    )
)
VALUE_PER_VISITOR = declare(
    Ratio(
        key="value_per_visitor",
        label=_("Value per visitor"),
        unit=Unit.MONEY,
        better=Better.HIGHER,
        definition=_("Paid amount for each visitor: conversion × spend per buyer."),
        numerator=funnel.PAID_AMOUNT,
        denominator=funnel.VISITORS,
    )
)
ITEMS_PER_ORDER = declare(
    Ratio(
        key="items_per_order",
        label=_("Items per order"),
        unit=Unit.NUMBER,
        better=Better.HIGHER,
        definition=_("Pieces in a paid order."),
        numerator=funnel.PAID_ITEMS,
        denominator=funnel.PAID_ORDERS,
    )
)
REFUND_RATE_CASH = declare(
    Ratio(
        key="refund_rate_cash",
        label=_("Refund rate (by refund day)"),
        unit=Unit.SHARE,
        better=Better.LOWER,
        definition=_("Refunds that succeeded in the period against what was paid in it."),
        numerator=funnel.REFUND_AMOUNT,
        denominator=funnel.PAID_AMOUNT,
    )
)
REFUND_RATE_COHORT = declare(
    Ratio(
        key="refund_rate_cohort",
        label=_("Refund rate (of these orders)"),
        unit=Unit.SHARE,
        better=Better.LOWER,
        definition=_("What was given back, to date, of the money paid in the period."),
        numerator=funnel.REFUNDED_OF_PAID,
        denominator=funnel.PAID_AMOUNT,
    )
)
RETURNING_SHARE = declare(
    Ratio(
        key="returning_share",
        label=_("Share of returning buyers"),
        unit=Unit.SHARE,
        better=Better.NEITHER,
        definition=_("Share of paying buyers who had paid within the 365 days before."),
        numerator=funnel.RETURNING_PAYERS,
        denominator=funnel.PAYERS,
    )
)
