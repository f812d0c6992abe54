"""The rows behind a figure come to the figure: whole and split, one day and several, from tables and from events."""

import csv
import io
from decimal import Decimal
from itertools import product

import pytest
from django.contrib.auth.models import User
from django.test import Client

from analytics.metrics.registry import all_metrics, measures
from analytics.metrics.types import Measure
from analytics.read import figures
from analytics.rows.collect import Wanted, collected
from analytics.rows.kinds import RULES, Kind, rule_of, why_none
from shopops.shops.admit import admit
from shopops.shops.models import Role
from tests.builders import as_day, command, fill, load_table, make_shop

pytestmark = pytest.mark.django_db
FIRST, SECOND, LAST = "2026-05-01", "2026-05-02", "2026-05-03"
EVENTS = f"""
    time               visitor event     product source region page  device
    {FIRST}T09:00:00   ann     view      p1      search Hunan  /p1   phone
    {FIRST}T09:01:00   ann     inquiry   p1      search Hunan  /p1   phone
    {SECOND}T09:00:00  ann     view      p1      search Hunan  /p1   phone
    {SECOND}T09:05:00  ann     favourite p1      search Hunan  /p1   phone
    {SECOND}T09:10:00  bob     view      p2      ads    Gansu  /sale desk
    {SECOND}T09:11:00  bob     cart      p2      ads    Gansu  /sale desk
    {SECOND}T09:12:00  bob     inquiry   p2      ads    Gansu  /sale desk
    {SECOND}T10:00:00  cid     view      p2      ads    Gansu  /     desk
    {SECOND}T10:00:30  dan     view      p1      search Hunan  /     phone
    {SECOND}T10:01:00  dan     view      p2      search Hunan  /p2   phone
    {SECOND}T11:01:00  dan     view      p2      ads    Hunan  /p2   phone
    {LAST}T10:01:00    dan     view      p2      ads    Hunan  /p2   phone
    {LAST}T10:02:00    eve     cart      p1      ads    Hunan  /p2   phone
"""
# ann pays on the 2nd what she ordered on the 1st, and had paid before; a test order is none.
ORDERS = f"""
    order buyer created            paid               amount items flag
    o0    ann   2026-04-28T09:30:00 2026-04-28T09:31:00 5.00 1     .
    o1    ann   {FIRST}T09:30:00   {SECOND}T08:31:00  20.00  1     .
    o2    ann   {SECOND}T09:30:00  {SECOND}T09:31:00  128.50 3     .
    o3    bob   {SECOND}T09:40:00  {SECOND}T09:41:00  10.10  1     .
    o4    cid   {FIRST}T23:00:00   {LAST}T10:41:00    7.00   2     .
    o5    fay   {LAST}T23:00:00    .                  9.00   1     .
    o6    bob   {LAST}T12:00:00    {LAST}T12:01:00    3.00   1     .
    t1    gus   {SECOND}T12:00:00  {SECOND}T12:01:00  99.00  1     test
"""
LINES = """
    line order product quantity amount
    1    o2    p1      1        100.00
    2    o2    p2      2        28.50
    3    o3    p2      1        10.10
"""
REFUNDS = f"""
    refund order time             amount
    r1     o2    {SECOND}T20:00:00 8.50
    r2     o3    {LAST}T20:00:00   1.10
"""
PURCHASES = f"""
    time               visitor event    product source amount quantity order
    2026-04-01T09:00:00 ann    purchase p1      search 5.00   1        a0
    {FIRST}T09:00:00   ann     view     p1      search .      .        .
    {FIRST}T09:01:00   ann     inquiry  p1      search .      .        .
    {FIRST}T09:02:00   ann     order    p1      search 20.00  1        a1
    {SECOND}T09:00:00  ann     pay      p1      search 20.00  1        a1
    {SECOND}T09:10:00  bob     view     p2      ads    .      .        .
    {SECOND}T09:11:00  bob     cart     p2      ads    .      .        .
    {SECOND}T09:20:00  bob     purchase p2      ads    7.50   2        .
    {SECOND}T09:20:00  bob     purchase p1      ads    2.50   1        .
    {LAST}T09:00:00    bob     purchase p2      ads    4.00   1        b2
    {LAST}T09:30:00    bob     refund   p2      ads    4.00   1        b2
"""
SPANS = {
    "a day": ("tables", SECOND, SECOND),
    "three days": ("tables", FIRST, LAST),
    "of events": ("events", FIRST, LAST),
}
KINDS = ("tables", "events")
# What splits a relation splits all its measures, and what lists its rows lists them for all.
ONE_EACH = list({measure.relation.key: measure for measure in measures()}.values())
OTHERS = ["device", "tier", "hour", "visitor_kind", "landing_page", "source_product"]


def in_this_way(metric: Measure, span: str):
    """Every measure over days put together, one of each relation in the other ways; the rest in the long run."""
    is_short = span == "three days" or metric in ONE_EACH
    return pytest.param(metric, span, id=f"{metric.key} {span}", marks=() if is_short else pytest.mark.slow)


# By a person's attribute and by what was acted on.
SPLITS = [
    ("tables", "product"),
    ("events", "source"),
    *(
        pytest.param(kind, by, marks=pytest.mark.slow)
        for kind, by in (("tables", "source"), ("events", "product"), *product(KINDS, OTHERS))
    ),
]


@pytest.fixture(autouse=True)
def own_folders() -> None:
    """Not a store a test: the whole module shares one."""


@pytest.fixture(scope="module")
def shops(module_store):
    """One with order tables, one with events alone."""
    tables, events = make_shop(), make_shop()
    for kind, rows in (("events", EVENTS), ("orders", ORDERS), ("order_lines", LINES), ("refunds", REFUNDS)):
        load_table(tables, kind, rows, module_store)
    load_table(events, "events", PURCHASES, module_store)
    for shop in (tables, events):
        fill(shop)
    return {"tables": tables, "events": events}


@pytest.fixture(scope="module")
def readers(shops):
    clients = {}
    for kind, shop in shops.items():
        user = User.objects.create(username=f"reader-of-{kind}")
        admit(user, shop=shop, role=Role.ANALYST)
        clients[kind] = Client()
        clients[kind].force_login(user)
    return clients


def test_every_metric_has_rows_or_says_why_it_has_none():
    for metric in all_metrics():
        rule, reason = rule_of(metric), why_none(metric)
        assert bool(rule) != bool(reason), metric.key
    assert {measure.relation.key for measure in measures()} == set(RULES)


@pytest.mark.parametrize(("metric", "span"), [in_this_way(metric, span) for metric in measures() for span in SPANS])
def test_the_rows_in_the_file_come_to_the_figure_of_the_command(shops, readers, metric, span):
    """Added up here by hand, out of the file alone."""
    kind, first, last = SPANS[span]
    shop = shops[kind]
    answer = readers[kind].get(f"/s/{shop.slug}/rows/{metric.key}.csv?period=custom&from={first}&to={last}")
    rows = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    each = "day" if first == last else "none"
    [row] = command("figures", shop=shop.slug, metrics=metric.key, each=each, **{"from": first, "to": last})
    if row[metric.key] is None:
        assert rows == []
    else:
        assert added_up(rows, metric) == Decimal(str(row[metric.key]))


def added_up(rows: list[dict[str, str]], measure: Measure) -> Decimal:
    """As a person would with the spreadsheet: different visitors, buyers or orders, or a sum of a column."""
    kind = RULES[measure.relation.key].kind
    if measure.key == "views" or (kind is Kind.VISITS and measure.sql.startswith("count")):
        return Decimal(len(rows))
    if measure.sql.startswith("sum"):
        column = {"paid_items": "Pieces", "stay_seconds": "Seconds"}.get(measure.key, "Amount")
        return sum((Decimal(row[column]) for row in rows if row[column]), Decimal(0))
    if measure.key == "one_view_visitors":
        return Decimal(len({(row["Time"][:10], row["Visitor"]) for row in rows}))
    if measure.relation.key == "orders":
        # An order without a number is a row of its own.
        return Decimal(len({row["Order"] or number for number, row in enumerate(rows)}))
    return Decimal(len({row["Visitor" if kind is Kind.EVENTS else "Buyer"] for row in rows}))


@pytest.mark.parametrize(("kind", "by"), SPLITS)
@pytest.mark.parametrize("metric", ONE_EACH, ids=lambda metric: metric.key)
def test_the_rows_of_every_member_come_to_its_figure(shops, metric, kind, by):
    shop, first, last = shops[kind], as_day(SECOND), as_day(LAST)
    frame = figures(shop, [metric], first=first, last=last, by=by, each="none")
    for (_day, member), value in frame[metric.key].dropna().items():
        with collected(shop, Wanted(metric, first, last, by=by, member=int(member))) as found:
            assert found.value == value, member


def test_a_ratio_shows_its_two_figures_and_leads_to_their_rows(shops, readers):
    shop = shops["tables"]
    html = readers["tables"].get(f"/s/{shop.slug}/rows/conversion/?day={SECOND}").content.decode()
    assert f"/s/{shop.slug}/rows/payers/?period=day&amp;day={SECOND}" in html
    assert f"/s/{shop.slug}/rows/visitors/?period=day&amp;day={SECOND}" in html
    assert "50.0%" in html
    assert readers["tables"].get(f"/s/{shop.slug}/rows/conversion.csv?day={SECOND}").status_code == 404
