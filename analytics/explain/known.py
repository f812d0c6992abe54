"""Which quantities both periods of a change know, and so how finely it can be taken apart. Pure."""

import pandas as pd

from analytics.explain.factors import ORDERS_ALONE, STEP_BY_STEP, WITH_VISITORS, WITHOUT_ITEMS, Chain


def has(frame: pd.DataFrame, key: str) -> bool:
    return bool(frame[key].notna().any() and frame[key].sum() > 0)


def chain_of(*frames: pd.DataFrame, step_by_step: bool = False) -> Chain:
    """The longest chain whose quantities all the frames know."""
    wanted: tuple[Chain, ...] = (WITH_VISITORS, WITHOUT_ITEMS)
    if step_by_step:
        wanted = (STEP_BY_STEP, *wanted)
    for chain in wanted:
        if all(has(frame, measure.key) for frame in frames for measure in chain.quantities):
            return chain
    return ORDERS_ALONE
