"""A click-stream is read in one pass: whatever is odd in it must come out as by the patient way that all kinds go."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics.events.duck import connect
from analytics.events.store import shop_folder
from analytics.importing.kinds import event_rows
from analytics.importing.load import load
from analytics.importing.reading import encodings
from analytics.importing.refused import Refused
from analytics.read import member_names
from shopops.catalog.models import Product
from tests.builders import figure, fill, make_shop, split, written

pytestmark = pytest.mark.django_db
DAY = "2026-05-01"
HEADER = "time,visitor,event,product,source,amount,quantity,event_id\n"


@pytest.fixture
def shop():
    return make_shop()


def named(shop, by):
    """Views of each member, by name."""
    names = member_names(shop, by)
    return {names[member]: views for member, views in split(shop, "views", DAY, by=by).items()}


def test_a_product_that_first_comes_after_the_sample_is_known_too(shop, tmp_path, monkeypatch):
    monkeypatch.setattr(event_rows, "SAMPLE_ROWS", 2)
    rows = "".join(f"{DAY} 09:00:0{n},v{n},view,p{n},s{n % 2},,,\n" for n in range(5))
    result = load(shop, "events", written(tmp_path, "a.csv", HEADER + rows))
    assert (result.accepted, result.rejected) == (5, 0)
    fill(shop)
    assert named(shop, "product") == {f"p{n}": 1 for n in range(5)}


def test_a_product_of_rejected_rows_alone_is_not_made(shop, tmp_path):
    rows = f"{DAY} 09:00:00,ann,view,p1,,,,\n{DAY} 09:00:01,bob,dance,p2,,,,\n"
    result = load(shop, "events", written(tmp_path, "a.csv", HEADER + rows))
    assert (result.accepted, result.rejected) == (1, 1)
    assert list(Product.objects.filter(shop=shop).values_list("code", flat=True)) == ["p1"]


def test_bad_rows_are_told_with_line_and_column(shop, tmp_path):
    rows = f"{DAY} 09:00:00,ann,view,p1,,,,\nnever,bob,view,p1,,,,\n{DAY} 09:00:01,,view,p1,,,,\n"
    rows += f"{DAY} 09:02,cid,view,p1,,x,,\n"
    result = load(shop, "events", written(tmp_path, "a.csv", HEADER + rows))
    with open(result.rejects, encoding="utf-8-sig") as file:
        told = [line.split(",")[:3] for line in file.read().splitlines()[1:]]
    assert told == [["3", "time", "never"], ["4", "visitor", ""], ["5", "amount", "x"]]


def test_a_dash_in_a_column_of_numbers_is_an_empty_cell(shop, tmp_path):
    rows = f"{DAY} 09:00:00,ann,view,-,-,-,--,\n{DAY} 09:00:01,bob,view,p1,,x,,\n"
    result = load(shop, "events", written(tmp_path, "a.csv", HEADER + rows))
    assert (result.accepted, result.rejected) == (1, 1)
    assert list(Product.objects.filter(shop=shop).values_list("code", flat=True)) == ["-"]


def test_ids_that_are_numbers_and_ids_that_are_words_are_both_known_again(shop, tmp_path):
    rows = "".join(f"{DAY} 09:00:00,ann,view,p1,,,,{key}\n" for key in ("7", "07", "seven", "7.0", "9" * 30, "-7"))
    path = written(tmp_path, "a.csv", HEADER + rows)
    assert load(shop, "events", path).accepted == 6
    assert (load(shop, "events", path).duplicates, load(shop, "events", path).accepted) == (6, 0)


def test_a_large_file_in_another_encoding_is_turned_in_two_halves(shop, tmp_path, monkeypatch):
    monkeypatch.setattr(encodings, "LARGE", 1)
    rows = "".join(f"{DAY} 09:00:{n:02d},用户{n},浏览,商品{n % 3},直通车,,,\n" for n in range(60))
    path = tmp_path / "a.csv"
    path.write_text("时间,访客,事件,商品,来源,金额,件数,id\n" + rows, encoding="gb18030")
    assert load(shop, "events", path).accepted == 60
    fill(shop)
    assert named(shop, "source") == {"直通车": 60}
    assert figure(shop, "views", DAY) == 60


def test_a_large_file_that_is_of_no_known_encoding_is_refused(shop, tmp_path, monkeypatch):
    monkeypatch.setattr(encodings, "LARGE", 1)
    path = tmp_path / "a.csv"
    path.write_bytes("时间,访客,事件\n".encode("gb18030") + b"2026-05-01 09:00:00,\xff\xff\xff,view\n" * 5)
    with pytest.raises(Refused):
        load(shop, "events", path)


def test_foreign_bytes_after_the_sample_make_it_read_as_the_platforms_own_encoding(shop, tmp_path, monkeypatch):
    monkeypatch.setattr(encodings, "SAMPLE", 64)
    plain = HEADER + "".join(f"{DAY} 09:00:{n:02d},v{n},view,p1,,,,\n" for n in range(30))
    path = tmp_path / "a.csv"
    path.write_bytes(plain.encode() + f"{DAY} 10:00:00,zoe,view,p1,直通车,,,\n".encode("gb18030"))
    assert load(shop, "events", path).accepted == 31
    fill(shop)
    assert named(shop, "source") == {"直通车": 1, "Unknown": 30}


ODD = {
    "time": (f"{DAY} 09:00:00", f"{DAY}T09:00:00Z", f"{DAY} 09:00:00+0800", "2026年05月01日", "", " ",
             "1970-01-01 00:00:00",
             "2099-01-01 00:00:00", f"{DAY} 09:00", "20260501090000", f"'{DAY} 09:00:00", "2026-5-1 09:00-0800"),
    "visitor": ("ann", " ann ", '="ann"', "'ann", "", "\u3000", "旺旺", "a" * 200, "a" * 201, "名" * 200, "\tann"),
    "event": ("view", "浏览", " VIEW ", "cart", "dance", "", "购买"),
    "product": ("p1", "", "p" * 65, " p1", "\u00a0", "商品"),
    "source": ("search", "", "s" * 256, "  "),
    "amount": ("", "1.5", "¥1,234.00", "1,2", "-3", "1e2", "x", " ", "12.345"),
    "quantity": ("", "3", "3.0", "2.5", "-1", "1e1", "x"),
    "event_id": ("", "7", "e7", "e" * 65),
}  # fmt: skip
odd_rows = st.fixed_dictionaries({name: st.sampled_from(cells) for name, cells in ODD.items()})


@settings(max_examples=15, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(odd_rows, min_size=1, max_size=8))
def test_the_one_pass_rejects_what_the_patient_way_finds_wrong(shop, tmp_path, rows):
    """`read_events` itself says so where they differ: a bad row without a problem, or the reverse."""
    cells = [",".join('"' + row[name].replace('"', '""') + '"' for name in ODD) for row in rows]
    path = written(tmp_path, "odd.csv", HEADER + "\n".join(cells) + "\n")
    result = load(shop, "events", path, dry_run=True)
    assert result.rows == result.accepted + result.rejected + result.duplicates
    assert result.rejected == sum(result.reasons.values())


def test_a_number_or_hash_stays_within_its_column(shop, tmp_path):
    numbers, others = ("0", "9223372036854775807"), ("9223372036854775808", "007", "x")
    rows = "".join(f"{DAY} 09:00:00,ann,view,p1,,,,{key}\n" for key in (*numbers, *others))
    load(shop, "events", written(tmp_path, "a.csv", HEADER + rows))
    with connect() as connection:
        files = f"{shop_folder(shop.pk)}/*/*.parquet"
        kept = connection.execute(f"SELECT event_id FROM read_parquet('{files}') ORDER BY 1 DESC").fetchall()
    assert [number for (number,) in kept[:2]] == [int(key) for key in reversed(numbers)]
    assert all(number < 0 for (number,) in kept[2:])
    assert len(set(kept)) == 5


def test_a_time_out_of_bounds_is_a_bad_row(shop, tmp_path):
    rows = "".join(f"{at} 09:00:00,ann,view,p1,,,,\n" for at in ("1989-12-30", DAY, "2049-01-01"))
    result = load(shop, "events", written(tmp_path, "a.csv", HEADER + rows))
    assert (result.accepted, result.rejected) == (1, 2)
