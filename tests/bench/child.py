"""One piece of work in a process of its own; prints its seconds and the most memory that it took (MB).

python -m tests.bench.child load SHOP FILE | fill SHOP
"""

import json
import os
import sys
from pathlib import Path
from time import perf_counter

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shopops.settings")

import django

django.setup()

from analytics.importing.load import load
from analytics.rollup.fill import fill_shop
from shopops.shops.models import Shop


def main(what: str, slug: str, *files: str) -> None:
    shop = Shop.objects.get(slug=slug)
    started = perf_counter()
    if what == "load":
        load(shop, "events", files[0])
    else:
        fill_shop(shop, force=True)
    seconds = perf_counter() - started
    # Not getrusage: there a child begins with the most that its parent had.
    peak = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    memory = int(peak.split()[1]) / 1024
    print(json.dumps({"seconds": seconds, "MB": memory}))


if __name__ == "__main__":
    main(*sys.argv[1:])
