"""Notes that somebody has looked at the rows that were set aside: they are no longer a thing to do."""

from datetime import datetime

from analytics.models import BatchQuerySet


def see_rejects(batches: BatchQuerySet, *, at: datetime) -> int:
    """How many of these files nobody had looked at before."""
    return batches.to_look_at().update(rejects_seen_at=at)
