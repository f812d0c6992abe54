"""The event store: what is not what was written is not answered from, and what nobody names goes."""

import shutil
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from analytics.events import store
from analytics.events.scratch import scratch_folder, sweep_scratch
from analytics.importing.sweep import sweep_files
from analytics.models import BatchDay, DayFill, FunnelDay
from analytics.rollup.fill import fill_shop
from tests.builders import load_table, make_shop

DAYS = [date(2026, 5, 1) + timedelta(days=n) for n in range(3)]
ROWS = "time visitor event product\n" + "\n".join(f"{day}T1{n}:00 v{n} view p{n % 2}" for day in DAYS for n in range(5))

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop(tmp_path):
    shop = make_shop()
    load_table(shop, "events", ROWS, tmp_path)
    fill_shop(shop)
    return shop


def path_of(shop, day):
    return store.day_folder(shop.pk, day) / BatchDay.objects.get(shop=shop, day=day).file


def views(shop) -> dict[date, int]:
    return dict(FunnelDay.objects.filter(shop=shop, dimension="").values_list("day", "views"))


def flip_a_bit(path):
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(bytes(content))


def cut_short(path):
    path.write_bytes(path.read_bytes()[:-7])


def take_away(path):
    path.unlink()


@pytest.mark.parametrize("harm", [flip_a_bit, cut_short, take_away])
def test_a_damaged_day_keeps_its_old_figures_and_the_others_are_counted(shop, harm):
    harm(path_of(shop, DAYS[1]))
    FunnelDay.objects.filter(shop=shop, dimension="").update(views=99)
    with pytest.raises(store.DamagedFile, match=str(DAYS[1])):
        fill_shop(shop, force=True)
    assert views(shop) == {DAYS[0]: 5, DAYS[1]: 99, DAYS[2]: 5}


def test_files_that_changed_places_are_both_found(shop):
    first, second = path_of(shop, DAYS[0]), path_of(shop, DAYS[2])
    flip_a_bit(first)
    content = second.read_bytes()
    shutil.copy(first, second)
    first.write_bytes(content)
    for day in (DAYS[0], DAYS[2]):
        with pytest.raises(store.DamagedFile):
            fill_shop(shop, first=day, last=day, force=True)


def test_an_empty_mount_is_no_day_without_visits(shop):
    (settings.EVENTS_ROOT / store.MARKER).unlink()
    DayFill.objects.filter(shop=shop).delete()
    with pytest.raises(CommandError, match="not reachable"):
        call_command("fill", shop=shop.slug)
    assert views(shop) == dict.fromkeys(DAYS, 5)
    assert not DayFill.objects.filter(shop=shop).exists()


def test_an_orphan_goes_and_named_files_stay(shop):
    orphan = store.day_folder(shop.pk, DAYS[0]) / "0123.parquet"
    half = store.day_folder(shop.pk, DAYS[0]) / ".0123.parquet.writing"
    for path in (orphan, half):
        path.write_bytes(b"half")
    assert sweep_files([shop.pk]) == 2
    fill_shop(shop, force=True)
    assert views(shop) == dict.fromkeys(DAYS, 5)


def test_nothing_is_swept_while_somebody_imports(shop):
    orphan = store.day_folder(shop.pk, DAYS[0]) / "0123.parquet"
    orphan.write_bytes(b"being written")
    with store.only_writer(shop.pk):
        assert sweep_files([shop.pk]) == 0
    assert orphan.exists()


def test_scratch_of_a_process_that_is_gone_is_swept():
    with scratch_folder("test") as mine:
        gone = settings.SCRATCH_ROOT / "load-x.pid-999999999"
        gone.mkdir()
        assert sweep_scratch() == 1
        assert mine.exists()
        assert not gone.exists()
