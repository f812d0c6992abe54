"""Column names as they are compared. Pure."""

import re
import unicodedata

NOISE = re.compile(r"[\s_\-()（）:：'\"=　\ufeff​]+")


def plain(name: str) -> str:
    """A header name as it is compared: full-width made half, lower case, without blanks, marks and BOM."""
    return NOISE.sub("", unicodedata.normalize("NFKC", name)).lower()
