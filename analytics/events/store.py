"""Where event files lie, and the care with which they are written and taken away.

A file is written under a name no reader looks for, synced, renamed, and the folder is synced; only then may a row of
the database name it. Only files named there are read, so an undo is to forget the names, and a crash leaves nothing
but an orphan.
"""

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

MARKER = ".shopops-events"
WRITING, COUNTING = ".writing", ".counting"


class EventsUnreachable(Exception):
    """The event root is not there: an empty mount must never look like days without visits."""


class DamagedFile(Exception):
    """A day file is missing or is not the one that was written."""

    def __init__(self, day: date, reason: str) -> None:
        self.day = day
        super().__init__(
            _("The events of %(day)s are damaged (%(reason)s). Restore them or import them again.")
            % {"day": day, "reason": reason}
        )


@dataclass(frozen=True)
class StoredFile:
    """What the database keeps about a file, to know it again."""

    name: str
    size: int
    sha256: str


def prepare_root() -> Path:
    """Make the event root at the first write; afterwards its marker must be there."""
    root = settings.EVENTS_ROOT
    if not root.exists():
        root.mkdir(parents=True)
        write_synced(root / MARKER, b"Event files of ShopOps. Keep this file: without it nothing here is read.\n")
    return reachable_root()


def reachable_root() -> Path:
    """Raises EventsUnreachable."""
    root = settings.EVENTS_ROOT
    if not (root / MARKER).exists():
        raise EventsUnreachable(_("The events are not reachable: the event folder has no marker file. Is it mounted?"))
    return root


def shop_folder(shop_id: int) -> Path:
    return settings.EVENTS_ROOT / f"shop={shop_id}"


def day_folder(shop_id: int, day: date) -> Path:
    return shop_folder(shop_id) / f"day={day.isoformat()}"


def visitors_folder(shop_id: int) -> Path:
    return settings.VISITORS_ROOT / f"shop={shop_id}"


def rejects_folder(shop_id: int) -> Path:
    return settings.REJECTS_ROOT / f"shop={shop_id}"


@contextmanager
def only_writer(shop_id: int) -> Iterator[None]:
    """One import or undo at a time in a shop's folder; the kernel lets go of the lock when the process dies."""
    with _lock_file(shop_id) as descriptor:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield


@contextmanager
def counting(shop_id: int) -> Iterator[None]:
    """Many may count at once; while one does, the sweep leaves the visitor files alone."""
    with _lock_file(shop_id, COUNTING) as descriptor:
        fcntl.flock(descriptor, fcntl.LOCK_SH)
        yield


@contextmanager
def nobody_else(shop_id: int) -> Iterator[bool]:
    """True while nobody imports or counts, and nobody can begin; False at once where somebody does."""
    with _lock_file(shop_id) as writing, _lock_file(shop_id, COUNTING) as counts:
        try:
            fcntl.flock(writing, fcntl.LOCK_EX | fcntl.LOCK_NB)
            fcntl.flock(counts, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


@contextmanager
def _lock_file(shop_id: int, name: str = WRITING) -> Iterator[int]:
    prepare_root()
    shop_folder(shop_id).mkdir(exist_ok=True)
    descriptor = os.open(shop_folder(shop_id) / name, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def publish(written: Path, final: Path) -> StoredFile:
    """Give a finished file its name, durably. Both lie in the same folder."""
    stored = described(written, name=final.name)
    sync(written)
    written.rename(final)
    sync(final.parent)
    return stored


def described(path: Path, *, name: str = "") -> StoredFile:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return StoredFile(name or path.name, path.stat().st_size, digest)


def check(path: Path, stored: StoredFile, day: date) -> None:
    """Raises DamagedFile unless the file is byte for byte the one that was written."""
    if not path.exists():
        raise DamagedFile(day, _("file missing"))
    if path.stat().st_size != stored.size or described(path).sha256 != stored.sha256:
        raise DamagedFile(day, _("content changed"))


def write_synced(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    sync(path.parent)


def sync(path: Path) -> None:
    """Make a file or a folder's entries last through a power cut."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def make_folder(folder: Path) -> None:
    """Make a folder and its missing parents, each durable in its own parent."""
    if folder.exists():
        return
    make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    sync(folder.parent)
