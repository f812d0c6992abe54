"""What `/readyz` tells about figures."""

from django.db.models import Max

from analytics.models import DayFill
from shopops.web.health import FACTS


def newest_fill() -> str | None:
    """When a day was counted last, in any shop."""
    newest = DayFill.objects.aggregate(newest=Max("filled_at"))["newest"]
    return newest.isoformat(timespec="seconds") if newest else None


FACTS["newest_fill"] = newest_fill
