"""What this installation's demo shop was made with, kept so that later starts continue the same shop.

The file lies under VAR and only its owner may read it: it also holds the password of the demo's logins.
"""

import json
import os
import secrets
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from django.conf import settings

from shopops.demo.stories import told
from shopops.demo.world import World

# Letters and digits that nobody takes for one another.
SIGNS = "abcdefghijkmnpqrstuvwxyz23456789"


@dataclass(frozen=True)
class Kept:
    opened: date
    seed: int
    visitors: int
    password: str
    # A shop that was begun before there were stories goes on without: what it drew must not change.
    stories: bool = False

    @property
    def world(self) -> World:
        return World(seed=self.seed, visitors=self.visitors, stories=(told,) if self.stories else ())


def path_of_kept() -> Path:
    return Path(settings.VAR) / "demo.json"


def read_kept() -> Kept | None:
    try:
        told = json.loads(path_of_kept().read_text())
    except FileNotFoundError:
        return None
    return Kept(**told | {"opened": date.fromisoformat(told["opened"])})


def keep(kept: Kept) -> None:
    """Replaces the file whole, or not at all."""
    path = path_of_kept()
    beside = path.with_suffix(".new")
    beside.unlink(missing_ok=True)
    with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(asdict(kept) | {"opened": kept.opened.isoformat()}, file)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


def new_password() -> str:
    """Four groups of five signs: 100 bits, easily copied."""
    return "-".join("".join(secrets.choice(SIGNS) for _ in range(5)) for _ in range(4))
