"""Shares of a whole number, rounded so that they still add up to it. Pure."""

import numpy as np
from numpy.typing import NDArray


def rounded_to(totals: NDArray[np.int64], parts: NDArray[np.float64]) -> NDArray[np.int64]:
    """Whole numbers near `parts` (a row a total, a column a part) whose rows add up to `totals`: largest remainder.

    Rows of parts must add up to their total but for what floats lose; of equal remainders the first column is taken.
    """
    down = np.floor(parts)
    missing = totals - down.sum(axis=1).astype(np.int64)
    # The largest remainders first; a stable sort keeps the order of columns among equals.
    order = np.argsort(-(parts - down), axis=1, kind="stable")
    rank = np.argsort(order, axis=1, kind="stable")
    whole, rest = np.divmod(missing, parts.shape[1])
    return down.astype(np.int64) + whole[:, None] + (rank < rest[:, None])
