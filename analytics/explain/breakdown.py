"""Takes the change of the paid amount between two periods apart, from the day tables."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import pandas as pd

from analytics.explain.effects import effects_of
from analytics.explain.factors import CHAINS, Chain
from analytics.explain.known import chain_of, has
from analytics.explain.overlap import ELSEWHERE, rest_told, whole_of, with_rest, without_rest
from analytics.explain.partition import ORDERED_PRODUCT, SOURCE_AND_TIER, WHOLE, Partition
from analytics.explain.shapley import shapley_values
from analytics.metrics import funnel
from analytics.metrics.types import Basis, Measure
from analytics.read import cells
from shopops.shops.models import Shop

Span = tuple[date, date]
READ: tuple[Measure, ...] = tuple(
    {each.key: each for chain in CHAINS for each in (*chain.quantities, funnel.REFUND_AMOUNT)}.values()
)


@dataclass(frozen=True)
class Refunds:
    """By the day on which they succeeded, in minor units."""

    before: int
    after: int

    @property
    def change(self) -> int:
        """What they took more than before; below 0: less."""
        return self.after - self.before


@dataclass(frozen=True)
class Breakdown:
    """Whole minor units throughout. `effects` has a row a stored cell and a column an effect of the chain, and each row
    adds up to the change of its cell; `before` and `after` are the cells' quantities, people of several days being
    visitor-days. `refunds` is None where nobody knows of any; `names` are those of the members.

    The sources of a platform's report overlap: a row ELSEWHERE makes them up to what it says of the whole shop.
    """

    chain: Chain
    partition: Partition
    before: pd.DataFrame
    after: pd.DataFrame
    effects: pd.DataFrame
    refunds: Refunds | None
    names: Mapping[int, str]
    basis: Basis = Basis.EVENT

    @property
    def change(self) -> int:
        return int(self.effects.to_numpy().sum())

    @property
    def amounts(self) -> tuple[int, int]:
        """Of the whole shop, before and after."""
        before, after = (round(frame[self.chain.amount.key].sum()) for frame in (self.before, self.after))
        return before, after

    @property
    def buyers(self) -> tuple[int, int]:
        """Buyers of each day added up, before and after."""
        before, after = (round(frame[funnel.PAYERS.key].sum()) for frame in (self.before, self.after))
        return before, after

    @property
    def totals(self) -> pd.Series:
        """The effects of the whole shop, by key."""
        return self.effects.sum()

    @cached_property
    def values(self) -> pd.Series:
        """The Shapley values of the same factors, worked out where somebody asks for them."""
        sides = {"before": self.before, "after": self.after}
        cells = {side: without_rest(frame) for side, frame in sides.items()}
        return shapley_values(self.chain, **cells, whole=whole_of(self.chain, **sides))

    @property
    def by_member(self) -> pd.DataFrame:
        """Effects by member of the dimension asked for, the largest change first."""
        grouped = self.effects.groupby(self.partition.member).sum()
        order = grouped.sum(axis=1).abs().sort_values(ascending=False, kind="stable").index
        return grouped.loc[order]


def break_down(
    shop: Shop,
    *,
    now: Span,
    against: Span,
    partition: Partition,
    step_by_step: bool = False,
    basis: Basis = Basis.EVENT,
    or_whole: bool = False,
) -> Breakdown | None:
    """None where one of the periods has no paid amount at all; `or_whole` takes the shop as one cell where the others
    have none. One query."""
    read = cells(shop, READ, by=dimensions_of(partition), spans=(against, now), named=partition.named, basis=basis)
    before, after = read.sums
    found = taken_apart(before, after, partition, names=read.names, step_by_step=step_by_step, basis=basis)
    if found is None and or_whole:
        return taken_apart(before, after, WHOLE, step_by_step=step_by_step, basis=basis)
    return found


def by_source_and_tier(before: pd.DataFrame, after: pd.DataFrame, *, names: Mapping[int, str]) -> Breakdown | None:
    """As the board tells it; of the shop as a whole where these cells are not kept."""
    return taken_apart(before, after, SOURCE_AND_TIER, names=names) or taken_apart(before, after, WHOLE)


def dimensions_of(partition: Partition) -> list[str]:
    """What must be read to take a change apart: the whole shop, the cells, and those of a shop of orders alone."""
    return list(dict.fromkeys(("", partition.stored, *([ORDERED_PRODUCT.stored] if _is_product(partition) else []))))


def taken_apart(
    before: pd.DataFrame,
    after: pd.DataFrame,
    partition: Partition,
    *,
    names: Mapping[int, str] | None = None,
    step_by_step: bool = False,
    basis: Basis = Basis.EVENT,
) -> Breakdown | None:
    """The same of frames that are read already (see `analytics.read.cells`): columns READ, rows `dimensions_of`."""
    refunds = _refunds(before, after)
    was, now = (_cells(frame, partition.stored) for frame in (before, after))
    if _is_product(partition) and not _landed(was, now):
        partition = ORDERED_PRODUCT
        was, now = (_cells(frame, partition.stored) for frame in (before, after))
    overlaps = basis is Basis.PLATFORM and bool(partition.stored)
    wholes = [_cells(frame, "") for frame in (before, after)] if overlaps else []
    if not all(has(frame, funnel.PAID_AMOUNT.key) for frame in (was, now, *wholes)):
        return None
    chain = chain_of(was, now, *wholes, step_by_step=step_by_step)
    keys = [measure.key for measure in chain.quantities]
    was, now = was[keys].fillna(0.0), now[keys].fillna(0.0)
    if overlaps:
        chain = chain.overlapping
        was, now = (with_rest(cells, whole) for cells, whole in zip((was, now), wholes, strict=True))
    return Breakdown(
        chain=chain,
        partition=partition,
        before=was,
        after=now,
        effects=_effects(chain, before=was, after=now),
        refunds=refunds,
        names=_names(chain, {} if names is None else names),
        basis=basis,
    )


def _names(chain: Chain, names: Mapping[int, str]) -> Mapping[int, str]:
    return {**names, ELSEWHERE: str(chain.label("elsewhere"))} if chain.overlaps else names


def _effects(chain: Chain, *, before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Of the cells, and of what the platform tells of the whole shop alone."""
    whole = whole_of(chain, before=before, after=after)
    effects = effects_of(chain, before=without_rest(before), after=without_rest(after), whole=whole)
    if not chain.overlaps:
        return effects
    key = chain.amount.key
    return rest_told(effects, after.at[ELSEWHERE, key] - before.at[ELSEWHERE, key])


def _is_product(partition: Partition) -> bool:
    return partition.by == ORDERED_PRODUCT.by


def _landed(was: pd.DataFrame, now: pd.DataFrame) -> bool:
    """Whether anybody landed on a product: a shop of orders alone has none but those of its lines."""
    return all(has(frame, key) for frame in (was, now) for key in (funnel.VISITORS.key, funnel.PAID_AMOUNT.key))


def _cells(sums: pd.DataFrame, dimension: str) -> pd.DataFrame:
    """A row a stored cell, index `member`."""
    return sums[sums.index.get_level_values("dimension") == dimension].droplevel("dimension")


def _refunds(before: pd.DataFrame, after: pd.DataFrame) -> Refunds | None:
    was, now = (_cells(frame, "")[funnel.REFUND_AMOUNT.key].sum(min_count=1) for frame in (before, after))
    return None if math.isnan(was) or math.isnan(now) else Refunds(round(was), round(now))
