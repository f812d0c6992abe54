from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import CommandError

from analytics.importing.refused import Refused
from analytics.importing.undo import undo
from analytics.management.arguments import ShopCommand, add_json
from analytics.models import Batch


class Command(ShopCommand):
    help = "Takes an import back: its rows, and the products and buyers that only it made."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("batch", type=int, help="its number, as `loads` shows it")
        add_json(parser)

    def handle(self, *, batch: int, json: bool, **options: Any) -> None:
        found = Batch.objects.select_related("shop").filter(pk=batch).first()
        if found is None:
            raise CommandError(f"There is no import {batch}.")
        try:
            result = undo(found)
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        self.answer(f"Taken back: {result.removed} rows on {result.days} days.", asdict(result), as_json=json)
