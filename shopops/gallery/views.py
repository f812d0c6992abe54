"""Every component of the pages on one page, for those who build and run the site."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.views.decorators.http import require_GET

from shopops.gallery.samples import Sample, samples
from shopops.shops.access import staff_only


@require_GET
@staff_only
def gallery(request: HttpRequest) -> HttpResponse:
    return render(request, "gallery/gallery.html", {"samples": list(_drawn(request))})


def _drawn(request: HttpRequest) -> Iterator[tuple[Sample, SafeString]]:
    for sample in samples():
        yield sample, render_to_string(sample.file, dict(sample.context), request)
