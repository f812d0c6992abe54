"""What an import kind is: the fields its rows have, and what becomes of them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from django.utils.functional import Promise

from analytics.metrics.types import Basis

if TYPE_CHECKING:
    from analytics.importing.session import Session, Stage, Work

Text = str | Promise


class Holds(Enum):
    """How the text of a field is read; see `analytics.importing.parse` for the SQL."""

    TEXT = "text"
    TIME = "time"
    DAY = "day"
    MONEY = "money"
    WHOLE = "whole"
    CHOICE = "choice"


@dataclass(frozen=True)
class Field:
    """A field of a kind. `choices` maps the words of files to our number; `least` and `longest` limit what fits."""

    name: str
    holds: Holds
    required: bool = False
    synonyms: tuple[str, ...] = ()
    choices: dict[str, int] = field(default_factory=dict)
    longest: int = 64
    least: int | None = None


@dataclass(frozen=True)
class ImportKind:
    """`prepare` does all that needs no lock on the database, and gives the work that is to be committed.

    `read` makes a stage of the file's rows where a table of them (`analytics.importing.stage`) would be too slow. Rows
    of a kind on platform basis are figures already: nothing is counted from them.
    """

    key: str
    label: Text
    fields: tuple[Field, ...]
    prepare: "Callable[[Session], Work]"
    read: "Callable[..., Stage] | None" = None
    basis: Basis = Basis.EVENT

    @property
    def required(self) -> tuple[str, ...]:
        return tuple(field.name for field in self.fields if field.required)
