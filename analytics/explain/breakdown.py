"""Takes the change of the paid amount between two periods apart, from the day tables."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import pandas as pd

from analytics.explain.effects import effects_of
from analytics.explain.factors import CHAINS, ORDERS_ALONE, STEP_BY_STEP, WITH_VISITORS, WITHOUT_ITEMS, Chain
from analytics.explain.partition import ORDERED_PRODUCT, Partition
from analytics.explain.shapley import shapley_values
from analytics.metrics import funnel
from analytics.metrics.types import Measure
from analytics.read import stored
from shopops.shops.models import Shop

Span = tuple[date, date]
READ: tuple[Measure, ...] = tuple({each.key: each for chain in CHAINS for each in chain.quantities}.values())


@dataclass(frozen=True)
class Breakdown:
    """Whole minor units throughout. `effects` has a row a stored cell and a column an effect of the chain, and each row
    adds up to the change of its cell; `before` and `after` are the cells' quantities, people of several days being
    visitor-days. `refunds` is what refunds by their own day took more than before (below 0: less), None unknown.
    """

    chain: Chain
    partition: Partition
    before: pd.DataFrame
    after: pd.DataFrame
    effects: pd.DataFrame
    refunds: int | None

    @property
    def change(self) -> int:
        return int(self.effects.to_numpy().sum())

    @property
    def totals(self) -> pd.Series:
        """The effects of the whole shop, by key."""
        return self.effects.sum()

    @cached_property
    def values(self) -> pd.Series:
        """The Shapley values of the same factors, worked out where somebody asks for them."""
        return shapley_values(self.chain, before=self.before, after=self.after)

    @property
    def by_member(self) -> pd.DataFrame:
        """Effects by member of the dimension asked for, the largest change first."""
        grouped = self.effects.groupby(self.partition.member).sum()
        order = grouped.sum(axis=1).abs().sort_values(ascending=False, kind="stable").index
        return grouped.loc[order]


def break_down(
    shop: Shop, *, now: Span, against: Span, partition: Partition, step_by_step: bool = False
) -> Breakdown | None:
    """None where one of the periods has no paid amount at all. Three queries."""
    before, after = (_cells(shop, span, partition) for span in (against, now))
    amount = funnel.PAID_AMOUNT.key
    if not (_has(before, amount) and _has(after, amount)):
        return None
    chain = chain_of(before, after, step_by_step=step_by_step)
    if chain is ORDERS_ALONE and partition.by == ORDERED_PRODUCT.by and partition is not ORDERED_PRODUCT:
        # Nobody landed anywhere.
        return break_down(shop, now=now, against=against, partition=ORDERED_PRODUCT)
    keys = [measure.key for measure in chain.quantities]
    before, after = before[keys].fillna(0.0), after[keys].fillna(0.0)
    return Breakdown(
        chain=chain,
        partition=partition,
        before=before,
        after=after,
        effects=effects_of(chain, before=before, after=after),
        refunds=_refunds(shop, now, against),
    )


def chain_of(before: pd.DataFrame, after: pd.DataFrame, *, step_by_step: bool = False) -> Chain:
    """The longest chain whose quantities both periods know."""
    wanted: tuple[Chain, ...] = (WITH_VISITORS, WITHOUT_ITEMS)
    if step_by_step:
        wanted = (STEP_BY_STEP, *wanted)
    for chain in wanted:
        if all(_has(frame, measure.key) for frame in (before, after) for measure in chain.quantities):
            return chain
    return ORDERS_ALONE


def _has(frame: pd.DataFrame, key: str) -> bool:
    return bool(frame[key].notna().any() and frame[key].sum() > 0)


def _cells(shop: Shop, span: Span, partition: Partition) -> pd.DataFrame:
    """Days added up, a row a stored cell; a quantity no day of which is known stays unknown."""
    counts = stored(shop, READ, first=span[0], last=span[1], by=partition.stored)
    if not partition.stored:
        counts = pd.concat({0: counts}, names=["member"])
    return counts.groupby(level="member").sum(min_count=1)


def _refunds(shop: Shop, now: Span, against: Span) -> int | None:
    sums = []
    for span in (now, against):
        column = stored(shop, [funnel.REFUND_AMOUNT], first=span[0], last=span[1])[funnel.REFUND_AMOUNT.key]
        if column.isna().all():
            return None
        sums.append(column.sum())
    return round(sums[0] - sums[1])
