"""`make bench`: how the product compares with the bare tools it stands on, as ratios within one run.

    python -m tests.bench [--rows 1000000] [--rounds 3]

Prints a table and keeps it as JSON under `var/bench/`. Runs are interleaved, medians are quoted.
"""

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def main() -> None:
    options = argparse.ArgumentParser(prog="make bench")
    options.add_argument("--rows", type=int, default=1_000_000)
    options.add_argument("--rounds", type=int, default=3)
    chosen = options.parse_args()
    kept = Path(os.environ.get("SHOPOPS_VAR", ROOT / "var")) / "bench"
    with tempfile.TemporaryDirectory(prefix="shopops-bench-") as folder:
        os.environ |= {"SHOPOPS_VAR": folder, "DJANGO_SETTINGS_MODULE": "shopops.settings", "DATABASE_URL": ""}
        os.environ.pop("DATABASE_URL")
        import django

        django.setup()
        from django.utils import timezone

        from tests.bench import data, page, shapes

        started = f"{timezone.now():%Y-%m-%dT%H%M%S}"

        data.prepare()
        results = shapes.compare(Path(folder), rows=chosen.rows, rounds=chosen.rounds) | page.measure()
    show(results)
    kept.mkdir(parents=True, exist_ok=True)
    file = kept / f"{started}.json"
    file.write_text(json.dumps(results, indent=1))
    print(f"\nKept in {file}")


def show(results: dict[str, dict[str, float]]) -> None:
    for name, found in results.items():
        print(f"{name:34s} " + "  ".join(f"{key} {value:,.3f}" for key, value in found.items()))


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main()
