import os, re, json
from collections import defaultdict
import pytest
from hypothesis import given, settings, Phase, seed
from tests.figures.test_fast_equals_naive import *
from tests.figures import test_fast_equals_naive as t
del test_every_figure_of_a_generated_week_equals_the_naive_one, test_every_figure_of_many_generated_weeks_equals_the_naive_one
FOUND = defaultdict(list)
N=[0]
@pytest.mark.django_db
@seed(int(os.environ.get("SEED","1")))
@settings(max_examples=int(os.environ.get("N","150")), phases=[Phase.generate], database=None, **t.ROOMY)
@given(history=weeks())
def test_hunt(history, tmp_path):
    shop = shop_with(history.calendar)
    N[0]+=1
    load_history(shop, history, tmp_path / str(next(t.folders)))
    fill_shop(shop)
    for line in differences(shop, history) + period_differences(shop, history):
        m = re.match(r"(\S+(?: to \S+)?) (?:(\S+) (\S+) )?(\S+): (.*)", line)
        key=("tables" if history.has_orders else "events", m[2] or "period", m[4], "None->" if " None," in line else "num", "to None" if line.endswith("naive None") else "to num")
        size=len(history.events)+len(history.orders)*2+len(history.refunds)+len(history.lines)
        FOUND[key].append((size, line, history))
@pytest.fixture(scope="module", autouse=True)
def report():
    yield
    with open(f"/tmp/hunt/found-{os.environ.get('SEED','1')}.txt","w") as f:
        print("examples",N[0],file=f)
        for key, rows in sorted(FOUND.items()):
            rows.sort(key=lambda r:r[0])
            print(key, len(rows), file=f)
            print("   ", rows[0][1], file=f)
            print("   ", rows[0][2], file=f)
