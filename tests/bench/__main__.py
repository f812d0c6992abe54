"""`make bench`: how the product compares with the bare tools it stands on, as ratios within one run.

    python -m tests.bench [--millions 1 5] [--rounds 5] [--huge 20] [--only load|orders|jobs|page|explain|normal|pace] [--database URL]

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
    options.add_argument("--millions", type=int, nargs="*", default=[1, 5], help="sizes of the click-stream")
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--huge", type=int, default=20, help="millions of events of the huge day")
    options.add_argument("--only", choices=("load", "orders", "jobs", "page", "explain", "normal", "pace"))
    options.add_argument("--database", default="", help="address of an empty database; without one SQLite")
    chosen = options.parse_args()
    kept = Path(os.environ.get("SHOPOPS_VAR", ROOT / "var")) / "bench"
    with tempfile.TemporaryDirectory(prefix="shopops-bench-") as folder:
        os.environ |= {"SHOPOPS_VAR": folder, "DJANGO_SETTINGS_MODULE": "shopops.settings"}
        os.environ.pop("DATABASE_URL", "")
        if chosen.database:
            os.environ["DATABASE_URL"] = chosen.database
        import django

        django.setup()
        from django.utils import timezone

        from tests.bench import data

        started = f"{timezone.now():%Y-%m-%dT%H%M%S}"

        data.prepare()
        results = measured(Path(folder), chosen)
    kept.mkdir(parents=True, exist_ok=True)
    file = kept / f"{started}.json"
    file.write_text(json.dumps(results, indent=1))
    print(f"\nKept in {file}")


def measured(folder: Path, chosen: argparse.Namespace) -> dict[str, dict[str, float]]:
    from tests.bench import explain, jobs, normal, orders, pace, page, shapes

    works = {
        "load": lambda: (
            shapes.compare(folder, millions=tuple(chosen.millions), rounds=chosen.rounds) | shapes.huge_day(chosen.huge)
        ),
        "orders": lambda: orders.compare(folder, rows=100_000, rounds=chosen.rounds),
        "jobs": lambda: jobs.measure(folder),
        "page": page.measure,
        "explain": explain.measure,
        "normal": normal.measure,
        "pace": pace.measure,
    }
    results: dict[str, dict[str, float]] = {}
    for name, work in works.items():
        if chosen.only in (None, name):
            found = work()
            show(found)
            results |= found
    return results


def show(results: dict[str, dict[str, float]]) -> None:
    for name, found in results.items():
        print(f"{name:36s} " + "  ".join(f"{key} {value:,.3f}" for key, value in found.items()), flush=True)


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main()
