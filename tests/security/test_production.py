"""The settings of a site reached by https, tried in a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

TRY = """
import django
django.setup()
from django.conf import settings
# Named by their hashes as on a real site, but not compressed, which takes longer than all the rest.
settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.test import Client
from django.test.utils import setup_test_environment
call_command("migrate", verbosity=0)
call_command("collectstatic", interactive=False, verbosity=0)
setup_test_environment()
get_user_model().objects.create_user("ann", "ann@example.com", "correct horse battery staple")
plain = Client().get("/accounts/login/")
print("plain", plain.status_code, plain.headers["Location"])
client = Client()
page = client.get("/accounts/login/", secure=True)
answer = client.post("/accounts/login/", {"login": "ann", "password": "correct horse battery staple"}, secure=True)
print("hsts", answer.headers["Strict-Transport-Security"])
for cookie in [*page.cookies.values(), *answer.cookies.values()]:
    print("cookie", cookie.OutputString())
print("password", get_user_model().objects.get().password.rsplit("$", 2)[0])
print("home", client.get("/", secure=True, follow=True).status_code)
"""


@pytest.fixture(scope="module")
def production(tmp_path_factory) -> dict[str, str]:
    var = tmp_path_factory.mktemp("production")
    inherited = {name: value for name, value in os.environ.items() if name != "DJANGO_ALLOW_ASYNC_UNSAFE"}
    return inherited | {
        "DJANGO_SETTINGS_MODULE": os.environ.get("DJANGO_SETTINGS_MODULE", "shopops.settings"),
        "SHOPOPS_VAR": str(var),
        "DATABASE_URL": f"sqlite:///{var / 'production.sqlite3'}",
        "HTTPS": "true",
        "DEBUG": "false",
        "ALLOWED_HOSTS": "testserver",
    }


def run(arguments: list[str], env: dict[str, str]) -> str:
    done = subprocess.run(
        [sys.executable, *arguments], env=env, cwd=settings.BASE_DIR, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


def test_the_deployment_check_is_clean(production):
    said = run([str(Path(settings.BASE_DIR) / "manage.py"), "check", "--deploy", "--fail-level", "WARNING"], production)
    assert "no issues" in said


@pytest.fixture(scope="module")
def tried(production) -> list[str]:
    return run(["-c", TRY], production).splitlines()


def test_cookies_and_redirects_keep_to_https(tried):
    assert "plain 301 https://testserver/accounts/login/" in tried
    assert "hsts max-age=31536000; includeSubDomains; preload" in tried
    assert "home 200" in tried
    cookies = {line.split()[1].split("=")[0]: line for line in tried if line.startswith("cookie")}
    assert set(cookies) == {"__Host-session", "__Host-csrf"}
    for cookie in cookies.values():
        assert {"Secure", "Path=/", "SameSite=Lax"} <= {part.strip() for part in cookie.split(";")}
        assert "Domain" not in cookie
    assert "HttpOnly" in cookies["__Host-session"]


def test_passwords_are_kept_at_the_full_cost_of_argon2(tried):
    assert "password argon2$argon2id$v=19$m=102400,t=2,p=8" in tried
