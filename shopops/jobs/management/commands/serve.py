from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from shopops.jobs.serving import serve


class Command(BaseCommand):
    help = "Serves the site, and does its background jobs in a second process. With REDIS_URL Celery workers do them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            serve(host=options["host"], port=options["port"], tell=self.stdout.write)
        except OSError as error:
            raise CommandError(f"cannot listen on {options['host']}:{options['port']}: {error.strerror}") from error
