"""The headline: the figure, its change, and the causes in money."""

from collections.abc import Mapping

import pandas as pd

from analytics.explain.breakdown import READ
from analytics.explain.headline import headline
from analytics.panels.board import ASKED, CELLS, Board
from analytics.read import Cells as Read
from analytics.rollup.kept import BELOW
from shopops.web.period import Period
from tests.panels.frames import DAY, NAN

KEYS = [part.key for part in ASKED]
PERIOD = Period.of(DAY, DAY, preset="day")
SEARCH, ADS = BELOW + 2, 2 * BELOW + 2
NAMES = {SEARCH: "Search × Profit item", ADS: "Ads × Profit item"}
BEFORE = dict.fromkeys(KEYS, 1.0) | {"paid_amount": 8000_00.0, "payers": 40.0, "visitors": 1000.0}
# Visitors, payers, items, paid amount of each cell: half and half.
Cells = Mapping[int, tuple[float, float, float, float]]
EVEN: Cells = {SEARCH: (500, 20, 20, 4000_00), ADS: (500, 20, 20, 4000_00)}


def sums(cells: Cells) -> pd.DataFrame:
    keys = [measure.key for measure in READ]
    told = ("visitors", "payers", "paid_items", "paid_amount")
    rows = {(CELLS, cell): dict(zip(told, values, strict=True)) for cell, values in cells.items()}
    rows["", 0] = {key: sum(row[key] for row in rows.values()) for key in told}
    frame = pd.DataFrame.from_dict(rows, orient="index", columns=keys, dtype=float)
    return frame.rename_axis(["dimension", "member"])


def said(now: dict | None, before: dict | None = BEFORE, period: Period = PERIOD, *, cells: Cells = EVEN) -> str:
    beside = Read(days=pd.DataFrame(), sums=(sums(EVEN), sums(cells)), names=NAMES)
    board = Board(tiles=(), now=now, before=before, beside=beside if before is not None else None)
    return headline(board, period, currency="CNY")


def test_figure_change_and_its_causes_in_money():
    # Ads bring twice the visitors, who buy as ever.
    now = BEFORE | {"paid_amount": 12_000_00.0}
    assert said(now, cells=EVEN | {ADS: (1000, 40, 40, 8000_00)}) == (
        'Paid amount <b>¥12,000</b>, <b class="good">+50.0%</b> (<span>+¥4,000</span>) against Fri 13 Nov 2026.'
        ' Of it: Visitors <b class="good">+¥3,962</b>.'
        ' Visitors: mainly at <b>Ads × Profit item</b> (<b class="good">+¥2,340</b>).'
    )


def test_what_pulled_the_other_way_is_said_too_and_where_the_first_cause_lies():
    # A fifth more visitors come from search, and half as many of them buy.
    now = BEFORE | {"paid_amount": 6400_00.0}
    words = said(now, cells=EVEN | {SEARCH: (600, 12, 12, 2400_00)})
    assert '<b class="bad">−20.0%</b> (<span>−¥1,600</span>)' in words
    assert 'Of it: Conversion <b class="bad">−¥2,171</b> · Visitors <b class="good">+¥679.77</b>' in words
    assert words.endswith('Conversion: mainly at <b>Search × Profit item</b> (<b class="bad">−¥2,171</b>).')


def test_few_buyers_say_nothing_about_why():
    now = BEFORE | {"paid_amount": 4000_00.0}
    words = said(now, cells={SEARCH: (500, 20, 20, 4000_00)})
    assert words.endswith("against Fri 13 Nov 2026. 20 and 40 buyers are too few to say why.")


def test_a_shop_whose_cells_are_not_kept_is_taken_apart_as_a_whole():
    board = Board(
        tiles=(),
        now=BEFORE | {"paid_amount": 16_000_00.0},
        before=BEFORE,
        beside=Read(
            days=pd.DataFrame(),
            sums=tuple(sums(cells).drop(index=CELLS, level="dimension") for cells in (EVEN, twice(EVEN))),
            names={},
        ),
    )
    words = headline(board, PERIOD, currency="CNY")
    assert words.endswith('Of it: Visitors <b class="good">+¥8,000</b>.')


def twice(cells: Cells) -> Cells:
    return {cell: tuple(2 * value for value in values) for cell, values in cells.items()}


def test_the_same_amount_has_no_causes():
    assert said(dict(BEFORE)) == "Paid amount <b>¥8,000</b>, the same as on Fri 13 Nov 2026."


def test_without_days_to_compare_with_it_says_so():
    assert said(dict(BEFORE), None) == (
        "Paid amount <b>¥8,000</b>. There are no figures for Fri 13 Nov 2026 to compare with."
    )


def test_compared_with_nothing_it_says_the_figure_alone():
    alone = Period.of(DAY, DAY, preset="day", compare="none")
    assert said(dict(BEFORE), None, alone) == "Paid amount <b>¥8,000</b>."


def test_days_without_figures_are_not_a_zero():
    assert said(None) == "There are no figures for Fri 20 Nov 2026 yet."


def test_a_shop_without_amounts_is_headed_by_its_buyers_and_one_without_buyers_by_its_visitors():
    lacking = {"paid_amount": NAN, "spend_per_payer": NAN}
    assert said(BEFORE | lacking | {"payers": 50.0}, BEFORE | lacking).startswith("Paying buyers <b>50</b>")
    lacking |= {"payers": NAN, "conversion": NAN}
    assert said(BEFORE | lacking, BEFORE | lacking).startswith("Visitors <b>1,000</b>, the same as")
