"""Collects static files for the web server, when there is something new."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command


def collect_if_changed() -> bool:
    """True where files were collected. Old hashed copies stay, for pages that are still open somewhere."""
    if settings.DEBUG:
        return False
    root = Path(settings.STATIC_ROOT)
    mark, now = root / ".collected", _signature()
    if (root / "staticfiles.json").exists() and mark.exists() and mark.read_text() == now:
        return False
    call_command("collectstatic", interactive=False, verbosity=0)
    mark.write_text(now)
    return True


def _signature() -> str:
    """Changes when a file comes, goes, or differs in size or time."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in sorted(finder.list([]), key=lambda found: found[0]):
            stat = Path(storage.path(path)).stat()
            digest.update(f"{path} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()
