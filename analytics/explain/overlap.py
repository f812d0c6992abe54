"""What a platform says of the whole shop beside its sources, which overlap and do not tell everything. Pure."""

import pandas as pd

from analytics.explain.effects import Whole
from analytics.explain.factors import Chain

# The member that stands beside the sources for what none of them has, or several have; members of readers lie above.
ELSEWHERE = -3


def with_rest(cells: pd.DataFrame, whole: pd.DataFrame) -> pd.DataFrame:
    """The cells and a row ELSEWHERE, which add up to the whole shop: below 0 where several cells count the same.

    Frames by `member` with a column a quantity. Nothing is left over of a quantity that the whole shop does not tell.
    """
    rest = whole[cells.columns].sum(min_count=1) - cells.sum()
    return pd.concat([cells, rest.fillna(0.0).to_frame(ELSEWHERE).T.rename_axis(cells.index.name)])


def without_rest(cells: pd.DataFrame) -> pd.DataFrame:
    return cells.drop(ELSEWHERE, errors="ignore")


def whole_of(chain: Chain, *, before: pd.DataFrame, after: pd.DataFrame) -> Whole:
    """The first quantity of the whole shop."""
    first = chain.factors[0].quantity.key
    return float(before[first].sum()), float(after[first].sum())


def rest_told(effects: pd.DataFrame, change: float) -> pd.DataFrame:
    """Effects with a row ELSEWHERE, whose change in minor units is all of an effect of its own."""
    row = pd.DataFrame(0, index=[ELSEWHERE], columns=effects.columns).assign(elsewhere=round(change))
    return pd.concat([effects, row])
