"""Loads every file of `tests/fixtures` as a plugin, so that each subject adds its own."""

from pathlib import Path

FIXTURES = Path(__file__).parent / "fixtures"
pytest_plugins = [f"tests.fixtures.{file.stem}" for file in sorted(FIXTURES.glob("[a-z]*.py"))]
