"""Every metric by its key. Declared once, in a module named `metrics`; read by fill, frames, pages and exports."""

import hashlib
from collections.abc import Iterable
from typing import TypeVar

from analytics.metrics.types import Measure, Metric, Ratio

METRICS: dict[str, Metric] = {}
M = TypeVar("M", Measure, Ratio)


class UnknownMetric(KeyError):
    """Asked for a key that nobody declared."""


def declare(metric: M) -> M:
    """Register and return. Raises ValueError if the key is taken."""
    if metric.key in METRICS:
        raise ValueError(f"metric {metric.key} is declared twice")
    METRICS[metric.key] = metric
    return metric


def metric(key: str) -> Metric:
    """Raises UnknownMetric."""
    try:
        return METRICS[key]
    except KeyError:
        raise UnknownMetric(key) from None


def all_metrics() -> tuple[Metric, ...]:
    """In order of declaration."""
    return tuple(METRICS.values())


def measures() -> tuple[Measure, ...]:
    return tuple(metric for metric in METRICS.values() if isinstance(metric, Measure))


def definitions_digest(of: Iterable[Measure] | None = None) -> str:
    """Changes when a stored measure is counted differently; kept with every filled day."""
    parts = sorted(f"{m.key}|{m.version}|{m.relation.key}|{m.relation.dimensions}|{m.sql}" for m in (of or measures()))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
