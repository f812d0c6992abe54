"""What is said of an act on the log of listing changes, with the way back."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from shopops.catalog.models import ListingChange
from shopops.web.notices import say_done


def say_removed(request: HttpRequest, change: ListingChange) -> None:
    back = reverse("listing_changes_restore", kwargs={"shop": change.shop.slug, "change": change.pk})
    words = {"kind": change.get_kind_display(), "product": change.product}
    say_done(request, _("The change of “%(product)s” (%(kind)s) was removed.") % words, undo=back)
