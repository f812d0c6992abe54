"""The same rows in every shape a file can have; bad rows are set aside, unreadable files refused."""

import csv
import gzip
import zipfile
from pathlib import Path

import duckdb
import openpyxl
import pytest
from django.conf import settings

from analytics.importing.load import load
from analytics.importing.refused import Refused
from analytics.models import Batch
from tests.builders import figure, fill, make_shop, written

pytestmark = pytest.mark.django_db
DAY = "2026-05-01"
HEADER = ["time", "visitor", "event", "product"]
ROWS = [[f"{DAY} 09:00:00", "ann", "view", "p1"], [f"{DAY} 09:05:00", "bob", "view", "p2"]]
PLAIN = "\n".join(",".join(row) for row in [HEADER, *ROWS]) + "\n"


def xlsx(path):
    book = openpyxl.Workbook()
    for row in [HEADER, *ROWS]:
        book.active.append(row)
    book.save(path)


def zipped(path):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("export.csv", PLAIN)


def parquet(path):
    values = ", ".join("(" + ", ".join(f"'{cell}'" for cell in row) + ")" for row in ROWS)
    duckdb.sql(f"SELECT * FROM (VALUES {values}) AS t({', '.join(HEADER)})").write_parquet(str(path))


CHINESE = PLAIN.replace("time,visitor,event,product", "时间,访客ID,行为,商品ID")
SHAPES = {
    "plain.csv": lambda path: path.write_text(PLAIN),
    "no-last-newline.csv": lambda path: path.write_text(PLAIN.rstrip("\n")),
    "crlf.csv": lambda path: path.write_bytes(PLAIN.replace("\n", "\r\n").encode()),
    "bom.csv": lambda path: path.write_bytes(PLAIN.encode("utf-8-sig")),
    "utf16.csv": lambda path: path.write_bytes(PLAIN.encode("utf-16")),
    "semicolon.csv": lambda path: path.write_text(PLAIN.replace(",", ";")),
    "quoted.csv": lambda path: path.write_text(PLAIN.replace("ann", '"ann"')),
    "blank-lines.csv": lambda path: path.write_text(PLAIN.replace("\n", "\n\n")),
    "blanks-in-header.csv": lambda path: path.write_text(PLAIN.replace("time,visitor", " Time , VISITOR ")),
    "chinese-utf8.csv": lambda path: path.write_text(CHINESE, encoding="utf-8"),
    "chinese-gb18030.csv": lambda path: path.write_bytes(CHINESE.encode("gb18030")),
    "tabs.tsv": lambda path: path.write_text(PLAIN.replace(",", "\t")),
    "tabs.txt": lambda path: path.write_text(PLAIN.replace(",", "\t")),
    "book.xlsx": xlsx,
    "archive.zip": zipped,
    "packed.csv.gz": lambda path: path.write_bytes(gzip.compress(PLAIN.encode())),
    "columns.parquet": parquet,
}


@pytest.mark.parametrize("name", SHAPES)
def test_the_same_rows_come_out_of_every_shape_of_file(tmp_path, name):
    shop = make_shop()
    SHAPES[name](tmp_path / name)
    result = load(shop, "events", tmp_path / name)
    fill(shop)
    found = [result.accepted, result.rejected, figure(shop, "views", DAY), figure(shop, "visitors", DAY)]
    assert found == [2, 0, 2, 2]


def test_a_file_in_another_shape_is_still_the_same_rows(tmp_path):
    shop = make_shop()
    load(shop, "events", written(tmp_path, "a.csv", PLAIN))
    xlsx(tmp_path / "a.xlsx")
    assert load(shop, "events", tmp_path / "a.xlsx").duplicates == 2


CHINESE_ORDERS = f"""订单编号,买家会员名,订单创建时间,订单付款时间 ,总金额
o1,小明,{DAY} 10:00:00,{DAY} 10:01:00,128.50
o2,小红,{DAY} 11:00:00,,71.50
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_chinese_order_headers_are_understood(tmp_path, encoding):
    shop = make_shop()
    load(shop, "orders", written(tmp_path, "orders.csv", CHINESE_ORDERS, encoding=encoding))
    fill(shop)
    found = [figure(shop, key, DAY) for key in ("orders", "ordered_amount", "paid_amount", "orderers", "payers")]
    assert found == [2, 200_00, 128_50, 2, 1]


def test_traditional_headers_in_big5_are_understood(tmp_path):
    shop = make_shop()
    text = f"訂單編號,買家,訂單創建時間,付款時間,總金額\no1,小明,{DAY} 10:00:00,{DAY} 10:01:00,128.50\n"
    load(shop, "orders", written(tmp_path, "orders.csv", text, encoding="big5"))
    fill(shop)
    assert figure(shop, "paid_amount", DAY) == 128_50


BAD_ROWS = f"""time,visitor,event,amount
{DAY} 09:00:00,ann,view,
yesterday,bob,view,
{DAY} 09:01:00,,view,
{DAY} 09:02:00,cid,danced,
{DAY} 09:03:00,dan,order,ten
{DAY} 09:04:00,eve
{DAY} 09:05:00,fay,view,
"""


def rejects_of(result):
    with (Path(settings.REJECTS_ROOT) / str(result.rejects)).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_bad_rows_go_to_the_reject_file_and_the_rest_is_taken(tmp_path):
    shop = make_shop()
    result = load(shop, "events", written(tmp_path, "clicks.csv", BAD_ROWS))
    fill(shop)
    assert (result.rows, result.accepted, result.rejected, figure(shop, "views", DAY)) == (7, 2, 5, 2)


def test_the_reject_file_says_line_column_value_and_reason(tmp_path):
    rejects = rejects_of(load(make_shop(), "events", written(tmp_path, "clicks.csv", BAD_ROWS)))
    told = [(row["line"], row["column"], row["value"]) for row in rejects]
    assert told[:4] == [
        ("3", "time", "yesterday"),
        ("4", "visitor", ""),
        ("5", "event", "danced"),
        ("6", "amount", "ten"),
    ]
    assert rejects[4]["line"] == "7"
    assert all(row["reason"] for row in rejects)


@pytest.mark.parametrize("amount", ["NaN", "inf", "1e308", "--5", "１２", "12,50", "12,50,3"])
def test_an_amount_that_is_no_amount_never_becomes_one(tmp_path, amount):
    shop = make_shop()
    times = f"{DAY} 10:00:00,{DAY} 10:00:00"
    text = f'order,created,paid,amount\no1,{times},5.00\no2,{times},"{amount}"\n'
    result = load(shop, "orders", written(tmp_path, "orders.csv", text))
    fill(shop)
    readable = {"１２": 12_00, "12,50": 12_50}.get(amount, 0)
    assert (result.rejected, figure(shop, "paid_amount", DAY)) in {
        (1, 5_00),
        (1 if not readable else 0, 5_00 + readable),
    }


@pytest.mark.parametrize(
    "content",
    [b"", b"\x00\x01\x02\xff" * 200, b"%PDF-1.7\n" + b"\xde\xad" * 99, b"PK\x03\x04broken", b"a,b,c\n1,2,3\n"],
    ids=["empty", "bytes", "pdf", "broken-zip", "unknown-header"],
)
@pytest.mark.parametrize("name", ["clicks.csv", "clicks.xlsx"])
def test_a_file_that_cannot_be_read_is_refused_with_a_reason(tmp_path, content, name):
    shop = make_shop()
    (tmp_path / name).write_bytes(content)
    with pytest.raises(Refused, match=r"\w{3,}"):
        load(shop, "events", tmp_path / name)
    assert not Batch.objects.filter(shop=shop).exists()


def test_a_missing_needed_column_is_named(tmp_path):
    with pytest.raises(Refused, match="visitor"):
        load(make_shop(), "events", written(tmp_path, "clicks.csv", f"time,event\n{DAY} 09:00:00,view\n"))


def test_a_dry_run_counts_and_keeps_nothing(tmp_path):
    shop = make_shop()
    result = load(shop, "events", written(tmp_path, "clicks.csv", BAD_ROWS), dry_run=True)
    assert (result.accepted, result.rejected, Batch.objects.filter(shop=shop).count()) == (2, 5, 0)


def test_a_column_can_be_named_by_hand(tmp_path):
    shop = make_shop()
    text = PLAIN.replace("visitor", "wer")
    result = load(shop, "events", written(tmp_path, "clicks.csv", text), mapping={"visitor": "wer"})
    assert result.accepted == 2
