"""Fills a shop with one row of everything, every word and number of which can be recognised.

Rows are made from the models themselves, so a new table with a shop is furnished, and searched for, without a change
here; PLAUSIBLE says what a column must hold for the pages to work.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils import timezone

from shopops.shops.models import Membership, Shop

MADE_BY_OTHERS = {Membership}


@dataclass(frozen=True)
class Mark:
    """A word and a number that occur nowhere else."""

    word: str
    number: int

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Finds the word, and the number's first digits however they are grouped: 739184.01, 739,184.01, 73.9万, 739K.

        Five digits also turn up by chance within the random ids of requests: those are hexadecimal.
        """
        digits = "[,.]?".join(str(self.number)[:5])
        return re.compile(rf"{self.word}|(?<![0-9a-z])(?<!\d\.){digits}(?![\d.,]*[ac-f])", re.IGNORECASE)


Value = Callable[["Furnisher"], Any]
PLAUSIBLE: dict[str, Value] = {
    "analytics_batch.kind": lambda it: "orders",
    "analytics_batch.format": lambda it: "generic",
    "analytics_batch.state": lambda it: "active",
    "analytics_batch.reject_file": lambda it: it.reject_file(),
    "analytics_batch.fields": lambda it: [],
    "analytics_batch.undone_at": lambda it: None,
    "analytics_code.dimension": lambda it: "source",
    "analytics_code.number": lambda it: 1,
    "analytics_dayfill.state": lambda it: "final",
    "analytics_funnelday.dimension": lambda it: "",
    "analytics_funnelday.member": lambda it: 0,
    "analytics_platformday.dimension": lambda it: "",
    "analytics_platformday.member": lambda it: 0,
    "analytics_restatement.table": lambda it: "orders",
    "calendar_occasion.year": lambda it: it.day.year,
    "calendar_occasion.removed_at": lambda it: None,
    "catalog_listingchange.removed_at": lambda it: None,
    "sales_order.flag": lambda it: 0,
    "jobs_job.state": lambda it: "done",
    "jobs_job.language": lambda it: "en",
}


@dataclass
class Furnisher:
    shop: Shop
    mark: Mark
    day: date = field(default_factory=lambda: timezone.now().date() - timedelta(days=1))
    rows: dict[type[models.Model], models.Model] = field(default_factory=dict)
    count: int = 0

    def furnish(self) -> dict[type[models.Model], models.Model]:
        """One row of each model that has a shop."""
        self.fill_gaps()
        self._split_figures()
        return self.rows

    def fill_gaps(self) -> None:
        """Where the shop has rows of a model already, they do."""
        for model in models_of_a_shop():
            self.row(model)

    def row(self, model: type[models.Model]) -> models.Model:
        if model not in self.rows:
            there = model._default_manager.filter(shop_id=self.shop.pk).first()
            self.rows[model] = there or model._default_manager.create(
                **{each.attname: self._value(each) for each in model._meta.concrete_fields if not each.primary_key}
            )
        return self.rows[model]

    def reject_file(self) -> str:
        folder = Path(settings.REJECTS_ROOT) / f"shop={self.shop.pk}"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{self.shop.slug}.csv").write_text(f"line,reason\n1,{self.mark.word}\n")
        return f"{self.shop.slug}.csv"

    def _value(self, column: models.Field) -> Any:
        plausible = PLAUSIBLE.get(f"{column.model._meta.db_table}.{column.column}")
        if plausible:
            return plausible(self)
        if column.column == "shop_id":
            return self.shop.pk
        if column.remote_field:
            other = column.related_model
            return self.row(other).pk if other in models_of_a_shop() else None
        if column.choices:
            return column.flatchoices[0][0]
        return self._marked(column)

    def _marked(self, column: models.Field) -> Any:
        self.count += 1
        match column:
            case models.CharField() | models.TextField():
                return f"{self.mark.word}-{column.column}"[: column.max_length]
            case models.DateTimeField():
                return datetime.combine(self.day, time(12), tzinfo=timezone.get_default_timezone())
            case models.DateField():
                return self.day
            case models.JSONField():
                return {"word": self.mark.word}
            case models.BooleanField():
                return False
            case models.SmallIntegerField() | models.PositiveSmallIntegerField():
                return 1
            case _:
                return self.mark.number + self.count

    def _split_figures(self) -> None:
        """Figures by source and by product, whose names are the marked ones."""
        whole = next((row for model, row in self.rows.items() if model._meta.db_table == "analytics_funnelday"), None)
        product = next((row for model, row in self.rows.items() if model._meta.db_table == "catalog_product"), None)
        if whole is None or product is None:
            return
        for dimension, member in (("source", 1), ("product", product.pk)):
            split = type(whole).objects.get(pk=whole.pk)
            split.pk, split.dimension, split.member = None, dimension, member
            split.save()


def models_of_a_shop() -> list[type[models.Model]]:
    return [
        model
        for model in apps.get_models()
        if model not in MADE_BY_OTHERS and any(each.column == "shop_id" for each in model._meta.concrete_fields)
    ]


def furnish(shop: Shop, mark: Mark) -> dict[type[models.Model], models.Model]:
    return Furnisher(shop, mark).furnish()
