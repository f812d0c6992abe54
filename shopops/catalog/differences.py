"""What was cut from a text and what was added to it, character by character. Pure."""

from dataclasses import dataclass
from difflib import SequenceMatcher


@dataclass(frozen=True)
class Piece:
    text: str
    is_changed: bool = False


Pieces = tuple[Piece, ...]


def pieces(before: str, after: str) -> tuple[Pieces, Pieces]:
    """Both texts in pieces: of the earlier one what was cut is marked, of the later one what was added."""
    steps = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    cut = tuple(Piece(before[start:end], step != "equal") for step, start, end, _from, _to in steps if start < end)
    added = tuple(Piece(after[start:end], step != "equal") for step, _from, _to, start, end in steps if start < end)
    return cut, added


def whole(text: str) -> Pieces:
    return (Piece(text),) if text else ()
