"""Run in a process of its own: reads figures of a shop as a page does, thinks, reads again, until the file exists.

A line a read: when it was answered. A line that begins with "error" where it was not.
"""

import os
import sys
import time
from datetime import date
from pathlib import Path

if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shopops.settings")
    django.setup()

    from analytics.metrics.registry import all_metrics
    from analytics.panels.freshness import freshness_of
    from analytics.read import figures
    from shopops.shops.models import Shop

    slug, first, last, think, stop = sys.argv[1:]
    span = {"first": date.fromisoformat(first), "last": date.fromisoformat(last)}
    metrics = all_metrics()
    while not Path(stop).exists():
        try:
            shop = Shop.objects.get(slug=slug)
            freshness_of(shop)
            assert len(figures(shop, metrics, **span)) > 0
            print(time.monotonic(), flush=True)
        except Exception as error:
            print(f"error {type(error).__name__}: {error}", flush=True)
        time.sleep(float(think))
