"""Orders as facts: who bought, what was ordered and paid when, and what went back.

Money is in minor units of the shop's currency. Every time has its business day beside it (see `shopops.shops.days`).
`batch` is the import that made the row (an id of `analytics.Batch`).
"""

from datetime import date
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from shopops.catalog.models import Product
from shopops.shops.models import Shop


class Flag(models.IntegerChoices):
    """Orders that are no sales: left out of every figure, and counted."""

    NONE = 0, _("Real")
    TEST = 1, _("Test order")
    STAFF = 2, _("Staff order")
    FAKE = 3, _("Fake order")


class Buyer(models.Model):
    """A person who orders, known by a keyed hash only: the same hash as the visitor's."""

    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, db_index=False, related_name="buyers")
    visitor = models.BigIntegerField()
    batch = models.BigIntegerField(null=True, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("shop", "visitor"), name="one_buyer_a_hash")]

    def __str__(self) -> str:
        return f"{self.visitor:x}"


class OrderQuerySet(models.QuerySet["Order"]):
    def real(self) -> Self:
        """Without test, staff and fake orders."""
        return self.filter(flag=Flag.NONE)

    def of_day(self, shop: Shop, day: date) -> Self:
        """Orders of the shop placed or paid on the day."""
        # A union, not an OR: each half is found by its own index, where an OR reads every order of the shop.
        return self.filter(shop=shop, created_day=day).union(self.filter(shop=shop, paid_day=day))


class Order(models.Model):
    """One order. `amount` is what was ordered after the merchant's discounts, freight apart.

    `paid_at` is empty until paid; the paid amount is `amount`, or `paid_amount` where the platform states another.
    """

    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, db_index=False, related_name="orders")
    number = models.CharField(_("order number"), max_length=64)
    buyer = models.ForeignKey(Buyer, on_delete=models.PROTECT, null=True, related_name="orders")
    created_at = models.DateTimeField()
    created_day = models.DateField()
    paid_at = models.DateTimeField(null=True)
    paid_day = models.DateField(null=True)
    amount = models.BigIntegerField(null=True)
    paid_amount = models.BigIntegerField(null=True)
    freight = models.BigIntegerField(null=True)
    items = models.IntegerField(null=True)
    region = models.CharField(max_length=64, blank=True)
    flag = models.PositiveSmallIntegerField(choices=Flag.choices, default=Flag.NONE)
    batch = models.BigIntegerField(null=True, db_index=True)

    objects = OrderQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=("shop", "number"), name="one_order_a_number")]
        indexes = [
            models.Index(fields=("shop", "created_day"), name="order_created"),
            models.Index(fields=("shop", "paid_day"), name="order_paid"),
        ]

    def __str__(self) -> str:
        return self.number


class OrderLine(models.Model):
    """One line of an order. `identity` is its own number, or a hash of its content and which of its like it is."""

    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, db_index=False, related_name="order_lines")
    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="lines")
    identity = models.CharField(max_length=64)
    product = models.ForeignKey(Product, on_delete=models.PROTECT, null=True, related_name="order_lines")
    quantity = models.IntegerField()
    amount = models.BigIntegerField()
    batch = models.BigIntegerField(null=True, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("order", "identity"), name="one_line_an_identity")]

    def __str__(self) -> str:
        return f"{self.order_id}/{self.identity}"


class Refund(models.Model):
    """Money given back. The order and the date may be unknown: files that lack them are taken as they are."""

    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, db_index=False, related_name="refunds")
    identity = models.CharField(max_length=64)
    order = models.ForeignKey(Order, on_delete=models.SET_NULL, null=True, related_name="refunds")
    # As written in the file; an order that is imported later is tied by it.
    order_number = models.CharField(max_length=64, blank=True)
    product = models.ForeignKey(Product, on_delete=models.PROTECT, null=True, related_name="refunds")
    refunded_at = models.DateTimeField(null=True)
    day = models.DateField(null=True)
    amount = models.BigIntegerField()
    quantity = models.IntegerField(null=True)
    batch = models.BigIntegerField(null=True, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("shop", "identity"), name="one_refund_an_identity")]
        indexes = [models.Index(fields=("shop", "day"), name="refund_day")]

    def __str__(self) -> str:
        return self.identity
