from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from shopops.jobs.runner import run_until_stopped


class Command(BaseCommand):
    help = "Does background jobs in this process, without a broker, until stopped. `serve` starts one by itself."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--parent", type=int, help="end when this process is no longer the parent")

    def handle(self, *args: Any, **options: Any) -> None:
        run_until_stopped(parent=options["parent"])
