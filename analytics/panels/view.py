"""How a table is looked at: sorted by what, with which columns, on which page; kept in its address. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

# Sorts by the name of the row.
BY_NAME = "member"
A_PAGE = 50


@dataclass(frozen=True)
class View:
    """`sort` is a metric key, BY_NAME, or empty for the panel's own order; no `columns` are all of them."""

    sort: str = ""
    descending: bool = True
    columns: tuple[str, ...] = ()
    page: int = 1

    @classmethod
    def from_query(cls, query: Mapping[str, Sequence[str]], *, known: Iterable[str]) -> "View":
        """What `?sort=-visitors&columns=visitors&columns=conversion&page=2` asks for; what is not `known` is ignored.

        `query` has a list of values a name.
        """
        keys = tuple(known)
        sort = _last(query, "sort")
        asked = {key for value in query.get("columns", ()) for key in value.split(",")}
        chosen = tuple(key for key in keys if key in asked)
        page = _last(query, "page")
        return cls(
            sort=sort.removeprefix("-") if sort.removeprefix("-") in (*keys, BY_NAME) else "",
            descending=sort.startswith("-"),
            columns=chosen if len(chosen) < len(keys) else (),
            page=max(int(page), 1) if page.isascii() and page.isdigit() and len(page) < 7 else 1,
        )

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Names and values of its query string, but for the page."""
        sort = (("sort", f"{'-' if self.descending else ''}{self.sort}"),) if self.sort else ()
        return (*sort, *(("columns", key) for key in self.columns))

    @property
    def query(self) -> str:
        """To be put behind the query of the period; empty for the panel as it is."""
        return "".join(f"&{urlencode([pair])}" for pair in self.pairs)

    def shows(self, key: str) -> bool:
        return not self.columns or key in self.columns

    def sorted_by(self, key: str) -> "View":
        """As a click on the head of a column asks: the largest first, names from A; another click turns it round."""
        descending = not self.descending if self.sort == key else key != BY_NAME
        return replace(self, sort=key, descending=descending, page=1)

    def direction(self, key: str) -> str:
        """For `aria-sort`; empty for a column that it is not sorted by."""
        if key != self.sort:
            return ""
        return "descending" if self.descending else "ascending"


def _last(query: Mapping[str, Sequence[str]], name: str) -> str:
    values = query.get(name) or ("",)
    return values[-1]
