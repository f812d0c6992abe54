"""Every message is translated, none is a guess, and the compiled file is the one of the source."""

import gettext
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.utils.translation import to_locale

ROOT = Path(__file__).resolve().parents[2]
CATALOGUES = sorted((ROOT / "locale").glob("*/LC_MESSAGES/django.po"))
needs_gettext = pytest.mark.skipif(shutil.which("msgfmt") is None, reason="needs gettext (apt install gettext)")


# The same sign in both ways of writing, side by side: one of the other kind tells a text that was copied over.
PAIRS = (
    "单單访訪览覽转轉设設输輸录錄档檔据據网網软軟务務际際应應还還见見这這个個数數类類钟鐘过過时時间間从從门門认認"
    "码碼户戶买買卖賣额額报報图圖标標导導现現价價优優称稱总總试試点點选選择擇营營运運质質评評师師员員变變动動较較"
    "对對开開关關闭閉发發错錯误誤无無东東书書头頭边邊长長连連链鏈载載销銷统統计計项項预預须須领領题題显顯"
)
SIMPLIFIED, TRADITIONAL = set(PAIRS[::2]), set(PAIRS[1::2])
# Words of one side of the strait that the other does not use, in signs that both have or that a converter leaves.
ELSEWHERE = (
    "轉化",
    "登錄",
    "用戶",
    "數據庫",
    "服務器",
    "默認",
    "保存",
    "導入",
    "導出",
    "文件",
    "設置",
    "郵箱",
    "鏈接",
    "賬號",
    "視頻",
)


def test_there_is_a_catalogue_of_every_language_but_the_source():
    names = {to_locale(code) for code, _name in settings.LANGUAGES} - {"en"}
    assert [path.parent.parent.name for path in CATALOGUES] == sorted(names) == ["zh_Hans", "zh_Hant"]


def test_make_messages_writes_every_catalogue():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    target = makefile.partition("\nmessages:")[2].partition("\n\n")[0]
    for command in ("makemessages", "compilemessages"):
        (line,) = (line for line in target.splitlines() if command in line)
        assert re.findall(r"-l (\w+)", line) == ["zh_Hans", "zh_Hant"]


def test_the_catalogues_hold_the_same_messages():
    simplified, traditional = (messages(path.read_text(encoding="utf-8")) for path in CATALOGUES)
    assert simplified == traditional


@pytest.mark.parametrize(("catalogue", "foreign"), [(CATALOGUES[0], TRADITIONAL), (CATALOGUES[1], SIMPLIFIED)])
def test_each_way_of_writing_is_kept_to(catalogue, foreign):
    assert [text for text in translations(catalogue) if foreign & set(text)] == []


def test_traditional_chinese_is_written_in_its_own_words():
    catalogue = ROOT / "locale/zh_Hant/LC_MESSAGES/django.po"
    assert [text for text in translations(catalogue) if any(word in text for word in ELSEWHERE)] == []


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=lambda path: path.parent.parent.name)
def test_what_is_filled_in_stays_what_it_was(catalogue):
    """`msgfmt` checks only messages that are marked as formats."""
    wrong = [source for source, text in pairs_of(catalogue) if places(source) != places(text)]
    assert wrong == []


def places(text: str) -> set[str]:
    return set(re.findall(r"%\(\w+\)\w|\{\w+\}|</?\w+", text))


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
    for part in ("analytics", "campaigns", "shopops", "templates", "manage.py"):
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
    pairs = pairs_of(catalogue)
    assert len(pairs) > 100
    assert [source for source, text in pairs if text not in compiled.values()] == []


def pairs_of(catalogue: Path) -> list[tuple[str, str]]:
    """Message and translation; of one with several numbers, the first form."""
    joined = re.sub(r'"\n"', "", catalogue.read_text(encoding="utf-8"))
    entry = r'\nmsgid "((?:[^"\\]|\\.)+)"\n(?:msgid_plural .*\n)?msgstr(?:\[0\])? "((?:[^"\\]|\\.)*)"'
    return [(decoded(source), decoded(text)) for source, text in re.findall(entry, joined)]


def translations(catalogue: Path) -> list[str]:
    return [text for _source, text in pairs_of(catalogue)]


def decoded(text: str) -> str:
    return text.replace('\\"', '"').replace("\\n", "\n").replace("\\\\", "\\")
