"""CSV files: readable for a spreadsheet, harmless in it."""

import csv
import io
from decimal import Decimal

import pytest

from shopops.web.downloads import csv_download, csv_text


def cells(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


def test_a_file_begins_with_a_byte_order_mark():
    assert csv_text(["日期"], [["11月20日"]]).encode().startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1+2", "@SUM(A1)", "\t=1", "\r=1", " =1", '"=1', "'=1", "＝1", "－1", "＠x"]
)
def test_a_text_that_would_run_is_made_a_text(text):
    assert cells(csv_text(["a"], [[text]]))[1] == ["'" + text]


@pytest.mark.parametrize("cell", [-5, -0.25, Decimal("-12.30"), 7])
def test_a_negative_number_stays_a_number(cell):
    assert cells(csv_text(["a"], [[cell]]))[1] == [str(cell)]


def test_no_value_is_an_empty_cell_and_zero_a_zero():
    assert cells(csv_text(["a", "b"], [[None, 0]]))[1] == ["", "0"]


def test_a_name_with_signs_cannot_break_the_header():
    response = csv_download('店 "x"\r\nSet-Cookie: a.csv', ["a"], [])
    assert "\n" not in response["Content-Disposition"]
    assert response["Content-Disposition"].startswith("attachment")
