"""Takes files out of zip and gzip, within limits, and tells by their first bytes what they are."""

import gzip
import zipfile
from enum import Enum
from pathlib import Path

from django.utils.translation import gettext as _

from analytics.importing.refused import Refused

MAX_UNPACKED = 4 << 30
MAX_ENTRIES = 200
MAX_RATIO = 200
SMALL = 10 << 20
BLOCK = 4 << 20


class Content(Enum):
    TEXT = "text"
    XLSX = "xlsx"
    PARQUET = "parquet"
    ZIP = "zip"
    GZIP = "gzip"


def content_of(path: Path) -> Content:
    """By the first bytes, never by the name. Raises Refused for what cannot be a table."""
    with path.open("rb") as file:
        head = file.read(8)
    if not head:
        raise Refused(_("The file is empty."))
    if head.startswith(b"PAR1"):
        return Content.PARQUET
    if head.startswith(b"\x1f\x8b"):
        return Content.GZIP
    if head.startswith(b"PK\x03\x04"):
        return Content.XLSX if _is_workbook(path) else Content.ZIP
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise Refused(_("This is an old Excel file (.xls). Save it as .xlsx or .csv and import that."))
    return Content.TEXT


def unpack(path: Path, *, into: Path) -> Path:
    """The one table inside a zip or gzip file, or the file itself."""
    content = content_of(path)
    if content is Content.GZIP:
        return _gunzip(path, into / "unpacked")
    if content is Content.ZIP:
        return _unzip(path, into / "unpacked")
    return path


def _is_workbook(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            return "xl/workbook.xml" in archive.namelist()
    except zipfile.BadZipFile as error:
        raise Refused(_("The zip or xlsx file is damaged.")) from error


def _gunzip(path: Path, target: Path) -> Path:
    try:
        with gzip.open(path) as source, target.open("wb") as sink:
            _copy_limited(source, sink, limit=_allowed(path.stat().st_size))
    except (OSError, EOFError) as error:
        raise Refused(_("The gzip file is damaged.")) from error
    return target


def _unzip(path: Path, target: Path) -> Path:
    try:
        with zipfile.ZipFile(path) as archive:
            entry = _only_table(archive)
            with archive.open(entry) as source, target.open("wb") as sink:
                _copy_limited(source, sink, limit=_allowed(path.stat().st_size))
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, RuntimeError) as error:
        raise Refused(_("The zip file is damaged, encrypted or of a kind that cannot be read.")) from error
    if content_of(target) in (Content.ZIP, Content.GZIP):
        raise Refused(_("The zip file holds another packed file. Unpack it first."))
    return target


def _only_table(archive: zipfile.ZipFile) -> zipfile.ZipInfo:
    entries = archive.infolist()
    if len(entries) > MAX_ENTRIES:
        raise Refused(_("The zip file holds more than %(limit)d entries.") % {"limit": MAX_ENTRIES})
    tables = [entry for entry in entries if not entry.is_dir() and not _is_clutter(entry.filename)]
    if not tables:
        raise Refused(_("The zip file is empty."))
    if len(tables) > 1:
        raise Refused(_("The zip file holds %(count)d files. Import them one by one.") % {"count": len(tables)})
    return tables[0]


def _is_clutter(name: str) -> bool:
    return name.startswith("__MACOSX/") or name.rpartition("/")[2].startswith(".")


def _allowed(packed: int) -> int:
    return min(MAX_UNPACKED, max(SMALL, packed * MAX_RATIO))


def _copy_limited(source, sink, *, limit: int) -> None:  # type: ignore[no-untyped-def]
    copied = 0
    while block := source.read(BLOCK):
        copied += len(block)
        if copied > limit:
            raise Refused(_("Unpacked, the file is larger than the limit of %(limit)d MB.") % {"limit": limit >> 20})
        sink.write(block)
