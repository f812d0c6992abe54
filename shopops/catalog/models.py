"""What a shop sells, which role each product plays from which day on, and what was changed on its listing."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shopops.shops.models import Shop


class Tier(models.IntegerChoices):
    """The role of a product. Stored as a number so that events can be joined to it."""

    TRAFFIC = 1, _("Traffic item")
    PROFIT = 2, _("Profit item")
    IMAGE = 3, _("Image item")
    CUSTOM = 4, _("Custom item")


class ProductQuerySet(models.QuerySet["Product"]):
    def like(self, words: str) -> Self:
        """Those whose id or title holds the words."""
        return self.filter(models.Q(code__icontains=words) | models.Q(title__icontains=words))


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
    # As a file says them: an address or the name of a file; words, or the beginning of many and their fingerprint.
    picture = models.CharField(_("picture"), max_length=1000, blank=True)
    detail = models.CharField(_("detail page"), max_length=500, blank=True)
    batch = models.BigIntegerField(null=True, db_index=True)

    objects = ProductQuerySet.as_manager()

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


class ChangeKind(models.TextChoices):
    """What of a listing was changed: the column of `Product` that says it."""

    TITLE = "title", _("Title")
    PICTURE = "picture", _("Picture")
    PRICE = "price", _("Price")
    DETAIL = "detail", _("Detail page")


class ListingChangeQuerySet(models.QuerySet["ListingChange"]):
    def kept(self) -> Self:
        """Without those that were removed and can still be put back."""
        return self.filter(removed_at=None)

    def by_hand(self) -> Self:
        return self.filter(batch=None)

    def wanted(self, *, words: str, kind: str) -> Self:
        """Of products whose id or title holds the words, and of the kind; empty asks for all."""
        of_kind = self.filter(kind=kind) if kind else self
        like = models.Q(product__code__icontains=words) | models.Q(product__title__icontains=words)
        return of_kind.filter(like) if words else of_kind


class ListingChange(models.Model):
    """On `day` the listing of a product said `after` where it had said `before`; a price is in minor units, as text.

    `batch` is the import (an id of `analytics.Batch`) that found it, and takes it back when it is undone; None for what
    somebody wrote down. `user` did either.
    """

    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, db_index=False, related_name="listing_changes")
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="listing_changes")
    day = models.DateField(_("day"))
    kind = models.CharField(_("kind"), max_length=10, choices=ChangeKind.choices)
    before = models.CharField(pgettext_lazy("what a listing said", "before"), max_length=1000, blank=True)
    after = models.CharField(pgettext_lazy("what a listing said", "after"), max_length=1000, blank=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True)
    batch = models.BigIntegerField(null=True, db_index=True)
    note = models.TextField(_("note"), max_length=2000, blank=True)
    removed_at = models.DateTimeField(null=True, editable=False)

    objects = ListingChangeQuerySet.as_manager()

    class Meta:
        ordering = ("-day", "-id")
        indexes = [models.Index(fields=("shop", "day"), name="listing_change_of_shop")]
        constraints = [
            models.UniqueConstraint(fields=("product", "kind", "batch"), name="one_change_a_kind_and_file"),
        ]

    def __str__(self) -> str:
        return f"{self.product_id} {self.kind} {self.day}"
