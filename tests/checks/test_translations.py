"""Every message is translated, none is a guess, and the compiled file is the one of the source."""

import gettext
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CATALOGUES = sorted((ROOT / "locale").glob("*/LC_MESSAGES/django.po"))
needs_gettext = pytest.mark.skipif(shutil.which("msgfmt") is None, reason="needs gettext (apt install gettext)")


def test_there_is_a_catalogue():
    assert [path.parent.parent.name for path in CATALOGUES] == ["zh_Hans"]


def messages(text: str) -> set[tuple[str, str]]:
    """(context, message) of every entry of a catalogue."""
    joined = re.sub(r'"\n"', "", text)
    return set(re.findall(r'(?:msgctxt "((?:[^"\\]|\\.)*)"\n)?msgid "((?:[^"\\]|\\.)+)"', joined))


@needs_gettext
@pytest.mark.parametrize("catalogue", CATALOGUES, ids=lambda path: path.parent.parent.name)
def test_nothing_is_missing_or_fuzzy(catalogue):
    answer = subprocess.run(
        ["msgfmt", "--check-format", "--statistics", "-o", "/dev/null", catalogue],
        capture_output=True, text=True, check=False, env={"LC_ALL": "C", "PATH": "/usr/bin:/bin"},
    )  # fmt: skip
    assert answer.returncode == 0, answer.stderr
    assert "untranslated" not in answer.stderr, answer.stderr
    assert "fuzzy" not in answer.stderr, answer.stderr


@needs_gettext
@pytest.mark.parametrize("catalogue", CATALOGUES, ids=lambda path: path.parent.parent.name)
def test_every_message_of_the_sources_is_in_the_catalogue(catalogue, tmp_path):
    sources = tmp_path / "sources"
    sources.mkdir()
    for part in ("analytics", "shopops", "templates", "manage.py"):
        (sources / part).symlink_to(ROOT / part)
    (sources / "locale").mkdir()
    subprocess.run(
        [sys.executable, "-m", "django", "makemessages", "-l",
         "zh_Hans", "--no-obsolete", "--no-location", "--symlinks"],
        cwd=sources, check=True, capture_output=True,
    )  # fmt: skip
    found = messages((sources / "locale/zh_Hans/LC_MESSAGES/django.po").read_text(encoding="utf-8"))
    assert found
    assert found - messages(catalogue.read_text(encoding="utf-8")) == set()


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=lambda path: path.parent.parent.name)
def test_the_compiled_file_is_of_this_source(catalogue):
    with catalogue.with_suffix(".mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)._catalog
    joined = re.sub(r'"\n"', "", catalogue.read_text(encoding="utf-8"))
    pairs = re.findall(r'\nmsgid "((?:[^"\\]|\\.)+)"\nmsgstr "((?:[^"\\]|\\.)*)"', joined)
    assert len(pairs) > 100
    wrong = [source for source, text in pairs if decoded(text) not in compiled.values()]
    assert wrong == []


def decoded(text: str) -> str:
    return text.replace('\\"', '"').replace("\\n", "\n").replace("\\\\", "\\")
