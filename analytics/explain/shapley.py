"""The same factors by Shapley values: what each adds on average over all orders in which they could have moved. Pure.

Shapley, "A value for n-person games" (1953). It needs no logarithms, so cells that come and go stay in their factors
(their share of the first quantity is 0 in one period); it is the cross-check of the log-mean split.
"""

from itertools import combinations
from math import factorial

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analytics.explain.effects import Whole
from analytics.explain.factors import Chain

Amounts = NDArray[np.float64]


def shapley_values(chain: Chain, *, before: pd.DataFrame, after: pd.DataFrame, whole: Whole | None = None) -> pd.Series:
    """Effects of volume, mix and each later factor on the whole amount, by key, in the unit of the amount.

    Frames and `whole` as in `effects_of`. Cells without the first quantity in both periods are left out.
    """
    index = before.index.union(after.index)
    keys = [measure.key for measure in chain.quantities]
    was, now = (frame.reindex(index)[keys].fillna(0.0).to_numpy(dtype=float).T for frame in (before, after))
    some = (was[0] > 0) | (now[0] > 0)
    wholes = whole if whole and chain.overlaps else (None, None)
    factors = _filled(_factors(was[:, some], wholes[0]), _factors(now[:, some], wholes[1]))
    return pd.Series(_values(*factors), index=list(chain.of_factors))


def _factors(quantities: Amounts, whole: float | None) -> Amounts:
    """Volume, overlap with a `whole`, shares and ratios, a row each; NaN where there is nothing to divide by."""
    volume = quantities[0].sum()
    with np.errstate(divide="ignore", invalid="ignore"):
        ratios = quantities[1:] / quantities[:-1]
        shares = quantities[0] / volume if volume else np.zeros_like(quantities[0])
    ratios[~np.isfinite(ratios)] = np.nan
    first = [volume] if whole is None else [whole, volume / whole if whole else np.nan]
    return np.vstack([*(np.full_like(shares, each) for each in first), shares, ratios])


def _filled(was: Amounts, now: Amounts) -> tuple[Amounts, Amounts]:
    """What is not known of one period is taken from the other: it did not move."""
    filled_was, filled_now = np.where(np.isnan(was), now, was), np.where(np.isnan(now), was, now)
    return np.nan_to_num(filled_was), np.nan_to_num(filled_now)


def _values(was: Amounts, now: Amounts) -> list[float]:
    count = len(was)
    worth = {
        chosen: float(np.prod([(now if at in chosen else was)[at] for at in range(count)], axis=0).sum())
        for size in range(count + 1)
        for chosen in map(frozenset, combinations(range(count), size))
    }
    return [_value(worth, at, count=count) for at in range(count)]


def _value(worth: dict[frozenset[int], float], at: int, *, count: int) -> float:
    return sum(
        factorial(len(others)) * factorial(count - len(others) - 1) / factorial(count) * (worth[others | {at}] - value)
        for others, value in worth.items()
        if at not in others
    )
