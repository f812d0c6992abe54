"""What people prefer: kept by a form, applied to every page, and joined to the log-in."""

import re

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client
from django.test.utils import CaptureQueriesContext

from shopops.shops.models import Preferences, Role
from shopops.shops.prefer import prefer, preferences_of

PAGE = "/preferences/"
DAILY, DEFINITIONS = "/s/linen/daily/", "/s/linen/definitions/"
CHOSEN = {"language": "zh-hant", "theme": "dark", "verdict": "red", "density": "compact", "home": "definitions"}


def root(answer) -> dict[str, str]:
    """What the page says of itself."""
    tag = re.search(r"<html ([^>]*)>", answer.content.decode()).group(1)
    return dict(re.findall(r'([\w-]+)="([^"]*)"', tag))


def test_without_a_choice_everything_is_as_usual(owner_client):
    usual = {"lang": "en", "data-theme": "system", "data-verdict": "green", "data-density": "comfortable"}
    assert root(owner_client.get(DAILY)) == usual
    assert not Preferences.objects.exists()


def test_what_is_chosen_holds_for_every_page(owner_client):
    answer = owner_client.post(PAGE, CHOSEN, follow=True)
    assert answer.redirect_chain == [(PAGE, 302)]
    assert "偏好設定已儲存。" in answer.content.decode()
    chosen = {"lang": "zh-hant", "data-theme": "dark", "data-verdict": "red", "data-density": "compact"}
    assert root(answer) == root(owner_client.get(DAILY)) == chosen
    assert owner_client.get("/").headers["Location"] == DEFINITIONS
    assert owner_client.get("/s/linen/").headers["Location"] == DEFINITIONS


def test_the_form_shows_what_was_chosen(owner_client, owner):
    prefer(owner, **CHOSEN)
    html = owner_client.get(PAGE).content.decode()
    assert set(re.findall(r'<option value="([\w-]*)" selected', html)) == set(CHOSEN.values())


@pytest.mark.parametrize(("field", "value"), [("theme", "pink"), ("language", "fr"), ("home", "members")])
def test_a_choice_that_is_none_is_explained_and_nothing_is_kept(field, value, client_of, member):
    browser = client_of(member(Role.ANALYST))
    answer = browser.post(PAGE, CHOSEN | {field: value})
    assert answer.status_code == 200
    assert "is not one of the available choices" in answer.content.decode()
    assert not Preferences.objects.exists()


def test_only_pages_that_the_person_may_open_are_offered(client_of, member):
    def homes(role: Role) -> set[str]:
        html = client_of(member(role)).get(PAGE).content.decode()
        return set(re.findall(r'value="(\w*)"', html.partition('name="home"')[2].partition("</select>")[0]))

    assert {"", "daily", "definitions", "imports"} <= homes(Role.OPERATOR)
    assert "imports" not in homes(Role.ANALYST)
    assert homes(Role.AGENT) == {""}


def test_a_first_page_that_was_closed_to_the_role_is_passed_over(client_of, member):
    analyst = member(Role.ANALYST)
    prefer(analyst, home="imports")
    assert client_of(analyst).get("/").headers["Location"] == DAILY


def test_preferences_cost_no_query(owner, client_of, board_shop):
    def cost() -> int:
        browser = client_of(owner)
        browser.get(DAILY)
        with CaptureQueriesContext(connection) as asked:
            browser.get(DAILY)
        return len(asked)

    before = cost()
    prefer(owner, **CHOSEN)
    assert cost() == before <= 8


def test_the_language_of_the_person_stands_before_cookie_and_browser(owner, owner_client):
    prefer(owner, language="zh-hans")
    owner_client.cookies["django_language"] = "zh-hant"
    answer = owner_client.get(DAILY, headers={"Accept-Language": "en"})
    assert (root(answer)["lang"], answer.headers["Content-Language"]) == ("zh-hans", "zh-hans")


def test_without_a_chosen_language_the_browsers_counts(owner, owner_client):
    prefer(owner, theme="dark")
    assert root(owner_client.get(DAILY, headers={"Accept-Language": "zh-HK"}))["lang"] == "zh-hant"


def test_the_language_menu_changes_the_preference(owner, owner_client):
    prefer(owner, language="zh-hans", theme="dark")
    owner_client.post("/language/", {"language": "en", "next": DAILY})
    kept = Preferences.objects.get()
    assert (kept.language, kept.theme) == ("en", "dark")
    assert root(owner_client.get(DAILY))["lang"] == "en"


@pytest.mark.parametrize("language", ["fr", "", "zh-hant\n"])
def test_the_language_menu_keeps_no_other_language(language, owner_client):
    owner_client.post("/language/", {"language": language})
    assert not Preferences.objects.exists()


def test_a_strangers_language_is_kept_in_the_browser_only(db):
    stranger = Client()
    stranger.post("/language/", {"language": "zh-hant"})
    assert not Preferences.objects.exists()
    assert root(stranger.get("/accounts/login/"))["lang"] == "zh-hant"


def test_the_log_in_page_is_in_the_language_that_was_chosen(owner_client):
    owner_client.post(PAGE, CHOSEN)
    owner_client.logout()
    owner_client.cookies["django_language"] = "zh-hant"
    assert root(owner_client.get("/accounts/login/"))["lang"] == "zh-hant"


def test_giving_a_choice_back_forgets_the_cookie_too(owner_client):
    answer = owner_client.post(PAGE, CHOSEN)
    assert answer.cookies["django_language"].value == "zh-hant"
    answer = owner_client.post(PAGE, CHOSEN | {"language": ""})
    assert answer.cookies["django_language"].value == ""


def test_one_person_does_not_choose_for_another(owner, person, shop, client_of):
    prefer(owner, theme="dark")
    other = client_of(person("ann", shop=shop))
    assert root(other.get(DAILY))["data-theme"] == "system"


def test_who_logs_out_leaves_no_look_behind(owner, owner_client):
    prefer(owner, theme="dark")
    owner_client.post("/accounts/logout/")
    assert root(owner_client.get("/accounts/login/"))["data-theme"] == "system"


def test_the_menu_leads_to_preferences_and_the_password(owner_client):
    menu = owner_client.get(DAILY).content.decode().partition("user-menu")[2]
    assert 'href="/preferences/"' in menu
    assert 'href="/accounts/password/change/"' in menu


def test_a_person_without_preferences_has_the_usual_ones(person):
    assert preferences_of(person("ann")).theme == "system"


@pytest.mark.django_db(transaction=True)
def test_the_table_can_go_and_come_back():
    call_command("migrate", "shops", "0001", verbosity=0)
    assert "shops_preferences" not in connection.introspection.table_names()
    call_command("migrate", verbosity=0)  # what stands on it went too
    assert not MigrationExecutor(connection).migration_plan([("shops", "0002_preferences")])
