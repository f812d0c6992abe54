"""What a shop wants to reach in a year, day by day, and every change of it."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from shopops.shops.models import Shop


class State(models.TextChoices):
    PROPOSED = "proposed", _("Proposed")
    APPROVED = "approved", _("Approved")


class Act(models.TextChoices):
    PROPOSE = "propose", _("Proposed")
    EDIT = "edit", _("Edited")
    APPROVE = "approve", _("Approved")


class PlanQuerySet(models.QuerySet["Plan"]):
    def touching(self, first: date, last: date) -> Self:
        """A week over the turn of a year touches two."""
        return self.filter(year__range=(first.year, last.year)).order_by("year")

    def like(self, plan: "Plan") -> Self:
        """Of the same figure of the same member, whatever the year."""
        return self.filter(shop=plan.shop_id, metric=plan.metric, dimension=plan.dimension, member=plan.member)


class Plan(models.Model):
    """The targets of one metric (its key) for a calendar year: of a `member` of a `dimension`, or of the shop ("", 0).

    An approved plan that is changed is a proposal again; what was approved stays in force until it is approved anew.
    """

    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, db_index=False, related_name="plans")
    year = models.PositiveSmallIntegerField(_("year"))
    metric = models.CharField(_("metric"), max_length=40)
    dimension = models.CharField(max_length=20, blank=True)
    member = models.BigIntegerField(default=0)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    proposed_at = models.DateTimeField()
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)

    objects = PlanQuerySet.as_manager()

    class Meta:
        ordering = ("year", "id")
        constraints = [
            models.UniqueConstraint(fields=("shop", "year", "metric", "dimension", "member"), name="one_plan_a_year")
        ]

    def __str__(self) -> str:
        return f"{self.metric} {self.year}"


class DayTarget(models.Model):
    """The target of a day, the only level that is kept: a week, month, quarter or year is the sum of its days.

    `value` is whole: people, pieces, minor units; of a ratio its level in millionths. `weight` is what the day was
    proposed to weigh against an ordinary one (a million): the shape of the year, which stays when amounts are edited.
    """

    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, db_index=False, related_name="day_targets")
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, db_index=False, related_name="days")
    day = models.DateField()
    value = models.BigIntegerField()
    weight = models.PositiveBigIntegerField()

    class Meta:
        ordering = ("day", "id")
        indexes = [models.Index(fields=("shop", "day"), name="day_target_of_shop")]
        constraints = [
            models.UniqueConstraint(fields=("plan", "day"), name="one_target_a_day"),
            models.CheckConstraint(condition=models.Q(value__gte=0), name="no_target_below_zero"),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.day}"


class TargetChange(models.Model):
    """Who changed the days `first_day` to `last_day` of a plan, when and why.

    `old` and `new` are the sums of these days, of a ratio their level; none where there was no target, or where days
    of a ratio differ. An approval holds what was in force before against what is from now on.
    """

    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, db_index=False, related_name="target_changes")
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="changes")
    act = models.CharField(max_length=10, choices=Act.choices)
    first_day = models.DateField()
    last_day = models.DateField()
    old = models.BigIntegerField(null=True)
    new = models.BigIntegerField(null=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    reason = models.TextField(_("reason"), max_length=2000, blank=True)

    class Meta:
        ordering = ("-at", "-id")
        indexes = [models.Index(fields=("shop", "at"), name="target_change_of_shop")]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.act} {self.at}"
