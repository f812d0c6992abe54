"""Tables of the way of the data: batches in, day tables out."""

from datetime import date, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shopops.shops.models import Shop

# Rows set aside longer ago want no action any more: the file has been mended, or does not matter.
LOOKED_AT_WITHIN = timedelta(days=14)


class BatchState(models.TextChoices):
    ACTIVE = "active", _("Loaded")
    UNDONE = "undone", _("Taken back")


class BatchQuerySet(models.QuerySet["Batch"]):
    def active(self) -> Self:
        return self.filter(state=BatchState.ACTIVE)

    def to_look_at(self) -> Self:
        """Files of which rows were set aside lately, and nobody has looked at these."""
        unseen = self.active().exclude(reject_file="").filter(rejects_seen_at=None)
        return unseen.filter(loaded_at__gte=timezone.now() - LOOKED_AT_WITHIN)


class Batch(models.Model):
    """One imported file. The row appears in the transaction that makes its data visible, so there is no half batch."""

    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, db_index=False, related_name="batches")
    kind = models.CharField(max_length=20)
    format = models.CharField(max_length=40)
    file_name = models.CharField(max_length=255)
    file_size = models.BigIntegerField()
    file_sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=BatchState.choices, default=BatchState.ACTIVE)
    rows = models.BigIntegerField()
    accepted = models.BigIntegerField()
    rejected = models.BigIntegerField()
    duplicates = models.BigIntegerField()
    changed = models.BigIntegerField(default=0)
    # What the file could tell: figures that need an absent field have no value.
    fields = models.JSONField(default=list)
    # Counts by reason of rows that were accepted but stand for something special (flagged orders, adjustments).
    notes = models.JSONField(default=dict)
    reject_file = models.CharField(max_length=255, blank=True)
    rejects_seen_at = models.DateTimeField(null=True)
    loaded_at = models.DateTimeField(auto_now_add=True)
    loaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True)
    undone_at = models.DateTimeField(null=True)

    objects = BatchQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        indexes = [models.Index(fields=("shop", "kind", "state"), name="batch_of_kind")]

    def __str__(self) -> str:
        return f"{self.kind} {self.file_name}"


class BatchDay(models.Model):
    """A business day that a batch holds rows of. Event batches name their day file here: only files named are read."""

    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, db_index=False, related_name="batch_days")
    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="days")
    day = models.DateField()
    rows = models.BigIntegerField()
    file = models.CharField(max_length=80, blank=True)
    size = models.BigIntegerField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("batch", "day"), name="one_file_a_batch_day")]
        indexes = [models.Index(fields=("shop", "day"), name="batch_day")]

    def __str__(self) -> str:
        return f"{self.batch_id} {self.day}"


class Restatement(models.Model):
    """A later file said something else about a row: what the row was before, so that an undo can go back.

    The restatements of a row form a chain in order of id; taking one out of the middle hands its `before` to the next.
    """

    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, db_index=False, related_name="restatements")
    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="restatements")
    table = models.CharField(max_length=40)
    row = models.BigIntegerField()
    before = models.JSONField()

    class Meta:
        indexes = [models.Index(fields=("shop", "table", "row"), name="restated_row")]

    def __str__(self) -> str:
        return f"{self.table} {self.row}"


class Code(models.Model):
    """The small number that stands for a name in the event files: sources, regions, devices, pages. 0 is unknown."""

    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, db_index=False, related_name="codes")
    dimension = models.CharField(max_length=20)
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=255)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("shop", "dimension", "number"), name="one_name_a_code"),
            models.UniqueConstraint(fields=("shop", "dimension", "name"), name="one_code_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class ShopRevision(models.Model):
    """Counts the changes of a shop's facts. A fill that began under an older number does not write."""

    shop = models.OneToOneField(Shop, on_delete=models.CASCADE, related_name="revision")
    number = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.shop_id} {self.number}"


class MeasuredDay(models.Model):
    """A column a measure (see `analytics.metrics`). NULL is no value: the shop has no source for it.

    Money in minor units. `dimension=""` is the whole shop.
    """

    day = models.DateField()
    dimension = models.CharField(max_length=20, blank=True)
    member = models.BigIntegerField()

    visitors = models.BigIntegerField(null=True)
    views = models.BigIntegerField(null=True)
    one_view_visitors = models.BigIntegerField(null=True)
    visits = models.BigIntegerField(null=True)
    bounced_visits = models.BigIntegerField(null=True)
    timed_visits = models.BigIntegerField(null=True)
    stay_seconds = models.BigIntegerField(null=True)
    engaged_visitors = models.BigIntegerField(null=True)
    favouriters = models.BigIntegerField(null=True)
    carters = models.BigIntegerField(null=True)
    favourite_or_cart_visitors = models.BigIntegerField(null=True)
    inquiring_visitors = models.BigIntegerField(null=True)
    inquirers = models.BigIntegerField(null=True)
    orderers = models.BigIntegerField(null=True)
    orderers_paid = models.BigIntegerField(null=True)
    orders = models.BigIntegerField(null=True)
    ordered_amount = models.BigIntegerField(null=True)
    payers = models.BigIntegerField(null=True)
    returning_payers = models.BigIntegerField(null=True)
    carry_over_payers = models.BigIntegerField(null=True)
    paid_orders = models.BigIntegerField(null=True)
    paid_amount = models.BigIntegerField(null=True)
    paid_items = models.BigIntegerField(null=True)
    refund_amount = models.BigIntegerField(null=True)
    refunded_of_paid = models.BigIntegerField(null=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.day} {self.dimension} {self.member}"


class FunnelDay(MeasuredDay):
    """Event basis: figures of one shop-day for one member of a dimension, counted from events and orders."""

    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, db_index=False, related_name="funnel_days")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("shop", "dimension", "day", "member"), name="one_row_a_member_day")
        ]


class PlatformDay(MeasuredDay):
    """Platform basis: what the platform's own daily report said. Stands beside the event basis, and is never mixed."""

    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, db_index=False, related_name="platform_days")
    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="platform_days")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("shop", "dimension", "day", "member"), name="one_platform_row_a_member_day")
        ]


class VisitorDay(models.Model):
    """The visitor-day file of a shop-day: one row a visitor, made from the day's events alone."""

    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, db_index=False, related_name="visitor_days")
    day = models.DateField()
    file = models.CharField(max_length=80)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    rows = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=("shop", "day"), name="one_visitor_file_a_day")]

    def __str__(self) -> str:
        return f"{self.shop_id} {self.day}"


class PayerDay(models.Model):
    """Where a buyer's payments of a day belong: the attributes that refunds of them, months later, are split by."""

    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, db_index=False, related_name="payer_days")
    day = models.DateField()
    visitor = models.BigIntegerField()
    source = models.BigIntegerField()
    region = models.BigIntegerField()
    device = models.BigIntegerField()
    landing_page = models.BigIntegerField()
    landing_product = models.BigIntegerField()
    visitor_kind = models.BigIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("shop", "day", "visitor"), name="one_payer_a_day")]
        indexes = [models.Index(fields=("shop", "visitor", "day"), name="days_of_payer")]

    def __str__(self) -> str:
        return f"{self.day} {self.visitor:x}"


class DayPart(models.Model):
    """What one bucket of a huge shop-day counted: summed up, and gone, when the last bucket of its revision is here."""

    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, db_index=False, related_name="day_parts")
    day = models.DateField()
    revision = models.BigIntegerField()
    bucket = models.PositiveSmallIntegerField()
    buckets = models.PositiveSmallIntegerField()
    # [[dimension, member, {measure: value}], …] and the payers of the bucket.
    counted = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("shop", "day", "revision", "buckets", "bucket"), name="one_part_a_bucket")
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.bucket}/{self.buckets}"


class FillState(models.TextChoices):
    PROVISIONAL = "provisional", _("Provisional")
    FINAL = "final", _("Final")


class DayFillQuerySet(models.QuerySet["DayFill"]):
    def newest_day(self) -> date | None:
        return self.aggregate(newest=models.Max("day"))["newest"]


class DayFill(models.Model):
    """This shop-day's figures are there. A day with facts and without this row is a day to fill."""

    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, db_index=False, related_name="day_fills")
    day = models.DateField()
    revision = models.BigIntegerField()
    state = models.CharField(max_length=12, choices=FillState.choices)
    definitions = models.CharField(max_length=16)
    # Orders left out of every figure of the day: tests, staff, fakes.
    left_out_orders = models.IntegerField(default=0)
    filled_at = models.DateTimeField(auto_now=True)

    objects = DayFillQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=("shop", "day"), name="one_fill_a_day")]

    def __str__(self) -> str:
        return f"{self.shop_id} {self.day}"


class PeriodCount(models.Model):
    """Exact counts of a period that days do not add up to (distinct visitors, buyers), kept while nothing changes."""

    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, db_index=False, related_name="period_counts")
    first_day = models.DateField()
    last_day = models.DateField()
    definitions = models.CharField(max_length=16)
    revision = models.BigIntegerField()
    counts = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=("shop", "first_day", "last_day"), name="one_count_a_period")]

    def __str__(self) -> str:
        return f"{self.first_day}–{self.last_day}"
