"""The additive log-mean split (LMDI) of the change of an amount over the cells of a partition. Pure.

Ang, "The LMDI approach to decomposition analysis" (Energy Policy 33, 2005): with the logarithmic mean of a cell's two
amounts as weight, the effects of the factors add up to the change exactly, cell by cell and over any grouping.

Cells that overlap hold the first quantity O times over: a cell has N · O · s of it, with N of the whole shop, O = Σ ÷ N
and s its share of the sum Σ. The effect of O stands between those of N and s; for cells that do not overlap O is 1.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analytics.explain.factors import Chain
from analytics.explain.rounding import rounded_to

Amounts = NDArray[np.float64]


@dataclass(frozen=True)
class Cells:
    """Quantities of every cell in both periods: arrays of a row a quantity of the chain and a column a cell."""

    before: Amounts
    after: Amounts


# The first quantity of the whole shop, before and after.
Whole = tuple[float, float]


def effects_of(chain: Chain, *, before: pd.DataFrame, after: pd.DataFrame, whole: Whole | None = None) -> pd.DataFrame:
    """Effects in the unit of the amount (whole minor units), a row a cell, a column an effect of the chain.

    `before` and `after` have a column a quantity of the chain, a row a cell; a cell that only one of them has is 0 in
    the other. `whole` is wanted where the cells overlap; else it is their sum. Each row adds up to the change of its
    cell's amount. Amounts below 0 raise ValueError: they have no logarithm, refunds are a line of their own.
    """
    index = before.index.union(after.index)
    cells = Cells(_quantities(chain, before, index), _quantities(chain, after, index))
    change = np.rint(cells.after[-1] - cells.before[-1]).astype(np.int64)
    found = rounded_to(change, _effects(chain, cells, whole if chain.overlaps else None))
    return pd.DataFrame(found, index=index, columns=list(chain.effects))


def _quantities(chain: Chain, frame: pd.DataFrame, index: pd.Index) -> Amounts:
    keys = [measure.key for measure in chain.quantities]
    values = frame.reindex(index)[keys].fillna(0.0).to_numpy(dtype=float).T
    if (values < 0).any():
        raise ValueError("a quantity below 0 has no logarithm")
    return values


def _effects(chain: Chain, cells: Cells, whole: Whole | None) -> Amounts:
    change = cells.after[-1] - cells.before[-1]
    columns = {key: np.zeros_like(change) for key in chain.effects}
    had, has = cells.before > 0, cells.after > 0
    both, neither = had[0] & has[0], ~had[0] & ~has[0]
    columns["entered"] = np.where(~had[0] & has[0], change, 0.0)
    columns["gone"] = np.where(had[0] & ~has[0], change, 0.0)
    columns["without_visit"] = np.where(neither, change, 0.0)
    some = both & had[-1] & has[-1]
    _split_first(cells, columns, some, whole=whole)
    _split_by_logs(chain, cells, columns, some)
    _give_whole(chain, cells, columns, both & (had[-1] != has[-1]))
    return np.column_stack([columns[key] for key in chain.effects])


def _split_first(cells: Cells, columns: dict[str, Amounts], some: NDArray[np.bool_], *, whole: Whole | None) -> None:
    """The first quantity of the cells with an amount in both periods: of the whole, counted again, each one's share."""
    before, after = cells.before[:, some], cells.after[:, some]
    weight = log_mean(after[-1], before[-1])
    together = _grown((cells.before[0].sum(), cells.after[0].sum()))
    volume = together if whole is None else _grown(whole)
    columns["volume"][some] = weight * volume
    if whole is not None:
        columns["overlap"][some] = weight * (together - volume)
    columns["mix"][some] = weight * (np.log(after[0] / before[0]) - together)


def _grown(sides: Whole) -> float:
    """In logarithms; 0 where there is nothing on one side."""
    return float(np.log(sides[1] / sides[0])) if min(sides) > 0 else 0.0


def _split_by_logs(chain: Chain, cells: Cells, columns: dict[str, Amounts], some: NDArray[np.bool_]) -> None:
    """The later factors of the cells with an amount in both periods."""
    before, after = cells.before[:, some], cells.after[:, some]
    weight = log_mean(after[-1], before[-1])
    reached = np.log(after[0] / before[0])
    for factor, was, now in zip(chain.factors[1:], before[1:], after[1:], strict=True):
        # A quantity that a cell lacks in a period is passed over: its part falls to the next factor.
        told = (was > 0) & (now > 0)
        moved = np.log(np.where(told, now, 1.0) / np.where(told, was, 1.0))
        columns[factor.key][some] = np.where(told, weight * (moved - reached), 0.0)
        reached = np.where(told, moved, reached)


def _give_whole(chain: Chain, cells: Cells, columns: dict[str, Amounts], some: NDArray[np.bool_]) -> None:
    """The cells with an amount in one period alone: it all falls to the first factor that was, or is, nothing."""
    change = cells.after[-1] - cells.before[-1]
    left = some
    for factor, was, now in zip(chain.factors[1:], cells.before[1:], cells.after[1:], strict=True):
        here = left & ((was > 0) != (now > 0))
        columns[factor.key][here] = change[here]
        left = left & ~here


def log_mean(a: Amounts, b: Amounts) -> Amounts:
    """(a − b) ÷ (ln a − ln b), and a where they are equal; both above 0."""
    ratio = np.log(a / b)
    near = np.abs(ratio) < 1e-9
    return np.where(near, a, (a - b) / np.where(near, 1.0, ratio))
