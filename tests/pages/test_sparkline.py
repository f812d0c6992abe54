"""Small lines made by the server."""

import xml.etree.ElementTree as ET

import pytest

from shopops.web.svg import sparkline


def lines(svg: str) -> list[list[tuple[float, float]]]:
    drawn = ET.fromstring(svg).findall("polyline")
    return [[tuple(map(float, point.split(","))) for point in line.get("points").split()] for line in drawn]


def test_higher_figures_lie_higher_and_the_last_has_a_dot():
    svg = sparkline([1, 3, 2], width=96, height=30)
    assert lines(svg) == [[(3, 27), (48, 3), (93, 15)]]
    dot = ET.fromstring(svg).find("circle")
    assert (dot.get("cx"), dot.get("cy")) == ("93", "15")


def test_no_value_is_a_gap_and_not_a_zero():
    svg = sparkline([1, 2, None, 2, 1])
    assert [len(line) for line in lines(svg)] == [2, 2]


def test_a_level_line_runs_through_the_middle():
    assert {y for _x, y in lines(sparkline([5, 5, 5], height=30))[0]} == {15}


def test_without_a_last_value_there_is_no_dot():
    assert ET.fromstring(sparkline([1, 2, None])).find("circle") is None


@pytest.mark.parametrize("values", [[], [None], [4], [None, None, 7]])
def test_one_figure_is_no_line(values):
    assert sparkline(values) == ""


def test_readers_of_the_page_aloud_skip_it():
    assert ET.fromstring(sparkline([1, 2])).get("aria-hidden") == "true"
