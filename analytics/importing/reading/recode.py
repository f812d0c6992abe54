"""Turns a stretch of a text file into UTF-8, in a process of its own: decoding holds the interpreter.

The child needs no Django, and little else, to begin soon: `python recode.py SOURCE ENCODING BEGIN END TARGET`.
"""

import codecs
import sys
from pathlib import Path

BLOCK = 4 << 20
FOREIGN = 3


def recode(source: Path, *, encoding: str, target: Path, begin: int = 0, end: int | None = None) -> None:
    """Raises UnicodeDecodeError."""
    decoder = codecs.getincrementaldecoder(encoding)()
    with source.open("rb") as text, target.open("wb") as sink:
        text.seek(begin)
        left = (source.stat().st_size if end is None else end) - begin
        while left > 0 and (block := text.read(min(BLOCK, left))):
            left -= len(block)
            sink.write(decoder.decode(block).encode())
        sink.write(decoder.decode(b"", True).encode())


def line_end_near(source: Path, at: int) -> int:
    """Where the line that holds the byte `at` is over; the end of the file where no line ends."""
    with source.open("rb") as text:
        text.seek(at)
        while block := text.read(BLOCK):
            found = block.find(b"\n")
            if found >= 0:
                return at + found + 1
            at += len(block)
    return at


if __name__ == "__main__":
    path, name, first, last, to = sys.argv[1:]
    try:
        recode(Path(path), encoding=name, target=Path(to), begin=int(first), end=int(last))
    except UnicodeDecodeError:
        sys.exit(FOREIGN)
