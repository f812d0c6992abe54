"""Which encoding a text file is in: BOM, then UTF-8, then GB18030 or Big5 by the header names they make.

Detectors that guess from letter frequencies read short GBK headers as Korean, so none is used.
"""

import codecs
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from django.utils.translation import gettext as _

from analytics.importing.reading import recode as child
from analytics.importing.reading.recode import FOREIGN, line_end_near, recode
from analytics.importing.refused import Refused

SAMPLE = 1 << 20
BLOCK = 4 << 20
BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
LEGACY = ("gb18030", "big5")
# Below this, starting processes takes longer than they save.
LARGE = 32 << 20


def encoding_of(path: Path, *, known_names: Callable[[str], int]) -> str:
    """`known_names` counts the known header names in a line of text; it decides between GB18030 and Big5."""
    with path.open("rb") as file:
        sample = file.read(SAMPLE)
    for bom, encoding in BOMS:
        if sample.startswith(bom):
            return encoding
    if b"\x00" in sample:
        raise Refused(_("This is not a text file: it holds NUL bytes."))
    if _decodes(sample, "utf-8"):
        return "utf-8"
    readings = {encoding: sample.split(b"\n", 1)[0].decode(encoding, "ignore") for encoding in LEGACY}
    # max() keeps the first of equals: GB18030 is the encoding of the platforms' own exports.
    return max(LEGACY, key=lambda encoding: (known_names(readings[encoding]), _decodes(sample, encoding)))


def as_utf8(path: Path, *, encoding: str, target: Path) -> Path:
    """The file in UTF-8 without BOM: itself where it is that already, else a copy made block by block."""
    if encoding == "utf-8":
        return path
    try:
        if encoding in LEGACY and path.stat().st_size >= LARGE:
            _in_two(path, encoding=encoding, target=target)
        else:
            recode(path, encoding=encoding, target=target)
    except UnicodeDecodeError as error:
        raise _neither(encoding) from error
    return target


def _start_child(source: Path, *, encoding: str, target: Path, begin: int, end: int) -> "subprocess.Popen[bytes]":
    """Ends with FOREIGN where the text is not of this encoding. Without site packages it begins twice as soon."""
    stretch = [str(source), encoding, str(begin), str(end), str(target)]
    return subprocess.Popen([sys.executable, "-I", "-S", str(child.__file__), *stretch])


def _in_two(path: Path, *, encoding: str, target: Path) -> None:
    """Two halves at once, cut at the end of a line: in these encodings no other character holds that byte."""
    middle, size = line_end_near(path, path.stat().st_size // 2), path.stat().st_size
    second = target.with_name(f"{target.name}.second")
    children = [
        _start_child(path, encoding=encoding, target=target, begin=0, end=middle),
        _start_child(path, encoding=encoding, target=second, begin=middle, end=size),
    ]
    codes = [process.wait() for process in children]
    if FOREIGN in codes:
        raise _neither(encoding)
    if any(codes):
        raise subprocess.CalledProcessError(max(codes), "recode")
    with second.open("rb") as rest, target.open("ab") as sink:
        shutil.copyfileobj(rest, sink, BLOCK)
    second.unlink()


def _neither(encoding: str) -> Refused:
    return Refused(_("The file is neither UTF-8 nor %(encoding)s.") % {"encoding": encoding})


def is_utf8(path: Path) -> bool:
    """Whether the whole file decodes; the sample may end before the first foreign byte."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as source:
            while block := source.read(BLOCK):
                decoder.decode(block)
            decoder.decode(b"", True)
    except UnicodeDecodeError:
        return False
    return True


def _decodes(sample: bytes, encoding: str) -> bool:
    try:
        # The sample may end in the middle of a character: an incremental decoder waits for the rest.
        codecs.getincrementaldecoder(encoding)().decode(sample)
    except UnicodeDecodeError:
        return False
    return True
