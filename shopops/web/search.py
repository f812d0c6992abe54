"""Words typed into a search, as they stand in an address. Pure."""

from collections.abc import Mapping

LONGEST = 100


def words_of(query: Mapping[str, str], name: str) -> str:
    """At most LONGEST characters, without blanks around them and without the one that PostgreSQL refuses."""
    return query.get(name, "").replace("\x00", "").strip()[:LONGEST]
