"""The page that shows every component."""

from pathlib import Path

import pytest

from shopops.gallery.samples import samples

ROOT = Path(__file__).resolve().parents[2]
# Parts of the frame, which surrounds the gallery too, and pieces that only stand within others.
ELSEWHERE = {
    "sidebar",
    "shop_switch",
    "user_menu",
    "notice",
    "chart_scripts",
    "icon",
    "panel",
    "keys",
    "typed",
    "cell",
    "sort_link",
}


def test_every_component_is_shown():
    files = {file.stem for file in (ROOT / "templates/components").glob("*.html")}
    assert files - ELSEWHERE == {sample.template for sample in samples()}


@pytest.mark.django_db
def test_it_is_there_for_staff_alone(client_of, person):
    assert client_of(person("ann")).get("/gallery/").status_code == 403
    answer = client_of(person("bob", staff=True)).get("/gallery/")
    assert answer.status_code == 200
    assert answer.content.decode().count('class="sample"') == len(samples())


@pytest.mark.django_db
def test_a_form_says_beside_its_field_what_is_wrong(client_of, person):
    page = client_of(person("bob", staff=True)).get("/gallery/").content.decode()
    assert 'id="id_name_error"' in page
    assert "field-wrong" in page
