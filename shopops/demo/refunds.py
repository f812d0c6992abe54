"""What buyers send back: refunds of the orders that begin on a day, whenever they come. Pure."""

from datetime import date
from functools import lru_cache

import numpy as np
import pandas as pd

from shopops.demo.draws import Bools, Draws, Floats, Keys
from shopops.demo.sales import sales_of
from shopops.demo.world import World

# Refunds of an order come at most so many days after it was paid.
REFUND_REACH = 60

# Of lines that come back: the order is called off before it is sent, part of the price is given back and the goods
# are kept, or the goods are returned. A month after, hardly any.
CALLED_OFF, PART_KEPT = 0.3, 0.12


@lru_cache(maxsize=256)
def refunds_of(world: World, day: date) -> pd.DataFrame:
    """Refunds of orders begun on `day`: refund (order number and line), order, product, time, amount (fen), quantity.

    At most one refund a line, of at most its amount; none of unpaid, test, staff or fake orders.
    """
    sales, draws = sales_of(world, day), world.draws(day)
    lines = sales.lines.merge(sales.orders[["order", "paid", "flag"]], on="order")
    lines = lines[lines["paid"].notna() & (lines["flag"] == 0)]
    key = lines["order"].to_numpy().astype(np.uint64) * np.uint64(4) + lines["line"].to_numpy().astype(np.uint64)
    back = draws.chance("refund", key, world.rates(day).returns[lines["product"]])
    return _refunds(draws, lines[back], key[back])


def _refunds(draws: Draws, lines: pd.DataFrame, key: Keys) -> pd.DataFrame:
    how = draws.uniform("kind of refund", key)
    part = (how >= CALLED_OFF) & (how < CALLED_OFF + PART_KEPT)
    called_off = how < CALLED_OFF
    quantity = np.where(part, 0, lines["quantity"])
    share = np.where(part, 0.08 + 0.3 * draws.uniform("part", key), 1.0)
    wait = _wait_days(draws, key, called_off=called_off) * 86_400
    refunds = pd.DataFrame({"refund": lines["order"] * 10 + lines["line"], "order": lines["order"]})
    refunds = refunds.assign(
        product=lines["product"],
        time=lines["paid"].to_numpy() + wait.astype("timedelta64[s]"),
        amount=np.floor(lines["amount"] * share).astype(np.int64),
        quantity=quantity,
    )
    return refunds.sort_values("refund", ignore_index=True)


def _wait_days(draws: Draws, key: Keys, *, called_off: Bools) -> Floats:
    """Days from payment to refund: hours when called off, else delivery, trying on and the way back."""
    early = 0.03 + 1.6 * draws.uniform("called off", key)
    late = 3 + 6.5 * np.exp(0.55 * draws.normal("return", key))
    return np.where(called_off, early, late).clip(0, REFUND_REACH)
