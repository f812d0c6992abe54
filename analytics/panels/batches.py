"""What the page of imports prints of the files loaded."""

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.core.paginator import Paginator
from django.db.models import Count
from django.utils.functional import Promise

from analytics.importing.kinds.registry import all_kinds
from analytics.models import Batch
from shopops.shops.models import Shop

A_PAGE = 50


@dataclass(frozen=True)
class Line:
    """Counts of rows, and of the days they lie on; `loaded` is the shop's local time."""

    batch: Batch
    kind: str | Promise
    rows: str
    accepted: str
    duplicates: str
    days: str
    rejected: str
    loaded: str


@dataclass(frozen=True)
class BatchPage:
    """`newer` and `older` are numbers of pages, or None."""

    lines: Sequence[Line]
    newer: int | None
    older: int | None


def batch_page(shop: Shop, number: str) -> BatchPage:
    """A page that does not exist is the nearest that does."""
    batches = Batch.objects.filter(shop=shop).annotate(day_count=Count("days")).order_by("-id")
    page = Paginator(batches, A_PAGE).get_page(number)
    return BatchPage(
        lines=[_line(batch, zone=ZoneInfo(shop.timezone)) for batch in page],
        newer=page.previous_page_number() if page.has_previous() else None,
        older=page.next_page_number() if page.has_next() else None,
    )


def _line(batch: Batch, *, zone: ZoneInfo) -> Line:
    known = all_kinds().get(batch.kind)
    return Line(
        batch=batch,
        kind=known.label if known else batch.kind,
        rows=f"{batch.rows:,}",
        accepted=f"{batch.accepted:,}",
        duplicates=f"{batch.duplicates:,}",
        days=f"{batch.day_count:,}",  # type: ignore[attr-defined]
        rejected=f"{batch.rejected:,}",
        loaded=f"{batch.loaded_at.astimezone(zone):%Y-%m-%d %H:%M}",
    )
