"""What a file can tell: which figures its fields allow. Kept with the batch, so that nothing is ever filled in."""

from analytics.events.schema import Kind
from analytics.importing.kinds.registry import kind_of
from analytics.importing.session import Stage
from analytics.importing.stage import Reading
from analytics.metrics.types import Basis


def tells(reading: Reading, stage: Stage) -> set[str]:
    """`kind.field` for every field that is read; for events also `events.event:view` for every word it may say.

    A platform's report allows no figure to be counted, so it tells nothing: its empty columns speak for themselves.
    """
    if kind_of(stage.kind).basis is Basis.PLATFORM:
        return set()
    told = {f"{stage.kind}.{field}" for field in stage.fields}
    if "event" in stage.fields and stage.kind == "events":
        choices = next(field.choices for field in reading.fields() if field.name == "event")
        words = reading.format.words.get("event")
        numbers = {choices[ours] for ours in words.values()} if words else set(choices.values())
        told |= {f"events.event:{Kind(number).name.lower()}" for number in numbers}
    return told
