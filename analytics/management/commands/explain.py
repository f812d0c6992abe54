from argparse import ArgumentParser, ArgumentTypeError
from datetime import date
from typing import Any

from django.core.management.base import CommandError

from analytics.explain.breakdown import Breakdown, break_down
from analytics.explain.partition import PARTITIONS, REPORTED, NoPartition, Partition, partition_of
from analytics.management.arguments import ShopCommand, add_days, day, shop_of
from analytics.metrics import funnel
from analytics.metrics.format import exact_value
from analytics.metrics.types import Basis
from shopops.shops.models import Shop


class Command(ShopCommand):
    help = "Takes the change of the paid amount between two periods apart: whose effects add up to it exactly."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        add_days(parser, required=True)
        parser.add_argument("--against", type=_span, required=True, metavar="DAY..DAY", help="the days compared with")
        parser.add_argument("--metric", default="paid_amount", choices=["paid_amount"])
        parser.add_argument("--by", default="", help=f"split by: {'; '.join(PARTITIONS)}")
        parser.add_argument("--steps", action="store_true", help="conversion as inquiry, order and payment")
        parser.add_argument(
            "--basis",
            default=Basis.EVENT.value,
            choices=[basis.value for basis in Basis],
            help="own tracking and orders, or the platform's own reports (by source alone)",
        )

    def handle(
        self, *, shop: str, to: date, against: tuple[date, date], by: str, steps: bool, json: bool, **options: Any
    ) -> None:
        found = shop_of(shop)
        basis = Basis(options["basis"])
        partition = _partition(by, basis)
        now = (options["from"], to)
        breakdown = break_down(found, now=now, against=against, partition=partition, step_by_step=steps, basis=basis)
        if breakdown is None:
            raise CommandError("One of the two periods has no paid amount.")
        result = _result(found, breakdown)
        lines = [f"{row['label']}: {row['amount']}" for row in result["effects"]]
        self.answer("\n".join([f"{result['total']}", *lines]), result, as_json=json)


def _span(text: str) -> tuple[date, date]:
    first, dots, last = text.partition("..")
    if not dots:
        raise ArgumentTypeError(f"{text!r} is no span like 2026-03-01..2026-03-07")
    return day(first), day(last)


def _partition(by: str, basis: Basis) -> Partition:
    try:
        found = partition_of([each.strip() for each in by.split(",") if each.strip()])
    except NoPartition as wrong:
        raise CommandError(f"{wrong} is not kept. Known: {'; '.join(PARTITIONS)}.", returncode=2) from None
    if basis is Basis.PLATFORM and found not in REPORTED:
        raise CommandError("A platform's reports are split by source alone.", returncode=2)
    return found


def _result(shop: Shop, breakdown: Breakdown) -> dict[str, Any]:
    """Money in the shop's currency with its decimals."""

    def money(minor: float) -> float:
        return float(exact_value(minor, funnel.PAID_AMOUNT, currency=shop.currency))

    names = breakdown.names
    cells = [
        {
            "member": names.get(int(member), str(member)) if breakdown.partition.named else "",
            "change": money(row.sum()),
            **{str(key): money(value) for key, value in row.items()},
        }
        for member, row in breakdown.by_member.iterrows()
    ]
    return {
        "basis": breakdown.basis.value,
        "total": money(breakdown.change),
        "effects": [
            {"key": str(key), "label": str(breakdown.chain.label(str(key))), "amount": money(value)}
            for key, value in breakdown.totals.items()
        ],
        "refunds": None if breakdown.refunds is None else money(breakdown.refunds.change),
        "cells": cells,
    }
