"""Pages and their pieces."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.cache import patch_vary_headers


def wants_fragment(request: HttpRequest) -> bool:
    """Whether htmx asks for a piece. A boosted link and a history restore ask for the whole page."""
    htmx = request.htmx  # type: ignore[attr-defined]
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def page_or_fragment(
    request: HttpRequest, template: str, context: Mapping[str, Any], *, fragment: str
) -> TemplateResponse:
    """Render the whole page, or only its named partial when htmx asks for a piece."""
    name = f"{template}#{fragment}" if wants_fragment(request) else template
    response = TemplateResponse(request, name, dict(context))
    patch_vary_headers(response, ["HX-Request", "HX-Boosted", "HX-History-Restore-Request"])
    return response
