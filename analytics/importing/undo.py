"""Takes a batch back: its rows, its files, and the products and buyers that only it made."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Min, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from analytics.due import forget_outside, mark_all_due, mark_due
from analytics.events.duck import connect, files_literal
from analytics.events.store import day_folder, only_writer
from analytics.importing.kinds.registry import kind_of
from analytics.importing.listings import take_changes_back
from analytics.importing.refused import Refused
from analytics.importing.restate import go_back, hand_over_rows
from analytics.metrics.sources import told_by
from analytics.metrics.types import Basis
from analytics.models import Batch, BatchDay, BatchState, PlatformDay
from shopops.catalog.models import ListingChange, Product, TierAssignment
from shopops.sales.models import Buyer, Order, OrderLine, Refund
from shopops.shops.models import Shop


@dataclass(frozen=True)
class UndoResult:
    """`removed` rows are gone; `days` are those they lay on or were counted for."""

    batch: int
    removed: int
    days: int


def undo(batch: Batch) -> UndoResult:
    """Raises Refused where the batch is gone already, or a later batch builds on it."""
    with only_writer(batch.shop_id):
        files = [
            day_folder(batch.shop_id, day.day) / day.file
            for day in batch.days.filter(shop_id=batch.shop_id).exclude(file="")
        ]
        result = _forget(batch)
        # Only now: until the commit above, readers were still sent to these files.
        for file in files:
            file.unlink(missing_ok=True)
    return result


@transaction.atomic
def _forget(batch: Batch) -> UndoResult:
    shop = batch.shop
    batch = shop.batches.select_for_update().get(pk=batch.pk)
    if batch.state == BatchState.UNDONE:
        raise Refused(_("This import was taken back already."))
    _check_nothing_builds_on(batch)
    told, has_files = told_by(shop), batch.days.filter(shop=shop).exclude(file="").exists()
    touched = set(batch.days.filter(shop=shop).values_list("day", flat=True))
    due = _restore(batch) | (touched if kind_of(batch.kind).basis is Basis.EVENT else set())
    removed = _delete_facts(batch)
    BatchDay.objects.filter(shop=shop, batch=batch).delete()
    batch.state, batch.undone_at = BatchState.UNDONE, timezone.now()
    batch.save(update_fields=["state", "undone_at"])
    batch.restatements.filter(shop=shop).delete()
    _give_up_buyers(batch)
    _give_up_products(batch)
    if told_by(shop) != told:
        mark_all_due(shop)
    mark_due(shop, due, events_changed=has_files)
    forget_outside(shop)
    return UndoResult(batch.pk, removed, len(touched | due))


def _check_nothing_builds_on(batch: Batch) -> None:
    lines = OrderLine.objects.filter(shop_id=batch.shop_id, order__batch=batch.pk).exclude(batch=batch.pk)
    other = lines.aggregate(first=Min("batch"))["first"]
    if other is not None:
        raise Refused(_("Import %(other)d holds lines of these orders. Take that one back first.") % {"other": other})


def _restore(batch: Batch) -> set[date]:
    """Undo the batch's restatements; gives every day with facts that a row lay on before or lies on again."""
    days: set[date] = set()
    go_back(PlatformDay, batch)
    hand_over_rows(PlatformDay, batch)
    for model in (Order, Refund):
        for current, restored in go_back(model, batch):
            days |= {value for value in current.values() if isinstance(value, date) and not hasattr(value, "hour")}
            days |= {date.fromisoformat(value) for name, value in restored.items() if name.endswith("day") and value}
    take_changes_back(batch)
    if go_back(Product, batch) + go_back(TierAssignment, batch):
        days |= _all_days(batch.shop)
    if TierAssignment.objects.filter(shop_id=batch.shop_id, batch=batch.pk).exists():
        days |= _all_days(batch.shop)
    paid = Refund.objects.filter(shop_id=batch.shop_id, batch=batch.pk).values_list("order__paid_day", flat=True)
    return days | {day for day in paid.distinct() if day}


def _all_days(shop: Shop) -> set[date]:
    return set(shop.day_fills.values_list("day", flat=True))


def _delete_facts(batch: Batch) -> int:
    """Rows of the batch in every table of facts; gives their number, event rows included."""
    own = Q(shop_id=batch.shop_id, batch=batch.pk)
    removed = sum(batch.days.filter(shop_id=batch.shop_id).exclude(file="").values_list("rows", flat=True))
    for model in (TierAssignment, Refund, OrderLine, Order, PlatformDay):
        rows = model.objects.filter(own)
        removed += rows.count()
        if model is Order:
            Refund.objects.filter(shop_id=batch.shop_id, order__batch=batch.pk).update(order=None)
        rows._raw_delete(rows.db)
    return removed


def _give_up_buyers(batch: Batch) -> None:
    """Buyers that another batch's orders know too are that batch's now; the rest go."""
    mine = Buyer.objects.filter(shop_id=batch.shop_id, batch=batch.pk)
    orders = Order.objects.filter(shop_id=batch.shop_id, buyer__in=mine)
    heirs = dict(orders.values_list("buyer").annotate(heir=Min("batch")).values_list("buyer", "heir"))
    _hand_over(
        mine, heirs, lambda buyer, heir: Buyer.objects.filter(shop_id=batch.shop_id, pk=buyer).update(batch=heir)
    )


def _give_up_products(batch: Batch) -> None:
    """Products that another batch's rows or events name too are that batch's now; the rest go."""
    mine = Product.objects.filter(shop_id=batch.shop_id, batch=batch.pk)
    # What somebody wrote down about a product is not lost with a file.
    written_down = ListingChange.objects.filter(shop_id=batch.shop_id).kept().by_hand()
    mine.filter(pk__in=written_down.values("product")).update(batch=None)
    if not mine.exists():
        return
    heirs = _heirs_in_events(batch)
    numbers = dict(mine.values_list("number", "pk"))
    heirs = {numbers[number]: heir for number, heir in heirs.items() if number in numbers}
    for model in (OrderLine, Refund, TierAssignment):
        rows = model.objects.filter(shop_id=batch.shop_id, product__in=mine, batch__isnull=False)
        heirs |= dict(rows.values_list("product").annotate(heir=Min("batch")).values_list("product", "heir"))
    _hand_over(mine, heirs, lambda pk, heir: Product.objects.filter(shop_id=batch.shop_id, pk=pk).update(batch=heir))


def _hand_over(mine, heirs: dict[int, int], give: Callable[[int, int], int]) -> None:  # type: ignore[no-untyped-def]
    for row, heir in heirs.items():
        give(row, heir)
    # What still carries the batch's number is used by nobody.
    mine.delete()


def _heirs_in_events(batch: Batch) -> dict[int, int]:
    """Product number → a batch whose event files still name it."""
    files = BatchDay.objects.filter(shop_id=batch.shop_id, batch__state=BatchState.ACTIVE).exclude(file="")
    heirs: dict[int, int] = {}
    with connect() as connection:
        for other in files.values_list("batch", flat=True).distinct():
            paths = [
                day_folder(batch.shop_id, day) / file
                for day, file in files.filter(batch=other).values_list("day", "file")
            ]
            used = connection.execute(f"SELECT DISTINCT product FROM read_parquet({files_literal(paths)})").fetchall()
            heirs |= {number: other for (number,) in used}
    return heirs
