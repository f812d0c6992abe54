"""What was cut and what was added, character by character."""

import pytest

from shopops.catalog.differences import pieces, whole


def marked(before: str, after: str) -> tuple[str, str]:
    cut, added = pieces(before, after)
    show = lambda found: "".join(f"[{piece.text}]" if piece.is_changed else piece.text for piece in found)  # noqa: E731
    return show(cut), show(added)


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("棉麻衬衫 女春夏", "法式衬衫 女春夏薄款", ("[棉麻]衬衫 女春夏", "[法式]衬衫 女春夏[薄款]")),
        ("衬衫", "衬衫", ("衬衫", "衬衫")),
        ("shirt", "", ("[shirt]", "")),
        ("", "shirt", ("", "[shirt]")),
        ("", "", ("", "")),
    ],
)
def test_characters_that_changed_are_marked(before, after, shown):
    assert marked(before, after) == shown


def test_the_pieces_are_the_whole_text():
    cut, added = pieces("linen shirt, washed", "silk shirt, white")
    assert "".join(piece.text for piece in cut) == "linen shirt, washed"
    assert "".join(piece.text for piece in added) == "silk shirt, white"


def test_what_is_not_compared_is_one_piece():
    assert [piece.text for piece in whole("a.jpg")] == ["a.jpg"]
    assert whole("") == ()
