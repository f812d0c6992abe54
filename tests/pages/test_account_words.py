"""The pages around the log-in, in Chinese: nothing of a library's English is left on them."""

import re
from collections.abc import Callable, Iterator

import pytest
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from shopops.shops.admit import admit
from shopops.shops.models import Role, Shop
from tests.fixtures.shops import PASSWORD

CHINESE = ["zh-hans", "zh-hant"]
# Names, addresses and the language menu, whose entries are each in their own language.
NAMES = {"ShopOps", "English", "ann", "CSV", "XLSX", "Esc"}
PLATFORMS = {"Shopify", "WooCommerce"}
LOGIN, CHANGE = reverse("account_login"), reverse("account_change_password")
RESET, SET = reverse("account_reset_password"), reverse("account_set_password")
SHOWN = re.compile(r'(?:placeholder|title|aria-label|alt)="([^"]*)"')


def english(answer: HttpResponse) -> set[str]:
    """Words in Latin letters that the reader of a Chinese page is shown."""
    html = answer.content.decode()
    assert answer.status_code == 200
    assert re.search(r'<html lang="zh-han[st]"', html)
    return latin(html) - NAMES


def latin(html: str) -> set[str]:
    """Words in Latin letters, but for those in code."""
    words = " ".join(SHOWN.findall(html)) + re.sub(r"<code>[^<]*</code>|<script.*?</script>|<[^>]+>", " ", html)
    return set(re.findall(r"[A-Za-z_]{2,}", re.sub(r"&\w+;", " ", words)))


@pytest.fixture(params=CHINESE)
def browser(request) -> Client:
    return Client(headers={"Accept-Language": request.param})


@pytest.fixture
def ann(person: Callable[..., User], foreign_shop: Shop) -> User:
    return person("ann")


@pytest.mark.parametrize(
    "name",
    [
        "account_login",
        "account_inactive",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key_done",
    ],
)
def test_a_strangers_pages_are_all_chinese(name, browser, db):
    assert english(browser.get(reverse(name))) == set()


@pytest.mark.parametrize("name", ["account_change_password", "account_reauthenticate", "account_logout", "preferences"])
def test_a_persons_pages_are_all_chinese(name, browser, ann):
    browser.force_login(ann)
    assert english(browser.get(reverse(name))) == set()


def test_who_has_no_shop_is_told_so_in_chinese(browser, ann):
    browser.force_login(ann)
    assert english(browser.get("/")) == {"manage", "py", "create_shop", "add_member"}


def test_opening_a_shop_is_asked_in_chinese(browser, person):
    browser.force_login(person("ann"))
    form = {"name": "麻袋", "platform": "own", "timezone": "x", "currency": "x", "day_cut": "x"}
    assert english(browser.get("/shops/new/")) == PLATFORMS
    assert english(browser.post("/shops/new/", {"name": ""})) == PLATFORMS
    places = re.sub(r"<option.*?</option>", "", browser.post("/shops/new/", form).content.decode(), flags=re.S)
    assert latin(places) == {"ShopOps", "English"}


def test_the_page_to_set_a_first_password_is_chinese(browser, ann):
    ann.set_unusable_password()
    ann.save()
    browser.force_login(ann)
    assert english(browser.get(SET)) == set()
    assert english(browser.post(SET, {"password1": "short", "password2": "other"})) == set()


@pytest.mark.parametrize("form", [{}, {"login": "ann", "password": "no"}, {"login": "a@example.com", "password": "no"}])
def test_a_refused_log_in_is_explained_in_chinese(form, browser, ann):
    assert english(browser.post(LOGIN, form)) == set()


def test_too_many_guesses_are_explained_in_chinese(browser, ann):
    answers = [browser.post(LOGIN, {"login": "ann", "password": "no"}) for _ in range(7)]
    assert english(answers[-1]) == set()


def wrong_changes() -> Iterator[dict[str, str]]:
    new = "another long password"
    yield {}
    yield {"oldpassword": "no", "password1": new, "password2": new}
    yield {"oldpassword": PASSWORD, "password1": new, "password2": "something else here"}
    for weak in ("short", "password", "ann@example.comm", "1" * 15):
        yield {"oldpassword": PASSWORD, "password1": weak, "password2": weak}


@pytest.mark.parametrize("form", [*wrong_changes()], ids=lambda form: form.get("password1", "empty"))
def test_a_refused_new_password_is_explained_in_chinese(form, browser, ann):
    browser.force_login(ann)
    assert english(browser.post(CHANGE, form)) == set()


def test_a_changed_password_is_confirmed_in_chinese(browser, ann):
    browser.force_login(ann)
    new = "another long password"
    form = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert english(browser.post(CHANGE, form, follow=True)) == set()


def test_a_wrong_password_for_a_protected_step_is_explained_in_chinese(browser, ann):
    browser.force_login(ann)
    assert english(browser.post(reverse("account_reauthenticate"), {"password": "no"})) == set()


@pytest.mark.parametrize("email", ["", "nonsense"])
def test_a_wrong_mail_address_is_explained_in_chinese(email, browser, db):
    assert english(browser.post(RESET, {"email": email})) == set()


def test_a_lost_password_is_renewed_in_chinese(browser, ann, mailoutbox):
    assert english(browser.post(RESET, {"email": ann.email}, follow=True)) == set()
    (letter,) = mailoutbox
    link = next(word for word in letter.body.split() if "/password/reset/key/" in word)
    words = f"{letter.subject} {letter.body}".replace(link, "").replace("testserver", "")
    assert set(re.findall(r"[A-Za-z]{2,}", words)) == {"ann"}
    form = browser.get(link, follow=True)
    assert english(form) == set()
    address = form.redirect_chain[-1][0]
    assert english(browser.post(address, {"password1": "short", "password2": "other"})) == set()
    new = "another long password"
    assert english(browser.post(address, {"password1": new, "password2": new}, follow=True)) == set()
    assert english(browser.get(link, follow=True)) == set()  # a second time


def test_the_two_chinese_ways_of_writing_differ(db):
    simplified, traditional = (
        Client(headers={"Accept-Language": language}).get(LOGIN).content.decode() for language in CHINESE
    )
    assert "登录" in simplified
    assert "登入" not in simplified
    assert "登入" in traditional
    assert "登录" not in traditional


@pytest.mark.parametrize(
    ("wanted", "chosen"),
    [
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh-hans"),
        ("zh-SG", "zh-hans"),
        ("zh", "zh-hans"),
        ("zh-Hans-HK", "zh-hans"),
        ("zh-TW,zh;q=0.9", "zh-hant"),
        ("zh-HK,en;q=0.5", "zh-hant"),
        ("zh-Hant-TW", "zh-hant"),
        ("en-GB,zh-TW;q=0.5", "en"),
        ("fr", "en"),
    ],
)
def test_the_browsers_wish_chooses_the_language(wanted, chosen, db):
    answer = Client(headers={"Accept-Language": wanted}).get(LOGIN)
    assert f'<html lang="{chosen}"' in answer.content.decode()


def test_the_cookie_of_the_language_menu_stands_before_the_browsers_wish(db):
    client = Client(headers={"Accept-Language": "en"})
    client.post(reverse("set_language"), {"language": "zh-hant", "next": LOGIN})
    html = client.get(LOGIN).content.decode()
    assert '<html lang="zh-hant"' in html
    assert all(name in html for name in ("English", "简体中文", "繁體中文"))


def test_the_menu_names_each_language_in_its_own_words(ann, client_of, foreign_shop):
    admit(ann, shop=foreign_shop, role=Role.OWNER)
    for language in ("en", *CHINESE):
        html = client_of(ann).get("/s/velvet/daily/", headers={"Accept-Language": language}).content.decode()
        menu = re.findall(r'name="language" value="([\w-]+)" lang="\1" (\S*?)>([^<]+)<', html)
        assert [(code, name) for code, _now, name in menu] == [
            ("en", "English"), ("zh-hans", "简体中文"), ("zh-hant", "繁體中文"),
        ]  # fmt: skip
        assert [code for code, now, _name in menu if now] == [language]


@pytest.mark.parametrize(
    "path",
    [
        *("daily/", "definitions/", "imports/", "panels/daily.all", "panels/daily.funnel"),
        *("products/changes/", "products/changes/add/"),
    ],
)
def test_pages_of_figures_hold_no_english_but_names(path, browser, board_shop, owner):
    """Names are those of the shop, its goods and files; keys of metrics stand in code."""
    browser.force_login(owner)
    answer = browser.get(f"/s/linen/{path}")
    names = {"Linen", "and", "Co", "owner", "of", "linen", "shirt", "SUM", "UV", "november", "csv", "generic", "Search"}
    assert english(answer) - names == set()
