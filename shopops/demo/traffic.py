"""The click-stream of a day: every page seen and every act, one row each. Pure."""

from datetime import date

import numpy as np
import pandas as pd

from shopops.demo.catalogue import PARTNERS, popularity
from shopops.demo.draws import Draws, Floats, Ints
from shopops.demo.sales import sales_of
from shopops.demo.visits import DAY_SECONDS, visits_of
from shopops.demo.world import World

EVENTS = ("view", "favourite", "cart", "inquiry", "order", "pay")
VIEW, FAVOURITE, CART, INQUIRY, ORDER, PAY = range(len(EVENTS))
PAGES = ("首页", "商品详情页", "分类页", "店内搜索页", "活动页")
FRONT, DETAIL, CATEGORY, SEARCH, PROMOTION = range(len(PAGES))

COLUMNS = ("time", "person", "event", "product", "page", "source", "region", "device", "order", "amount", "quantity")
CARRIED = ("person", "source", "region", "device")


def events_of(world: World, day: date) -> pd.DataFrame:
    """Events of `day` in order of time: COLUMNS, with numbers for names.

    `time` is local to the second; `product` 0 where no product is meant; `order` 0, `amount` (fen) and `quantity` -1
    where the event has none.
    """
    visits = visits_of(world, day)
    seen = visits[visits["seen"]]
    parts = [_views(world.draws(day), seen), *_acts(seen), *_orders(world, day, seen)]
    events = pd.concat(parts, ignore_index=True)
    inside = events[events["second"] < DAY_SECONDS]
    ordered = inside.sort_values("second", kind="stable", ignore_index=True)
    time = np.datetime64(day, "s") + ordered["second"].to_numpy().astype("timedelta64[s]")
    return ordered.assign(time=time)[list(COLUMNS)]


def _views(draws: Draws, visits: pd.DataFrame) -> pd.DataFrame:
    number = visits["views"].to_numpy()
    row = np.repeat(np.arange(len(visits)), number)
    nth = np.arange(len(row)) - np.repeat(np.cumsum(number) - number, number)
    key, pace = visits["key"].to_numpy()[row], visits["pace"].to_numpy()[row]
    key = (key << np.uint64(7)) | nth.astype(np.uint64)
    landing, focus = visits["landing"].to_numpy()[row], visits["focus"].to_numpy()[row]
    between, page_between = _pages_between(draws, key, landing, focus)
    first, last = nth == 0, nth == number[row] - 1
    product = np.where(first, landing, np.where(last, focus, between))
    page = np.where(product > 0, DETAIL, np.where(first, FRONT, page_between))
    second = visits["second"].to_numpy()[row] + pace * (nth + 0.8 * draws.uniform("look", key))
    return _rows(visits.iloc[row], VIEW, second=second, product=product, page=page)


def _pages_between(draws: Draws, key: np.ndarray, landing: Ints, focus: Ints) -> tuple[Ints, Ints]:
    """Product (0: none) and kind of page of a view between the first and the last."""
    where = draws.uniform("between", key)
    beside = PARTNERS[np.where(where < 0.2, landing, focus), draws.pick("beside", key, np.ones(3))]
    product = np.where(where < 0.5, beside, draws.pick("browse", key, popularity(draws.day)))
    kinds = np.array([0.3, 0.0, 0.4, 0.2, 0.1])
    return np.where(where < 0.72, product, 0), draws.pick("kind of page", key, kinds)


def _acts(visits: pd.DataFrame) -> list[pd.DataFrame]:
    """Favourites, carts and inquiries: about the wanted product, while its page is looked at."""
    looked = visits["second"] + visits["pace"] * (visits["views"] - 0.2)
    acts = ((FAVOURITE, "favourite", 2.0), (CART, "cart", 5.0), (INQUIRY, "inquiry", 8.0))
    return [
        _rows(visits[visits[name]], event, second=(looked + delay)[visits[name]], product=visits["focus"][visits[name]])
        for event, name, delay in acts
    ]


def _orders(world: World, day: date, visits: pd.DataFrame) -> list[pd.DataFrame]:
    """Orders placed in a visit, and their payments where they followed at once."""
    orders = sales_of(world, day).orders
    placed = orders[orders["seen"]]
    of_order = visits.set_index("key").loc[placed["visit"]]
    midnight = np.datetime64(day, "s")
    told = {name: placed[name].to_numpy() for name in ("order", "amount")} | {"quantity": placed["items"].to_numpy()}
    parts = []
    for event, moment, happened in ((ORDER, "created", True), (PAY, "paid", placed["at_once"].to_numpy())):
        second = (placed[moment].to_numpy() - midnight) / np.timedelta64(1, "s")
        rows = _rows(of_order, event, second=second, product=of_order["focus"], **told)
        parts.append(rows[np.broadcast_to(happened, len(rows))])
    return parts


def _rows(
    visits: pd.DataFrame,
    event: int,
    *,
    second: Floats | pd.Series,
    product: Ints | pd.Series,
    page: Ints | int = DETAIL,
    **told: Ints,
) -> pd.DataFrame:
    carried = {name: visits[name].to_numpy() for name in CARRIED}
    named = {"order": np.int64(0), "amount": np.int64(-1), "quantity": np.int64(-1)} | told
    moments = {"second": np.floor(np.asarray(second)), "product": np.asarray(product), "page": page, "event": event}
    return pd.DataFrame(carried | moments | named)
