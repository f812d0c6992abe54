"""What a shop sells, and which role each product plays from which day on."""

from datetime import date
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from shopops.shops.models import Shop


class Tier(models.IntegerChoices):
    """The role of a product. Stored as a number so that events can be joined to it."""

    TRAFFIC = 1, _("Traffic item")
    PROFIT = 2, _("Profit item")
    IMAGE = 3, _("Image item")
    CUSTOM = 4, _("Custom item")


class Product(models.Model):
    """One product of a shop, known by the platform's own id (`code`).

    `batch` is the import that made it (an id of `analytics.Batch`); an undo takes it back unless another still uses it.
    """

    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, db_index=False, related_name="products")
    # Counts up within the shop: the number that stands for the product in events and figures.
    number = models.PositiveIntegerField()
    code = models.CharField(_("product id"), max_length=64)
    title = models.CharField(_("title"), max_length=255, blank=True)
    category = models.CharField(_("category"), max_length=100, blank=True)
    price = models.BigIntegerField(_("price"), null=True, blank=True, help_text=_("In minor units of the currency."))
    batch = models.BigIntegerField(null=True, db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("shop", "code"), name="one_product_a_code"),
            models.UniqueConstraint(fields=("shop", "number"), name="one_product_a_number"),
        ]

    def __str__(self) -> str:
        return self.title or self.code


class TierAssignmentQuerySet(models.QuerySet["TierAssignment"]):
    def on_day(self, day: date) -> Self:
        """Assignments in force on `day`, the latest of each product last."""
        return self.filter(first_day__lte=day).order_by("product_id", "first_day")


class TierAssignment(models.Model):
    """From `first_day` on, the product plays this role. A dated row: the past keeps its own tier."""

    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, related_name="tier_assignments")
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="tiers")
    tier = models.PositiveSmallIntegerField(choices=Tier.choices)
    first_day = models.DateField()
    batch = models.BigIntegerField(null=True, db_index=True)

    objects = TierAssignmentQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=("product", "first_day"), name="one_tier_a_day")]

    def __str__(self) -> str:
        return f"{self.product_id} {self.get_tier_display()} {self.first_day}"
