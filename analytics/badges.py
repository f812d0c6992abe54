"""What of the data's way wants somebody to act, for the sidebar."""

from functools import partial

from analytics.models import Batch
from shopops.jobs.models import Job
from shopops.shops.badges import Badge, declare_badge

COUNTING = "analytics."

declare_badge(Badge("imports", Batch.objects.to_look_at))
# The blocks of days that cannot be counted, however often each was tried.
declare_badge(Badge("imports", partial(Job.objects.failing, COUNTING), each="dedupe_key"))
