"""What the page of imports asks people to do: the things that its badge counts."""

from dataclasses import dataclass

from django.utils.translation import ngettext

from analytics.badges import COUNTING
from analytics.models import Batch
from shopops.jobs.models import Job
from shopops.shops.models import Shop

SHOWN = 10


@dataclass(frozen=True)
class SetAside:
    batch: Batch
    words: str


@dataclass(frozen=True)
class ToDo:
    """`files` and `failing` are the newest of each; `count` is the number of all, `more` of those not shown."""

    files: tuple[SetAside, ...]
    failing: tuple[Job, ...]
    count: int

    @property
    def more(self) -> int:
        return self.count - len(self.files) - len(self.failing)

    @property
    def has_several(self) -> bool:
        return len(self.files) > 1


def to_do(shop: Shop) -> ToDo:
    """Two queries."""
    files = list(Batch.objects.filter(shop=shop).to_look_at().order_by("-id"))
    tried = Job.objects.of_shop(shop.pk).failing(COUNTING).order_by("id")
    failing = list({job.dedupe_key: job for job in tried}.values())
    return ToDo(
        files=tuple(SetAside(batch, _in_words(batch.rejected)) for batch in files[:SHOWN]),
        failing=tuple(failing[-SHOWN:]),
        count=len(files) + len(failing),
    )


def _in_words(rows: int) -> str:
    words = ngettext(
        "%(rows)s row was set aside. The file says in which line and why: mend it and load it again.",
        "%(rows)s rows were set aside. The file says in which lines and why: mend them and load it again.",
        rows,
    )
    return words % {"rows": f"{rows:,}"}
