"""The site as `manage.py serve` runs it, in this process and on a free port: for pictures and benchmarks of pages."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import waitress
from django.core.servers.basehttp import get_internal_wsgi_application

from shopops.jobs.static_files import collect_if_changed


@contextmanager
def served() -> Iterator[str]:
    """The address, without a slash at its end; static files are collected and compressed as for the real site."""
    collect_if_changed()
    server = waitress.create_server(get_internal_wsgi_application(), host="127.0.0.1", port=0, threads=8, ident=None)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        server.close()
        thread.join(5)
