"""The fill and a slow implementation, written apart from it, agree in every figure of generated weeks."""

from itertools import count

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from analytics.rollup.fill import fill_shop
from tests.builders import load_history, shop_with
from tests.figures.compare import differences, period_differences
from tests.figures.weeks import weeks
from tests.naive import funnel
from tests.naive.rows import History

ROOMY = {
    "deadline": None,
    "suppress_health_check": [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
}
folders = count(1)


def check(history: History, folder) -> None:
    shop = shop_with(history.calendar)
    load_history(shop, history, folder / str(next(folders)))
    fill_shop(shop)
    slow = funnel.figures(history)
    found = differences(shop, slow) + period_differences(shop, history, slow)
    assert not found, "\n".join(found[:20])


@pytest.mark.django_db
@settings(
    max_examples=4,
    **ROOMY,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
)
@given(history=weeks())
def test_every_figure_of_a_generated_week_equals_the_naive_one(history, tmp_path):
    check(history, tmp_path)


@pytest.mark.slow
@pytest.mark.django_db
@settings(max_examples=40, **ROOMY, derandomize=True, phases=[Phase.explicit, Phase.generate])
@given(history=weeks())
def test_every_figure_of_many_generated_weeks_equals_the_naive_one(history, tmp_path):
    check(history, tmp_path)
