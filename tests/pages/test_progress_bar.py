"""Progress as a bar of the server's."""

import xml.etree.ElementTree as ET

import pytest

from shopops.web.marks import Progress
from shopops.web.svg import progress_bar


def bars(svg: str) -> dict[str, float]:
    parts = ET.fromstring(svg).findall("rect")
    return {
        part.get("class").split("-")[1]: float(part.get("x" if "pace" in part.get("class") else "width"))
        for part in parts
    }


def test_a_bar_is_as_long_as_its_share_and_the_mark_stands_at_the_pace():
    assert bars(progress_bar(0.5, pace=0.75, width=122)) == {"all": 122, "done": 61, "pace": 90}


@pytest.mark.parametrize(("share", "done"), [(-0.2, 0), (0, 0), (1, 120), (1.15, 120)])
def test_a_bar_never_leaves_its_frame(share, done):
    assert bars(progress_bar(share))["done"] == done


def test_without_a_pace_there_is_no_mark():
    assert "pace" not in bars(progress_bar(0.5))


def test_readers_aloud_hear_at_most_the_whole():
    assert Progress(label="", share=1.15, text="115%").percent == 100
