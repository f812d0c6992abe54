"""The two figures that a ratio is made of, and what they come to."""

from dataclasses import dataclass

from analytics.metrics.format import format_value, is_missing
from analytics.metrics.types import Metric, Ratio
from analytics.read import figures
from analytics.rows.slice import Slice
from shopops.shops.models import Shop
from shopops.web.period import Period


@dataclass(frozen=True)
class Parts:
    """Figures as text; `numerator` and `denominator` are (metric, text)."""

    numerator: tuple[Metric, str]
    denominator: tuple[Metric, str]
    ratio: str


def ratio_parts(shop: Shop, ratio: Ratio, period: Period, part: Slice) -> Parts:
    metrics: tuple[Metric, ...] = (ratio.numerator, ratio.denominator, ratio)
    each = "day" if period.is_one_day else "none"
    frame = figures(shop, metrics, first=period.first, last=period.last, by=part.by, each=each)
    at = (period.first, part.member) if part.by else period.first
    texts = []
    for metric in metrics:
        value = frame[metric.key].get(at)
        known = None if is_missing(value) else float(value)
        texts.append(format_value(known, metric, currency=shop.currency))
    return Parts((ratio.numerator, texts[0]), (ratio.denominator, texts[1]), texts[2])
