"""Room for half-done work. A folder carries its process in its name, so that the sweep knows when nobody needs it."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings


@contextmanager
def scratch_folder(purpose: str) -> Iterator[Path]:
    """A new folder under the scratch root, gone at the end."""
    settings.SCRATCH_ROOT.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=f"{purpose}-", suffix=f".pid-{os.getpid()}", dir=settings.SCRATCH_ROOT))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def sweep_scratch() -> int:
    """Delete folders whose process has gone; gives their number."""
    if not settings.SCRATCH_ROOT.exists():
        return 0
    abandoned = [path for path in settings.SCRATCH_ROOT.glob("*.pid-*") if not _alive(int(path.suffix[5:]))]
    for folder in abandoned:
        shutil.rmtree(folder, ignore_errors=True)
    return len(abandoned)


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
