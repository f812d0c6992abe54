"""Which encoding a text file is in: BOM, then UTF-8, then GB18030 or Big5 by the header names they make.

Detectors that guess from letter frequencies read short GBK headers as Korean, so none is used.
"""

import codecs
from collections.abc import Callable
from pathlib import Path

from django.utils.translation import gettext as _

from analytics.importing.refused import Refused

SAMPLE = 1 << 20
BLOCK = 4 << 20
BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
LEGACY = ("gb18030", "big5")


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
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as source, target.open("wb") as sink:
            while block := source.read(BLOCK):
                sink.write(decoder.decode(block).encode())
            sink.write(decoder.decode(b"", True).encode())
    except UnicodeDecodeError as error:
        raise Refused(_("The file is neither UTF-8 nor %(encoding)s.") % {"encoding": encoding}) from error
    return target


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
