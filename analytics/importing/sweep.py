"""Takes away files that interrupted work left: nothing in the database names them."""

from collections.abc import Iterable
from functools import partial

from analytics.events.scratch import sweep_scratch
from analytics.events.sweep import sweep_shop
from analytics.models import Batch, BatchDay, BatchState, VisitorDay


def sweep_files(shops: Iterable[int]) -> int:
    """Sweep every shop's event, visitor and reject files, and scratch space; gives the number of files taken away."""
    return sweep_scratch() + sum(sweep_shop(shop_id, named=partial(_named_files, shop_id)) for shop_id in shops)


def _named_files(shop_id: int) -> set[str]:
    """Paths within the shop's folders that the database names."""
    events = BatchDay.objects.filter(shop_id=shop_id, batch__state=BatchState.ACTIVE).exclude(file="")
    visitors = VisitorDay.objects.filter(shop_id=shop_id).values_list("file", flat=True)
    rejects = Batch.objects.filter(shop_id=shop_id).exclude(reject_file="").values_list("reject_file", flat=True)
    days = (f"day={day.isoformat()}/{file}" for day, file in events.values_list("day", "file"))
    return {*days, *visitors, *rejects}
