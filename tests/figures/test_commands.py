"""The commands that people script against: options, the JSON of the last line, and exit codes."""

import subprocess
import sys
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from analytics.models import Batch
from shopops.shops.models import Shop
from tests.builders import command, figure, run, written

pytestmark = pytest.mark.django_db
DAY = "2026-05-01"
EVENTS = f"time,visitor,event,source\n{DAY} 09:00:00,ann,view,search\n{DAY} 09:01:00,bob,view,ads\nnever,cid,view,ads\n"
ORDERS = f"order,buyer,created,paid,amount\no1,ann,{DAY} 10:00:00,{DAY} 10:01:00,128.50\n"


@pytest.fixture
def slug():
    made = command("create_shop", "north", name="North", platform="tmall", timezone="Asia/Shanghai", currency="CNY")
    assert made == {"id": Shop.objects.get(slug="north").id, "slug": "north"}
    return made["slug"]


@pytest.fixture
def loaded(slug, tmp_path):
    result = command("load", "events", str(written(tmp_path, "clicks.csv", EVENTS)), shop=slug)
    command("load", "orders", str(written(tmp_path, "orders.csv", ORDERS)), shop=slug)
    command("fill", shop=slug)
    return result


def test_load_counts_its_rows(loaded):
    counts = {key: loaded[key] for key in ("rows", "accepted", "rejected", "duplicates")}
    assert counts == {"rows": 3, "accepted": 2, "rejected": 1, "duplicates": 0}
    assert set(loaded) >= {"batch", "days", "rejects"}


def test_load_keeps_no_reject_file_where_nothing_was_rejected(slug, tmp_path):
    assert command("load", "orders", str(written(tmp_path, "orders.csv", ORDERS)), shop=slug)["rejects"] is None


def test_fill_counts_the_days_it_filled_and_then_none(slug, tmp_path):
    command("load", "events", str(written(tmp_path, "clicks.csv", EVENTS)), shop=slug)
    assert [command("fill", shop=slug)["days"] for _ in range(2)] == [1, 0]


def test_fill_by_force_fills_again(loaded, slug):
    assert command("fill", shop=slug, force=True, **{"from": DAY, "to": DAY})["days"] == 1


def test_figures_print_money_with_decimals_shares_as_numbers_and_no_value_as_null(loaded, slug):
    keys = "visitors,paid_amount,conversion,mean_stay,payers"
    rows = command("figures", shop=slug, metrics=keys, **{"from": DAY, "to": DAY})
    assert rows == [
        {"day": DAY, "visitors": 2, "paid_amount": 128.5, "conversion": 0.5, "mean_stay": None, "payers": 1}
    ]


def test_figures_as_csv_have_the_same_cells(loaded, slug):
    options = {"shop": slug, "metrics": "visitors,paid_amount,conversion,mean_stay", "from": DAY, "to": DAY}
    assert run("figures", format="csv", **options).splitlines() == [
        "day,visitors,paid_amount,conversion,mean_stay",
        f"{DAY},2,128.50,0.5,",
    ]


def test_figures_split_name_their_members(loaded, slug):
    rows = command("figures", shop=slug, by="source", metrics="visitors", **{"from": DAY, "to": DAY})
    assert {row["member"]: row["visitors"] for row in rows} == {"search": 1, "ads": 1}


def test_figures_come_by_day_week_month_and_whole(loaded, slug, tmp_path):
    earlier = "order,buyer,created,paid,amount\no2,bob,2026-04-30 10:00:00,2026-04-30 10:01:00,20.00\n"
    command("load", "orders", str(written(tmp_path, "april.csv", earlier)), shop=slug)
    command("fill", shop=slug)
    options = {"shop": slug, "metrics": "paid_amount", "from": "2026-04-27", "to": "2026-05-03"}
    found = {each: command("figures", each=each, **options) for each in ("day", "week", "month", "none")}
    assert {each: [row["paid_amount"] for row in rows] for each, rows in found.items()} == {
        "day": [20, 128.5],
        "week": [148.5],
        "month": [20, 128.5],
        "none": [148.5],
    }


def test_loads_list_batches_newest_first(loaded, slug):
    listed = command("loads", shop=slug)
    assert [row["kind"] for row in listed] == ["orders", "events"]
    assert listed[1]["batch"] == loaded["batch"]


def test_undo_load_takes_a_batch_back(loaded, slug):
    result = command("undo_load", str(loaded["batch"]))
    command("fill", shop=slug)
    assert (result["batch"], result["removed"]) == (loaded["batch"], 2)
    assert figure(Shop.objects.get(slug=slug), "visitors", DAY) is None


def test_a_dry_run_leaves_nothing(slug, tmp_path):
    result = command("load", "events", str(written(tmp_path, "clicks.csv", EVENTS)), shop=slug, dry_run=True)
    assert (result["accepted"], Batch.objects.count()) == (2, 0)


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("load", ["events", "nowhere.csv", "--shop", "north"]),
        ("load", ["events", __file__, "--shop", "south"]),
        ("undo_load", ["99999"]),
        ("figures", ["--shop", "north", "--from", DAY, "--to", DAY, "--metrics", "happiness"]),
        ("figures", ["--shop", "north", "--from", DAY, "--to", DAY, "--by", "mood"]),
        ("fill", ["--shop", "south"]),
        ("create_shop", ["north", "--name", "Again"]),
        ("create_shop", ["west", "--name", "West", "--timezone", "Mars/Base"]),
    ],
)
def test_what_cannot_be_done_is_refused_with_a_reason(slug, name, args):
    with pytest.raises(CommandError, match=r"\w{3,}") as refusal:
        call_command(name, *args, stdout=StringIO())
    assert refusal.value.returncode in (1, 2)


def test_wrong_use_exits_with_two():
    manage = [sys.executable, str(settings.BASE_DIR / "manage.py")]
    done = subprocess.run([*manage, "figures", "--nonsense"], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "usage" in done.stderr
