"""Linters, types and import contracts are tests: one command says whether the tree is sound."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent
CHECKS = {
    "ruff": ("ruff", "check", "."),
    "format": ("ruff", "format", "--check", "."),
    "imports": ("lint-imports", "--no-cache"),
    "types": ("mypy", "shopops", "analytics", "campaigns"),
    "templates": ("djlint", "templates", "--lint", "--quiet"),
}


@pytest.mark.parametrize("check", CHECKS)
def test_the_tree_passes(check):
    command, *arguments = CHECKS[check]
    answer = subprocess.run([BIN / command, *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stdout + answer.stderr


def test_every_top_package_has_a_place_in_the_layers():
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    layers = text.partition('name = "High to low"')[2].partition("]")[0]
    exempt = {"settings", "celery", "wsgi"}
    parts = {path.stem for path in (ROOT / "shopops").iterdir() if path.is_dir() or path.suffix == ".py"}
    parts = {part for part in parts if not part.startswith("_")} - exempt
    assert {part for part in parts if f"shopops.{part}" not in layers} == set()
    assert {top for top in ("analytics", "campaigns") if f'"{top}"' not in layers} == set()


def test_no_lock_file_holds_an_address():
    locks = [*ROOT.glob("requirements*.txt"), ROOT / "package-lock.json", ROOT / ".npmrc"]
    assert [lock.name for lock in locks if "://" in lock.read_text(encoding="utf-8")] == []
