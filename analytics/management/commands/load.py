from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import CommandError

from analytics.events.store import EventsUnreachable
from analytics.importing.load import load
from analytics.importing.refused import Refused
from analytics.management.arguments import ShopCommand, shop_of


class Command(ShopCommand):
    help = (
        "Imports a file. Kinds: events, products, orders, order_lines, refunds, platform_daily."
        " Files: CSV, TSV, XLSX, Parquet, zip, gzip."
        " The figures follow with `fill`, or by themselves while `serve` runs."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind")
        parser.add_argument("file")
        super().add_arguments(parser)
        parser.add_argument("--format", help="how the file is written, where its header does not tell")
        parser.add_argument(
            "--mapping",
            action="append",
            default=[],
            metavar="FIELD=COLUMN",
            help="which column gives a field; repeatable",
        )
        parser.add_argument("--dry-run", action="store_true", help="only say what would happen")

    def handle(self, *, kind: str, file: str, shop: str, mapping: list[str], json: bool, **options: Any) -> None:
        try:
            result = load(
                shop_of(shop), kind, file, format=options["format"], mapping=pairs(mapping), dry_run=options["dry_run"]
            )
        except (Refused, EventsUnreachable) as refusal:
            raise CommandError(str(refusal)) from None
        text = (
            f"{result.rows} rows: {result.accepted} accepted, {result.rejected} rejected,"
            f" {result.duplicates} duplicates, on {result.days} days."
        )
        text += "".join(f"\n  {reason}: {count}" for reason, count in sorted(result.reasons.items()))
        text += f"\nRejected rows: {result.rejects}" if result.rejects else ""
        self.answer(text, asdict(result), as_json=json)


def pairs(mapping: list[str]) -> dict[str, str] | None:
    """`["time=When"]` as `{"time": "When"}`."""
    if not mapping:
        return None
    if wrong := [text for text in mapping if "=" not in text]:
        raise CommandError(f"--mapping {wrong[0]!r} is not FIELD=COLUMN", returncode=2)
    return dict(text.split("=", 1) for text in mapping)
