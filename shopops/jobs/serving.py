"""The web server of small installations: waitress, and one runner of background jobs beside it."""

import signal
import sys
from collections.abc import Callable

import waitress
from django.conf import settings
from django.core.servers.basehttp import get_internal_wsgi_application

from shopops.jobs.static_files import collect_if_changed
from shopops.jobs.supervise import Supervisor

THREADS = 8


def serve(*, host: str, port: int, tell: Callable[[str], object]) -> None:
    """Returns after SIGINT or SIGTERM, when requests and runner have ended. Raises OSError where it cannot listen."""
    collect_if_changed()
    application = get_internal_wsgi_application()
    server = waitress.create_server(application, host=host, port=port, threads=THREADS, ident=None)
    supervisor = None if settings.REDIS_URL else Supervisor()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        if supervisor:
            supervisor.start()
        else:
            tell("REDIS_URL is set: background jobs wait for Celery workers (celery -A shopops worker, and beat)")
        tell(f"ShopOps is at http://{host}:{port}/ (Ctrl-C ends it)")
        server.run()
    finally:
        server.close()
        if supervisor:
            supervisor.stop()
