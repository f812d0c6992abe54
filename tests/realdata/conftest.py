"""Real exports lie beside the checkout; where they are absent, these tests say so in one line and are skipped.

A file is loaded once a module, in a transaction around that of each test: what a test changes is rolled back.
"""

from pathlib import Path

import pytest
from django.conf import settings

DATA = Path(settings.BASE_DIR).parent / "shared" / "data"


@pytest.fixture(scope="package")
def data() -> Path:
    if not DATA.is_dir():
        pytest.skip(f"real data not found at {DATA}")
    return DATA


@pytest.fixture(autouse=True)
def own_folders() -> None:
    """Not a store a test: the whole module shares one."""
