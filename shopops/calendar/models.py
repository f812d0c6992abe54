"""What happens in a shop's year: festivals, campaigns, notes and changes of listings; and what is planned for its days.

The shop's own rows only.
"""

from typing import Self

from django.conf import settings
from django.core.validators import validate_unicode_slug
from django.db import models
from django.utils.translation import gettext_lazy as _

from shopops.shops.models import Shop


class Kind(models.TextChoices):
    FESTIVAL = "festival", _("Festival")
    PUBLIC_HOLIDAY = "public_holiday", _("Public holiday")
    CAMPAIGN = "campaign", _("Campaign")
    NOTE = "note", _("Note")
    LISTING_CHANGE = "listing_change", _("Listing change")


class OccasionQuerySet(models.QuerySet["Occasion"]):
    def kept(self) -> Self:
        """Without those that were removed and can still be put back."""
        return self.filter(removed_at=None)


class Occasion(models.Model):
    """Days `first_day` to `last_day`, inclusive.

    `series` is the same word year on year, empty for what happens once; with `year` it names one festival. A row with
    the series and year of a built-in festival takes its place: at other days, or not at all where `is_hidden`.
    """

    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, db_index=False, related_name="occasions")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    # Empty for a built-in festival that was not renamed: its name is told in the reader's language.
    name = models.CharField(_("name"), max_length=100, blank=True)
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("owner"), on_delete=models.SET_NULL, null=True, blank=True
    )
    series = models.CharField(_("series"), max_length=40, blank=True, validators=[validate_unicode_slug])
    year = models.PositiveSmallIntegerField()
    note = models.TextField(_("note"), max_length=2000, blank=True)
    is_hidden = models.BooleanField(default=False)
    removed_at = models.DateTimeField(null=True, editable=False)

    objects = OccasionQuerySet.as_manager()

    class Meta:
        ordering = ("first_day", "id")
        indexes = [models.Index(fields=("shop", "first_day"), name="occasion_of_shop")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(last_day__gte=models.F("first_day")),
                name="occasion_ends_after",
                violation_error_message=_("The last day lies before the first."),
            ),
            models.UniqueConstraint(
                fields=("shop", "series", "year"),
                condition=models.Q(removed_at=None) & ~models.Q(series=""),
                name="one_occasion_a_series_year",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name or self.series} {self.first_day}"


class PlannedDay(models.Model):
    """The approved target of a day for a metric (its key), of a `member` of a `dimension` or of the whole shop ("", 0).

    Written by whoever approves targets, above; read by figures below. `value` is whole: people, pieces, minor units of
    money; of a ratio its level in millionths (38,600 is 3.86 %).
    """

    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, db_index=False, related_name="planned_days")
    metric = models.CharField(max_length=40)
    dimension = models.CharField(max_length=20, blank=True)
    member = models.BigIntegerField(default=0)
    day = models.DateField()
    value = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("shop", "day", "metric", "dimension", "member"), name="one_planned_value_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.metric} {self.day}"
