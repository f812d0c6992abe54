"""Files that are not what was written: every damage is found, and no figure comes out of a damaged file."""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest

from analytics.events.store import DamagedFile, StoredFile, check, day_folder, described, visitors_folder
from analytics.metrics.funnel import VISITORS
from analytics.models import BatchDay, DayFill, FunnelDay, VisitorDay
from analytics.read import figures
from analytics.rollup import visitors
from analytics.rollup.fill import fill_days, fill_shop
from analytics.rollup.recount import count_period
from analytics.tasks import ask_for_fills
from shopops.jobs.models import Job, JobState, Trouble
from shopops.jobs.runner import run_waiting
from tests.builders import load_table, make_shop, take_back

DAYS = [date(2026, 5, 1) + timedelta(days=n) for n in range(4)]
FIRST, SECOND, LAST = DAYS[0], DAYS[1], DAYS[-1]
KINDS = ("view", "view", "cart", "view")
# Who asks and pays on the last day makes its fill look at the visitors of the days before.
LOOKING_BACK = "{day}T12:00 v10 inquiry p1 ads\n{day}T13:00 v11 pay p1 ads"
HEADER = "time visitor event product source\n"
FLIPS, CUTS, BLOCKS, BLOCK = 60, 30, 20, 16

pytestmark = pytest.mark.django_db


def visits(day: date, *, people: int = 40) -> str:
    """Views of other people every day, so that no two days have equal files."""
    return "\n".join(
        f"{day}T1{n % 10}:{n:02d} v{n + day.day} {KINDS[n % 4]} p{n % 7} {'ads' if n % 3 else 'mail'}"
        for n in range(people)
    )


@dataclass(frozen=True)
class OldCopies:
    """What the first day's files held in an import that was taken back since."""

    events: bytes
    visitors: bytes


@pytest.fixture(autouse=True)
def own_folders(copied_store) -> None:
    """A copy of what the module has made."""


@pytest.fixture(scope="module")
def shop(module_store):
    return make_shop()


@pytest.fixture(scope="module")
def old(shop, module_store) -> OldCopies:
    earlier = load_table(shop, "events", HEADER + visits(FIRST, people=39), module_store)
    fill_shop(shop)
    copies = OldCopies(event_file(shop, FIRST).read_bytes(), visitor_file(shop, FIRST).read_bytes())
    take_back(earlier)
    return copies


@pytest.fixture(scope="module")
def filled(shop, old, module_store):
    rows = [*(visits(day) for day in DAYS), LOOKING_BACK.format(day=LAST)]
    load_table(shop, "events", HEADER + "\n".join(rows), module_store)
    fill_shop(shop)
    return shop


def event_file(shop, day: date) -> Path:
    return day_folder(shop.pk, day) / BatchDay.objects.get(shop=shop, day=day).file


def visitor_file(shop, day: date) -> Path:
    return visitors_folder(shop.pk) / VisitorDay.objects.get(shop=shop, day=day).file


def spread(number: int, over: int) -> list[int]:
    """So many places, both ends among them."""
    return sorted({round(step * (over - 1) / (number - 1)) for step in range(number)})


def damages(content: bytes, *, other: bytes, older: bytes) -> Iterator[tuple[str, bytes | None]]:
    """Each damage's name and what is left of the file; None where that is nothing at all."""
    size = len(content)
    for at in spread(FLIPS, size):
        yield f"bit {at % 8} of byte {at} flipped", flipped(content, at, bit=at % 8)
    for length in spread(CUTS, size):
        yield f"cut to {length} bytes", content[:length]
    for at in spread(BLOCKS, size - BLOCK):
        zeroed = content[:at] + bytes(BLOCK) + content[at + BLOCK :]
        if zeroed != content:
            yield f"{BLOCK} bytes zeroed at {at}", zeroed
    yield "a byte too long", content + b"\0"
    yield "as long, and empty", bytes(size)
    yield "the file of another day", other
    yield "an older copy", older
    yield "gone", None


def flipped(content: bytes, at: int, *, bit: int) -> bytes:
    return content[:at] + bytes([content[at] ^ 1 << bit]) + content[at + 1 :]


@contextmanager
def damaged(path: Path, left: bytes | None) -> Iterator[None]:
    content = path.read_bytes()
    path.write_bytes(left) if left is not None else path.unlink()
    try:
        yield
    finally:
        path.write_bytes(content)


def missed(path: Path, variants: Iterable[tuple[str, bytes | None]], *, told: Callable[[], object]) -> list[str]:
    """Names of the damages of which `told` did not raise."""
    return [name for name, left in variants if not _is_told(path, left, told)]


def _is_told(path: Path, left: bytes | None, told: Callable[[], object]) -> bool:
    with damaged(path, left):
        try:
            told()
        except DamagedFile:
            return True
    return False


def variants_of(path: Path, *, other: Path, older: bytes) -> list[tuple[str, bytes | None]]:
    return list(damages(path.read_bytes(), other=other.read_bytes(), older=older))


def some_of_each(path: Path, *, other: Path, older: bytes) -> list[tuple[str, bytes | None]]:
    """One of each kind of damage."""
    variants = variants_of(path, other=other, older=older)
    return list({re.sub(r"\d", "", name): (name, left) for name, left in variants}.values())


def cells(shop, *days: date) -> list[tuple]:
    names = [field.name for field in FunnelDay._meta.fields if field.name != "id"]
    return sorted(FunnelDay.objects.filter(shop=shop, day__in=days).values_list(*names), key=repr)


def unfill(shop, *days: date) -> None:
    """As after an import."""
    DayFill.objects.filter(shop=shop, day__in=days).delete()


def filled_days(shop) -> set[date]:
    return set(DayFill.objects.filter(shop=shop).values_list("day", flat=True))


def by_size_alone(path: Path, stored: StoredFile, day: date) -> None:
    if not path.exists() or path.stat().st_size != stored.size:
        raise DamagedFile(day, "")


def test_every_damage_of_a_day_file_is_found_and_nothing_is_counted_from_it(filled, old):
    path, before = event_file(filled, FIRST), cells(filled, *DAYS)
    variants = variants_of(path, other=event_file(filled, SECOND), older=old.events)
    unfill(filled, FIRST)
    assert len(variants) >= 110
    assert missed(path, variants, told=lambda: fill_days(filled, [FIRST])) == []
    assert cells(filled, *DAYS) == before
    assert filled_days(filled) == {*DAYS} - {FIRST}
    fill_shop(filled)
    assert cells(filled, *DAYS) == before
    assert filled_days(filled) == {*DAYS}


def test_every_damage_of_a_visitor_file_is_found_and_no_period_is_counted_from_it(filled, old):
    path = visitor_file(filled, FIRST)
    variants = variants_of(path, other=visitor_file(filled, SECOND), older=old.visitors)
    counts = count_period(filled, FIRST, LAST)
    assert len(variants) >= 110
    assert missed(path, variants, told=lambda: count_period(filled, FIRST, LAST)) == []
    assert count_period(filled, FIRST, LAST) == counts


def test_a_file_of_which_any_byte_changed_is_not_the_file(filled):
    path = event_file(filled, FIRST)
    content, stored = path.read_bytes(), described(path)
    assert len(content) >= 800
    variants = ((f"byte {at}", flipped(content, at, bit=at % 8)) for at in spread(800, len(content)))
    assert missed(path, variants, told=lambda: check(path, stored, FIRST)) == []


def test_other_days_are_counted_and_the_job_names_the_damaged_one(filled, old):
    path, before = event_file(filled, FIRST), cells(filled, *DAYS)
    for name, left in some_of_each(path, other=event_file(filled, SECOND), older=old.events):
        Job.objects.all().delete()
        unfill(filled, *DAYS)
        with damaged(path, left):
            ask_for_fills(filled)
            run_waiting()
        assert filled_days(filled) == {*DAYS} - {FIRST}, name
        [job] = Job.objects.exclude(state=JobState.DONE)
        assert (job.state, job.trouble) == (JobState.FAILED, Trouble.REFUSED), name
        assert str(FIRST) in job.message, name
        assert cells(filled, *DAYS) == before, name
    ask_for_fills(filled)
    run_waiting()
    assert filled_days(filled) == {*DAYS}
    assert cells(filled, *DAYS) == before


def test_days_that_look_at_a_damaged_visitor_file_wait_and_the_others_are_counted(filled, old):
    path, before = visitor_file(filled, FIRST), cells(filled, *DAYS)
    for name, left in some_of_each(path, other=visitor_file(filled, SECOND), older=old.visitors):
        unfill(filled, *DAYS)
        with damaged(path, left), pytest.raises(DamagedFile, match=str(FIRST)):
            fill_shop(filled)
        assert filled_days(filled) == {*DAYS} - {LAST}, name
        assert cells(filled, *DAYS) == before, name
    fill_shop(filled)
    assert cells(filled, *DAYS) == before


def test_no_sum_over_days_is_answered_from_a_damaged_visitor_file(filled, old):
    path = visitor_file(filled, FIRST)
    variants = some_of_each(path, other=visitor_file(filled, SECOND), older=old.visitors)

    def whole_period() -> None:
        figures(filled, [VISITORS], first=FIRST, last=LAST, each="none")

    assert missed(path, variants, told=whole_period) == []
    for day in DAYS:
        assert figures(filled, [VISITORS], first=day, last=day)[VISITORS.key].tolist() == [30]


def test_two_days_whose_files_changed_places_are_both_found_and_the_others_counted(filled):
    first, second = event_file(filled, FIRST), event_file(filled, SECOND)
    unfill(filled, *DAYS)
    of_first, of_second = first.read_bytes(), second.read_bytes()
    with damaged(first, of_second), damaged(second, of_first):
        with pytest.raises(DamagedFile):
            fill_shop(filled)
        assert filled_days(filled) == {*DAYS} - {FIRST, SECOND}


def test_a_check_of_the_size_alone_would_miss_damages(filled, monkeypatch):
    path = event_file(filled, FIRST)
    monkeypatch.setattr(visitors, "check", by_size_alone)
    variants = [("flipped", flipped(path.read_bytes(), 4, bit=0)), ("gone", None)]
    assert missed(path, variants, told=lambda: visitors.event_files(filled, FIRST)) == ["flipped"]
