"""Chance as a function: the same seed, day, purpose and key give the same number, whatever else was drawn.

Nothing is taken from a stream in turn. A number is computed from what it is for, by the mixing steps of SplitMix64
(Steele, Lea and Flood, 2014). So a new purpose, a longer history, more days or one changed rate move no other number.
"""

from dataclasses import dataclass
from datetime import date
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.uint64]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

# The day of draws that hold for ever, such as where a person lives.
ALWAYS = date.min

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_FIRST, _SECOND = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)


def mix(keys: Keys) -> Keys:
    """Well-spread 64 bits for each key; no two keys give the same."""
    mixed = (keys ^ (keys >> np.uint64(30))) * _FIRST
    mixed = (mixed ^ (mixed >> np.uint64(27))) * _SECOND
    return mixed ^ (mixed >> np.uint64(31))


@dataclass(frozen=True)
class Draws:
    """The draws of one day. Keys say who or what a number is for; equal keys get equal numbers."""

    seed: int
    day: date

    def uniform(self, purpose: str, keys: Keys) -> Floats:
        """A number between 0 and 1 for each key, neither end included."""
        meant_for = f"{self.seed} {self.day} {purpose}".encode()
        stream = np.frombuffer(blake2b(meant_for, digest_size=8).digest(), dtype="<u8")
        mixed = mix(mix(keys * _GOLDEN + stream) + stream)
        return ((mixed >> np.uint64(11)).astype(np.float64) + 0.5) * 2.0**-53

    def normal(self, purpose: str, keys: Keys) -> Floats:
        """A standard normal number for each key (Box and Muller)."""
        radius = np.sqrt(-2.0 * np.log(self.uniform(purpose + " radius", keys)))
        return radius * np.cos(2.0 * np.pi * self.uniform(purpose + " angle", keys))

    def chance(self, purpose: str, keys: Keys, probability: Floats | float) -> Bools:
        """Whether it happens; a larger probability keeps everything that happened under a smaller one."""
        return self.uniform(purpose, keys) < probability

    def pick(self, purpose: str, keys: Keys, weights: Floats) -> Ints:
        """Index into `weights`, in proportion to them."""
        return pick_by(self.uniform(purpose, keys), weights)

    def noise(self, purpose: str, *, spread: float) -> float:
        """One factor around 1 for the day."""
        return float(np.exp(spread * self.normal(purpose, np.zeros(1, dtype=np.uint64))[0]))


def pick_by(uniform: Floats, weights: Floats) -> Ints:
    """Index into `weights` for each number between 0 and 1."""
    steps = np.cumsum(weights)
    return np.searchsorted(steps / steps[-1], uniform, side="right").clip(0, len(weights) - 1)


def pick_by_row(uniform: Floats, rows: Ints, weights: Floats) -> Ints:
    """As `pick_by`, each number by its own row of `weights`."""
    picked = np.zeros(len(uniform), dtype=np.int64)
    for row in range(len(weights)):
        of_row = rows == row
        picked[of_row] = pick_by(uniform[of_row], weights[row])
    return picked
