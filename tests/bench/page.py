"""The daily board on day tables of one year with 64 products and 8 sources: in the server, and in a browser."""

from datetime import timedelta
from statistics import quantiles
from time import perf_counter

from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from analytics.metrics.registry import definitions_digest
from analytics.models import Batch, BatchDay, Code, DayFill, FillState, FunnelDay
from shopops.shops.admit import admit
from shopops.shops.models import Role
from tests.bench import browser
from tests.bench.data import new_shop

REQUESTS = 200
DAYS = 365
MEMBERS = {"": [0], "source": range(1, 9), "product": range(1, 65), "hour": range(24), "tier": range(5)}
COUNTS = ("visitors", "views", "visits", "bounced_visits", "one_view_visitors", "inquiring_visitors", "orderers",
          "orderers_paid", "orders", "payers", "paid_orders", "paid_amount", "paid_items")  # fmt: skip


def measure() -> dict[str, dict[str, float]]:
    """Milliseconds in the server of a GET of the board, templates warm, and what a browser loads and waits for."""
    user = year()
    client = Client(headers={"host": "localhost"})
    client.force_login(user)
    return {"daily board": board(client), **browser.measure("/s/year/daily/", user)}


def year(slug: str = "year") -> User:
    """The owner of a shop with a year of figures."""
    shop = new_shop(slug)
    newest = timezone.localdate() - timedelta(days=1)
    days = [newest - timedelta(days=back) for back in range(DAYS)]
    FunnelDay.objects.bulk_create(
        (
            FunnelDay(shop=shop, day=day, dimension=dimension, member=member, **dict.fromkeys(COUNTS, 100 + member))
            for day in days
            for dimension, members in MEMBERS.items()
            for member in members
        ),
        batch_size=500,
    )
    digest = definitions_digest()
    DayFill.objects.bulk_create(
        DayFill(shop=shop, day=day, revision=1, state=FillState.FINAL, definitions=digest) for day in days
    )
    batch = Batch.objects.create(
        shop=shop, kind="events", format="generic", file_name="a", file_size=1, file_sha256="0", rows=1, accepted=1,
        rejected=0, duplicates=0, fields=["events.event"],
    )  # fmt: skip
    BatchDay.objects.bulk_create(BatchDay(shop=shop, batch=batch, day=day, rows=1) for day in days)
    Code.objects.bulk_create(Code(shop=shop, dimension="source", number=n, name=f"s{n}") for n in MEMBERS["source"])
    user = User.objects.create_user(f"bench-{slug}")
    admit(user, shop=shop, role=Role.OWNER)
    return user


def board(client: Client) -> dict[str, float]:
    times = []
    for number in range(REQUESTS + 5):
        started = perf_counter()
        answer = client.get("/s/year/daily/")
        if number >= 5:
            times.append((perf_counter() - started) * 1000)
        assert answer.status_code == 200
    cuts = quantiles(times, n=20)
    return {"median ms": cuts[9], "p95 ms": cuts[18], "KB": len(answer.content) / 1000}
