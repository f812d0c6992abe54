import csv
import json as as_json
from argparse import ArgumentParser
from datetime import date
from typing import Any

import pandas as pd
from django.core.management.base import CommandError

from analytics.management.arguments import ShopCommand, add_days, shop_of
from analytics.metrics.format import exact_value
from analytics.metrics.registry import UnknownMetric, all_metrics, metric
from analytics.metrics.relations import DIMENSIONS
from analytics.metrics.types import Basis, Metric, Unit
from analytics.read import EACH, figures, member_names
from shopops.shops.models import Shop


class Command(ShopCommand):
    help = "Prints the very figures that the pages show: a row a day (or period) and member, a column a metric."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        add_days(parser, required=True)
        parser.add_argument("--by", default="", choices=("", *DIMENSIONS), help="split by this dimension")
        parser.add_argument("--metrics", default="", help="metric keys with commas between; all, if none are named")
        parser.add_argument("--each", default="day", choices=EACH, help="days added up to these periods")
        parser.add_argument(
            "--basis",
            default=Basis.EVENT.value,
            choices=[basis.value for basis in Basis],
            help="own tracking and orders, or the platform's own reports (people of several days are sums of days)",
        )
        parser.add_argument("--format", default="csv", choices=("csv", "json"))

    def handle(self, *, shop: str, to: date, by: str, each: str, metrics: str, json: bool, **options: Any) -> None:
        chosen = chosen_metrics(metrics)
        found = shop_of(shop)
        basis = Basis(options["basis"])
        frame = figures(found, chosen, first=options["from"], last=to, by=by, each=each, basis=basis)
        rows = rows_of(frame, chosen, found, by=by)
        if json or options["format"] == "json":
            self.stdout.write(as_json.dumps([_as_numbers(row, chosen) for row in rows], ensure_ascii=False))
            return
        writer = csv.writer(self.stdout, lineterminator="\n")
        writer.writerow(["day", *(["member"] if by else []), *(each.key for each in chosen)])
        writer.writerows(row.values() for row in rows)


def chosen_metrics(keys: str) -> list[Metric]:
    try:
        return [metric(key.strip()) for key in keys.split(",")] if keys else list(all_metrics())
    except UnknownMetric as unknown:
        raise CommandError(f"There is no metric {unknown.args[0]!r}.", returncode=2) from None


def rows_of(frame: pd.DataFrame, metrics: list[Metric], shop: Shop, *, by: str) -> list[dict[str, str]]:
    """Exact text of every figure, by column name; `member` is its name."""
    names = member_names(shop, by) if by else {}
    rows = []
    for index, values in zip(frame.index, frame.itertuples(index=False, name=None), strict=True):
        row = {"day": str(index[0]), "member": names.get(index[1], str(index[1]))} if by else {"day": str(index)}
        for each, value in zip(metrics, values, strict=True):
            row[each.key] = exact_value(value, each, currency=shop.currency)
        rows.append(row)
    return rows


def _as_numbers(row: dict[str, str], metrics: list[Metric]) -> dict[str, Any]:
    """Figures as numbers, no value as null."""
    units = {each.key: each.unit for each in metrics}
    return {name: _as_number(text, units.get(name)) for name, text in row.items()}


def _as_number(text: str, unit: Unit | None) -> Any:
    if unit is None:
        return text
    if not text:
        return None
    return int(text) if unit is Unit.COUNT else float(text)
