"""An amount spread over days in whole numbers that add up to it, and a span of days set to another amount. Pure.

Days are the leaves: what stands above them is their sum (`campaigns.targets.tree`), so it cannot disagree with them.
Everything is reckoned in whole numbers: no float is rounded, so nothing is lost and nothing falls below zero.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from shopops.web.festivals import Span

Amounts = Mapping[date, int]


def spread(amount: int, weights: Sequence[int]) -> list[int]:
    """Whole parts of `amount` in proportion to `weights`, which add up to it: largest remainder, of equals the earlier.

    Evenly where no weight is above zero. Raises ValueError for an amount or a weight below zero, and where there is
    something to spread over nothing.
    """
    if amount < 0 or min(weights, default=0) < 0:
        raise ValueError("neither amounts nor weights lie below zero")
    if amount and not weights:
        raise ValueError("no day to spread the amount over")
    total = sum(weights)
    if not total:
        weights, total = [1] * len(weights), len(weights)
    parts = [divmod(amount * weight, total) for weight in weights]
    missing = amount - sum(whole for whole, _rest in parts)
    largest = sorted(range(len(parts)), key=lambda at: -parts[at][1])[:missing]
    one_more = set(largest)
    return [whole + (at in one_more) for at, (whole, _rest) in enumerate(parts)]


def with_amount(targets: Amounts, span: Span, amount: int, *, shape: Amounts) -> dict[date, int]:
    """`targets` with the days of `span` rescaled so that they add up to `amount`; all others as they are.

    The days keep their proportions; where all of them are zero they take those of `shape` (weights of the same days).
    A day without a target gets none. Raises ValueError as `spread` does.
    """
    days = _days_in(targets, span)
    weights = [targets[day] for day in days]
    parts = spread(amount, weights if any(weights) else [shape[day] for day in days])
    return {**targets, **dict(zip(days, parts, strict=True))}


def with_level(targets: Amounts, span: Span, level: int) -> dict[date, int]:
    """`targets` of a ratio with every day of `span` at `level`."""
    return {**targets, **dict.fromkeys(_days_in(targets, span), level)}


def _days_in(targets: Amounts, span: Span) -> list[date]:
    return sorted(day for day in targets if span[0] <= day <= span[1])
