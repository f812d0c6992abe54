"""The pictures are taken and laid out on their sheet."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e.browser import chromium_path

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.e2e
@pytest.mark.slow
@pytest.mark.skipif(chromium_path() is None, reason="pictures need Chromium: apt-get install chromium")
def test_a_picture_of_a_page_is_taken_in_each_look(tmp_path):
    command = [sys.executable, "-m", "tests.shots", "--months", "1", "--only", "definitions", "--widths", "390"]
    subprocess.run([*command, "--out", tmp_path], cwd=ROOT, check=True, capture_output=True)
    pictures = sorted(file.parent.name for file in tmp_path.rglob("definitions.png"))
    assert pictures == [
        f"{language}-{theme}-390" for language in ("en", "zh-hans", "zh-hant") for theme in ("dark", "light")
    ]
    sheet = (tmp_path / "index.html").read_text()
    assert all(f'src="{name}/definitions.png"' in sheet for name in pictures)
