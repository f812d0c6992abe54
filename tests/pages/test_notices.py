"""Notices are shown once, and what they tell of can be undone."""

import pytest
from django.contrib.messages.storage.session import SessionStorage
from django.template.loader import render_to_string
from django.test import RequestFactory

from shopops.web.notices import say_done, say_refused


@pytest.fixture
def asked():
    request = RequestFactory().get("/")
    request.session = {}
    request._messages = SessionStorage(request)
    return request


def shown(request) -> list[str]:
    return [render_to_string("components/notice.html", {"message": message}) for message in request._messages]


def test_a_notice_offers_to_undo_what_can_be_undone(asked):
    say_done(asked, "Taken back.", undo="/s/linen/undo/7/")
    [notice] = shown(asked)
    assert "Taken back." in notice
    assert '<form method="post" action="/s/linen/undo/7/">' in notice


def test_a_notice_without_an_undo_has_no_button(asked):
    say_refused(asked, "<b>No</b>")
    [notice] = shown(asked)
    assert "<form" not in notice
    assert "&lt;b&gt;" in notice
    assert "notice-error" in notice
