"""What every file becomes before anything is read from it: a plain table of text."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class TextTable:
    """A UTF-8 CSV file whose first `skip` lines are title and header; `columns` are its header names as written.

    `encoding` and `delimiter` are those found in the original, for the result page.
    """

    path: Path
    columns: tuple[str, ...]
    delimiter: str = ","
    skip: int = 1
    encoding: str = "utf-8"


@dataclass(frozen=True)
class ParquetTable:
    """A Parquet file; values are read as text."""

    path: Path
    columns: tuple[str, ...]
    encoding: str = "parquet"


Table = TextTable | ParquetTable
