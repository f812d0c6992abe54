"""Loads every file of `tests/fixtures` as a plugin, so that each subject adds its own."""

import gc
from pathlib import Path

FIXTURES = Path(__file__).parent / "fixtures"
pytest_plugins = [f"tests.fixtures.{file.stem}" for file in sorted(FIXTURES.glob("[a-z]*.py"))]


def pytest_collection_finish() -> None:
    """What is imported stays to the end; looking through it for rubbish, again and again, is a tenth of a run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def pytest_unconfigure() -> None:
    """The interpreter ends as it would have, and what watches for leaks at its end finds none."""
    gc.unfreeze()
