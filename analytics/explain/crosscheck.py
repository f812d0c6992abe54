"""Whether another fair way to share out a change tells its causes in another order. Pure."""

from analytics.explain.breakdown import Breakdown
from analytics.explain.causes import Cause

# Causes under this part of the largest one are not ranked: they would change places by nothing.
LEAST = 0.1


def ranked_otherwise(breakdown: Breakdown) -> list[Cause]:
    """The causes by their Shapley values, the largest first, where that is another order than that of the effects;
    empty where both agree.

    Only factors that both ways know are compared: cells that come and go are effects of their own here, while Shapley
    values leave them in their factors.
    """
    values = breakdown.values
    effects = breakdown.totals[list(values.index)]
    large = values.abs().max() * LEAST, effects.abs().max() * LEAST
    ranked = [
        str(key)
        for key in values.abs().sort_values(ascending=False, kind="stable").index
        if abs(values[key]) >= large[0] and abs(effects[key]) >= large[1]
    ]
    if ranked == sorted(ranked, key=lambda key: -abs(effects[key])):
        return []
    return [Cause(key, breakdown.chain.label(key), round(values[key])) for key in ranked]
