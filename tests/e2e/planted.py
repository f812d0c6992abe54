"""Two forms with every kind of field, to show what becomes of typed text. Never part of the site."""

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from shopops.shops.access import shop_page
from shopops.urls import urlpatterns as site

FIELDS = """{% csrf_token %}
<input type="hidden" name="row" value="{{ row }}"><input name="title" aria-label="Title {{ row }}">
<textarea name="note" aria-label="Note {{ row }}"></textarea>
<select name="kind" aria-label="Kind {{ row }}"><option>sale<option>note</select>
<label><input type="checkbox" name="open" checked> Open {{ row }}</label><input type="date" name="day" aria-label="Day">
<input type="password" name="secret_password" aria-label="Secret"><button type="submit">Send {{ row }}</button>"""
PAGE = f"""{{% extends "base.html" %}}{{% block main %}}<h1>Two forms</h1>
{{% with row="1" %}}<form method="post" action="../planted-send/">{FIELDS}</form>{{% endwith %}}
{{% with row="2" %}}<form hx-post="../planted-send/" hx-swap="outerHTML">{FIELDS}</form>{{% endwith %}}
{{% endblock %}}"""


@shop_page("daily")
def planted(request: HttpRequest, shop: str) -> HttpResponse:
    return HttpResponse(engines["django"].from_string(PAGE).render({}, request))


@shop_page("daily")
def planted_send(request: HttpRequest, shop: str) -> HttpResponse:
    return HttpResponse("<p>It has arrived.</p>", status=200 if request.method == "POST" else 405)


urlpatterns = [
    path("s/<slug:shop>/planted/", planted, name="planted"),
    path("s/<slug:shop>/planted-send/", planted_send, name="planted_send"),
    *site,
]
