"""Rows that a later file states anew: what is new, what is the same, what has changed, and how to go back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import duckdb
from django.db import models

from analytics.models import Batch, Restatement


@dataclass(frozen=True)
class Change:
    """A row that is stated anew: its id, and the stated columns before and after, also those that stay the same.

    They too are this file's word now, and stand when an earlier file is taken back.
    """

    row: int
    before: dict[str, Any]
    after: dict[str, Any]


def new_rows(*, stated: str, known: str, key: str) -> str:
    """SQL for the rows of `stated` whose key is not known; a key of several columns has commas between them."""
    return f"SELECT stated.* FROM {stated} AS stated ANTI JOIN {known} AS known USING ({key})"


def changes(
    connection: duckdb.DuckDBPyConnection, *, stated: str, known: str, key: str, columns: Sequence[str]
) -> list[Change]:
    """Known rows of which the file says something else in one of `columns`. A cell left empty says nothing."""
    if not columns:
        return []
    differs = [f'(stated."{name}" IS NOT NULL AND stated."{name}" IS DISTINCT FROM known."{name}")' for name in columns]
    cells = ", ".join(f'stated."{name}" IS NOT NULL, known."{name}", stated."{name}"' for name in columns)
    rows = connection.execute(
        f"SELECT known.id, {cells} FROM {stated} AS stated JOIN {known} AS known USING ({key})"
        f" WHERE {' OR '.join(differs)} ORDER BY known.id"
    ).fetchall()
    return [_change(row[0], columns, row[1:]) for row in rows]


def _change(row: int, columns: Sequence[str], cells: Sequence[Any]) -> Change:
    stated = [
        (name, _aware(before), _aware(after))
        for name, given, before, after in zip(columns, cells[::3], cells[1::3], cells[2::3], strict=True)
        if given
    ]
    return Change(row, {name: before for name, before, _after in stated}, {name: after for name, _b, after in stated})


def _aware(value: Any) -> Any:
    return value.replace(tzinfo=UTC) if isinstance(value, datetime) else value


def restate(model: type[models.Model], batch: Batch, changed: Iterable[Change]) -> None:
    """Write the changed rows, and what they were before."""
    changed = list(changed)
    if not changed:
        return
    for change in changed:
        model._default_manager.filter(pk=change.row, shop_id=batch.shop_id).update(**change.after)
    Restatement.objects.bulk_create(
        [
            Restatement(
                shop_id=batch.shop_id,
                batch=batch,
                table=model._meta.db_table,
                row=change.row,
                before={name: _as_json(value) for name, value in change.before.items()},
            )
            for change in changed
        ],
        batch_size=500,
    )


def go_back(model: type[models.Model], batch: Batch) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Take the batch's restatements of a table out of their chains; gives rows as they were and what is set again.

    A column that a later file states too comes back only when that file is taken back: until then its earlier value
    waits in the later restatement.
    """
    steps = []
    for mine in batch.restatements.filter(table=model._meta.db_table, shop_id=batch.shop_id):
        row = model._default_manager.filter(pk=mine.row, shop_id=batch.shop_id)
        current = row.values().first()
        restored = _handed_on(mine)
        if current is not None and restored:
            row.update(**restored)
            steps.append((current, restored))
    return steps


def hand_over_rows(model: type[models.Model], batch: Batch) -> None:
    """Rows that the batch made and a later file restated are that file's from now on, with what it said alone.

    For tables of which each file tells the whole row.
    """
    restated = Restatement.objects.filter(shop_id=batch.shop_id, table=model._meta.db_table).exclude(batch=batch)
    made = model._default_manager.filter(shop_id=batch.shop_id, batch=batch)
    chains: dict[int, list[Restatement]] = {}
    for each in restated.filter(row__in=made.values("pk")).order_by("id"):
        chains.setdefault(each.row, []).append(each)
    for row, (heir, *later) in chains.items():
        model._default_manager.filter(pk=row, shop_id=batch.shop_id).update(
            batch_id=heir.batch_id, **dict.fromkeys(_only_told_before(model, heir, later))
        )
        heir.delete()


def _only_told_before(model: type[models.Model], heir: Restatement, later: Sequence[Restatement]) -> list[str]:
    """Columns with a figure that no later file stated; one stated after the heir has no earlier value any more."""
    left = [column.name for column in model._meta.concrete_fields if column.null and column.name not in heir.before]
    for name in left.copy():
        first = next((each for each in later if name in each.before), None)
        if first is not None:
            first.before[name] = None
            first.save(update_fields=["before"])
            left.remove(name)
    return left


def _handed_on(mine: Restatement) -> dict[str, Any]:
    """Give each earlier value to the next restatement of its column; gives those that nobody states later."""
    later = list(
        Restatement.objects.filter(shop_id=mine.shop_id, table=mine.table, row=mine.row, id__gt=mine.pk).order_by("id")
    )
    restored = {}
    for name, value in mine.before.items():
        heir = next((each for each in later if name in each.before), None)
        if heir is None:
            restored[name] = value
        else:
            heir.before[name] = value
            heir.save(update_fields=["before"])
    return restored


def _as_json(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    return value.isoformat() if isinstance(value, date) else value
