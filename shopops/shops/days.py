"""Business days: which day an instant belongs to. Pure: no database, no clock.

An event belongs to the latest day whose start is not after it. A day starts at its cut, in local time; the cut and
the zone of a day are those of the latest rule not after it, so a changed rule makes the day before it longer or
shorter, and a day with a change of daylight saving has 23 or 25 hours.
"""

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class DayCutRule:
    first_day: date
    cut: time
    zone: str


@dataclass(frozen=True)
class OffsetSpan:
    """Local time is UTC + `offset` from `start` (UTC) on."""

    start: datetime
    offset: timedelta


@dataclass(frozen=True)
class ShopDays:
    """`rules` in order of `first_day`; days before the first rule use the first, no rule at all means midnight."""

    rules: tuple[DayCutRule, ...]
    zone: ZoneInfo
    _zones: dict[str, ZoneInfo] = field(default_factory=dict, compare=False)

    def rule_of(self, day: date) -> tuple[time, ZoneInfo]:
        """Cut and zone in force on `day`."""
        if not self.rules:
            return time(0), self.zone
        at = bisect_right([rule.first_day for rule in self.rules], day) - 1
        rule = self.rules[max(at, 0)]
        return rule.cut, self._zones.setdefault(rule.zone, ZoneInfo(rule.zone))

    def start(self, day: date) -> datetime:
        """The first instant of `day`, in UTC."""
        cut, zone = self.rule_of(day)
        return datetime.combine(day, cut, tzinfo=zone).astimezone(UTC)

    def span(self, day: date) -> tuple[datetime, datetime]:
        """The first instant of `day` and of the next, in UTC."""
        return self.start(day), self.start(day + ONE_DAY)

    def hours(self, day: date) -> float:
        start, end = self.span(day)
        return (end - start) / timedelta(hours=1)

    def day_of(self, at: datetime) -> date:
        """The business day of an aware instant."""
        day = at.astimezone(self.zone).date() + ONE_DAY
        while self.start(day) > at:
            day -= ONE_DAY
        return day

    def to_utc(self, local: datetime) -> datetime:
        """A naive local time as UTC; of two equal local times in autumn the first is meant."""
        _, zone = self.rule_of(local.date())
        return local.replace(tzinfo=zone).astimezone(UTC)

    def offsets(self, day: date) -> tuple[OffsetSpan, ...]:
        """Local offsets in force during `day`, a span for each change."""
        _, zone = self.rule_of(day)
        start, end = self.span(day)
        return offset_spans(zone, start, end)


@cache
def offset_spans(zone: ZoneInfo, start: datetime, end: datetime) -> tuple[OffsetSpan, ...]:
    """UTC offsets of `zone` between two instants; changes are found to the minute."""
    spans = [OffsetSpan(start, _offset(zone, start))]
    at = start
    while at < end:
        following = min(at + ONE_DAY, end)
        if _offset(zone, following) != spans[-1].offset:
            change = _change_between(zone, at, following)
            spans.append(OffsetSpan(change, _offset(zone, change)))
        at = following
    return tuple(span for span in spans if span.start < end)


def _offset(zone: ZoneInfo, at: datetime) -> timedelta:
    offset = at.astimezone(zone).utcoffset()
    assert offset is not None
    return offset


def _change_between(zone: ZoneInfo, low: datetime, high: datetime) -> datetime:
    before = _offset(zone, low)
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) / 2
        low, high = (middle, high) if _offset(zone, middle) == before else (low, middle)
    return high.replace(microsecond=0)
