"""Generated weeks of small shops: few people, products and sources, and every trap the definitions name."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from tests.naive.rows import Calendar, Cut, Event, History, Line, Order, Refund, TierSince

STEP = timedelta(minutes=10)
DAYS = 5
STEPS = DAYS * 24 * 6
VISITORS = ("v1", "v2", "v3", "v4")
BUYERS = (*VISITORS, "stranger", "")
PRODUCTS = ("p1", "p2", "p3", "")
SOURCES = ("search", "ads", "")
PAGES = ("home", "p1", "basket", "")
REGIONS = ("north", "south", "")
DEVICES = ("phone", "desk", "")
SESSIONS = ("s1", "s2", "", "")
# The middle day of each week has 24, 23 and 25 hours.
ZONES = (
    ("Asia/Shanghai", date(2026, 5, 6)),
    ("America/New_York", date(2026, 3, 8)),
    ("America/New_York", date(2025, 11, 2)),
    ("Europe/London", date(2026, 3, 29)),
    ("Europe/London", date(2025, 10, 26)),
)
CUTS = ((time(0),), (time(4),), (time(0), time(4)), (time(4), time(0)))

steps = st.integers(0, STEPS - 1)
# A gap can be exactly half an hour, and a second less; and moments lie between seconds.
jitters = st.sampled_from((0, 0, 0, 1, 599, 0.4, 0.400001))
visitors = st.sampled_from(VISITORS)
products = st.sampled_from(PRODUCTS)
sources = st.sampled_from(SOURCES)
sessions = st.sampled_from(SESSIONS)
amounts = st.integers(0, 9_99)
quantities = st.integers(1, 3)
delays = st.sampled_from((None, 0, 1, 3, 40, 144, 300))
# What comes with an event, whatever the visitor does.
wheres = st.fixed_dictionaries(
    {
        "source": sources,
        "page": st.sampled_from(PAGES),
        "region": st.sampled_from(REGIONS),
        "device": st.sampled_from(DEVICES),
    }
)


@st.composite
def weeks(draw: st.DrawFn, *, backs: tuple[int, ...] = (0, 10, 31, 40)) -> History:
    """`backs`: how many days before the week somebody may have come for the first time."""
    zone, middle = draw(st.sampled_from(ZONES))
    begin = datetime.combine(middle - timedelta(days=2), time(0), tzinfo=ZoneInfo(zone)).astimezone(UTC)
    cuts = draw(st.sampled_from(CUTS))
    dated = [Cut(date.min if at == 0 else middle, cut, zone) for at, cut in enumerate(cuts)]
    with_tables = draw(st.booleans())
    tables = draw(order_tables(begin)) if with_tables else {}
    clicks = draw(browsing(begin)) + draw(long_before(begin, backs)) + draw(looks_around(tables.get("orders", [])))
    sales = draw(event_sales(begin)) if draw(st.booleans()) or not with_tables else []
    events = repeated(draw, distinct_moments([*clicks, *sales]))
    if not draw(st.booleans()):
        events = [replace(event, session="") for event in events]
    return History(Calendar(tuple(dated)), events=events, tiers=draw(tiers(middle)), **tables)


@st.composite
def browsing(draw: st.DrawFn, begin: datetime) -> list[Event]:
    kinds = st.sampled_from(("view", "view", "view", "favourite", "cart", "inquiry"))
    clicks = draw(st.lists(st.tuples(steps, jitters, visitors, kinds, products, wheres, sessions), max_size=30))
    # Steps of ten, twenty and exactly thirty minutes, of a second less than thirty, and of an hour.
    paces = st.sampled_from(((1, 0), (2, 0), (3, 0), (3, -1), (6, 0)))
    runs = draw(st.lists(st.tuples(steps, visitors, products, wheres, sessions, st.integers(2, 4), paces), max_size=6))
    close = [
        (step + n * pace, n * less, who, "view", what, where, session)
        for step, who, what, where, session, length, (pace, less) in runs
        for n in range(length)
    ]
    return [
        Event(begin + step * STEP + timedelta(seconds=jitter), who, kind, product=what, session=session, **where)
        for step, jitter, who, kind, what, where, session in [*clicks, *close]
    ]


@st.composite
def looks_around(draw: st.DrawFn, orders: list[Order]) -> list[Event]:
    """Most buyers look at something, or ask, before they order and before they pay; or just then, or after it."""
    moments = [(order.buyer, at) for order in orders if order.buyer for at in (order.created, order.paid) if at]
    befores = st.sampled_from((5, 40, 200, 0, -5, None))
    kinds = st.sampled_from(("view", "view", "inquiry"))
    looks = draw(st.lists(st.tuples(befores, kinds, products, wheres, sessions), min_size=len(moments)))
    return [
        Event(at - timedelta(minutes=before), buyer, kind, product=product, session=session, **where)
        for (buyer, at), (before, kind, product, where, session) in zip(moments, looks, strict=False)
        if before is not None
    ]


@st.composite
def long_before(draw: st.DrawFn, begin: datetime, backs: tuple[int, ...]) -> list[Event]:
    """An anchor that decides whether 30 days can be looked back at, and who came in them."""
    back = draw(st.sampled_from(backs))
    came = draw(st.lists(st.tuples(st.integers(1, back), visitors), max_size=4)) if back else []
    return [
        Event(noon_before(begin, days), who, "view", product="p1", source="search", page="home")
        for days, who in {(back, "anchor"), *came}
    ]


def noon_before(begin: datetime, days: int) -> datetime:
    return begin - days * timedelta(days=1) + timedelta(hours=12)


@st.composite
def event_sales(draw: st.DrawFn, begin: datetime) -> list[Event]:
    """Orders as events: at least one purchase, so that the events tell orders at all."""
    goods = st.lists(pieces_of_events, min_size=1, max_size=2)
    looks = st.sampled_from((None, 5, 29, 30))
    drawn = st.tuples(steps, visitors, with_session, looks, delays, st.booleans(), goods, delays)
    found = [Event(begin + timedelta(hours=36), "v1", "purchase", product="p1", amount=500, quantity=1)]
    for number, (step, *rest) in enumerate(draw(st.lists(drawn, max_size=6))):
        found += sale(f"n{number}", begin + step * STEP + timedelta(seconds=30), *rest)
    for number, (days, who) in enumerate(draw(earlier_sales)):
        found += sale(f"e{number}", noon_before(begin, days), who, {}, None, 0, True, [("p1", 1, 300)], None)
    return found


with_session = st.builds(lambda where, session: {**where, "session": session}, wheres, sessions)
# Whether an order is 20, 21 or 22 days old decides what a question of the week is about.
earlier_sales = st.one_of(
    st.just([]), st.lists(st.tuples(st.sampled_from(range(17, 24)), visitors), min_size=1, max_size=3)
)
# A line names its product; an order may come without lines.
pieces_of_orders = st.tuples(st.sampled_from(PRODUCTS[:3]), quantities, amounts)
pieces_of_events = st.tuples(products, quantities, amounts)


def sale(number: str, at: datetime, who: str, where: dict, look, delay, numbered, goods, refund) -> Iterable[Event]:
    """The events of one order: a look some minutes before, the order, its payment and its refund."""
    order = number if numbered else ""
    if look:
        yield Event(at - timedelta(minutes=look), who, "view", goods[0][0], **where)
    for second, (product, quantity, amount) in enumerate(goods):
        moment = at + timedelta(seconds=second)
        bought = Event(moment, who, "purchase", product, order=order, amount=amount, quantity=quantity, **where)
        if delay is None:
            yield replace(bought, kind="order")
        elif delay == 0:
            yield bought
        else:
            yield replace(bought, kind="order")
            yield replace(bought, kind="pay", at=moment + delay * STEP)
    if refund is not None:
        back = at + timedelta(seconds=5) + ((delay or 0) + refund) * STEP
        yield Event(back, who, "refund", goods[0][0] or "p2", order=order, amount=goods[0][2], **where)


@st.composite
def order_tables(draw: st.DrawFn, begin: datetime) -> dict:
    buyers = st.sampled_from(BUYERS if draw(st.integers(0, 4)) else ("",))
    flags = st.sampled_from(("", "", "", "", "test", "staff", "fake"))
    goods_of_order = st.lists(pieces_of_orders, max_size=2)
    made = draw(st.lists(st.tuples(steps, buyers, delays, goods_of_order, flags), min_size=1, max_size=8))
    orders, lines = [], []
    for number, (step, buyer, delay, goods, flag) in enumerate(made):
        created = begin + step * STEP + timedelta(seconds=15)
        paid = None if delay is None else created + delay * STEP
        total = sum(amount for _, _, amount in goods) if goods else draw(amounts)
        pieces = sum(quantity for _, quantity, _ in goods) if goods else draw(quantities)
        less = None if goods else draw(st.sampled_from((None, total // 2)))
        orders.append(Order(f"o{number}", created, buyer, paid, total, less if paid else None, pieces, flag))
        lines += [Line(f"o{number}", *piece) for piece in goods]
    for number, (days, buyer) in enumerate(draw(earlier_sales) if any(order.buyer for order in orders) else ()):
        noon = noon_before(begin, days)
        orders.append(Order(f"e{number}", noon, buyer, noon, 300, None, 1))
    return {"orders": orders, "lines": lines, "refunds": draw(refunds_of(orders))}


@st.composite
def refunds_of(draw: st.DrawFn, orders: list[Order]) -> list[Refund]:
    numbers = st.sampled_from([*(order.number for order in orders), "", "unheard-of"])
    given = draw(st.lists(st.tuples(numbers, products, delays, amounts), max_size=4))
    since = {order.number: order.paid or order.created for order in orders}
    first = min(since.values())
    return [
        Refund(amount, number, product, None if delay is None else since.get(number, first) + delay * STEP)
        for number, product, delay, amount in given
    ]


def tiers(middle: date) -> st.SearchStrategy[list[TierSince]]:
    dated = st.builds(
        TierSince,
        product=st.sampled_from(("p1", "p2", "p3")),
        tier=st.integers(1, 4),
        first_day=st.sampled_from((-40, -2, 0, 1)).map(lambda days: middle + timedelta(days=days)),
    )
    return st.lists(dated, max_size=4, unique_by=lambda row: (row.product, row.first_day))


def distinct_moments(events: list[Event]) -> list[Event]:
    """One event a visitor and moment: which of two at the same time came first is nobody's to say."""
    return list({(event.visitor, event.at): event for event in events}.values())


def repeated(draw: st.DrawFn, events: list[Event]) -> list[Event]:
    """Some clicks come twice: two equal rows of one file are two clicks."""
    twice = draw(st.sets(st.integers(0, len(events) - 1), max_size=3)) if events else set()
    return [event for at, event in enumerate(events) for _ in range(2 if at in twice else 1)]
