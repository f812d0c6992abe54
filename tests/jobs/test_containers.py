"""The container files fit the site: without an engine to start them, every name in them is looked up here."""

import os
import re
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
import yaml
from celery.bin.beat import beat
from celery.bin.celery import celery
from celery.bin.worker import worker
from django.conf import settings
from django.core.management import get_commands

ROOT = Path(settings.BASE_DIR)
PASSWORDS = {"POSTGRES_PASSWORD": "p1", "REDIS_PASSWORD": "p2"}
VARIABLE = re.compile(r"(?<!\$)\$\{(\w+)(?::([-?])([^}]*))?\}")


def compose(environment: dict[str, str]) -> dict:
    """The file as compose reads it."""

    def value(match: re.Match) -> str:
        name, kind, default = match.groups()
        given = environment.get(name)
        assert given or kind == "-", f"{name} has no value"
        return given or default

    return yaml.safe_load(VARIABLE.sub(value, (ROOT / "docker-compose.yml").read_text()))


@pytest.fixture(scope="module")
def services() -> dict:
    return compose(PASSWORDS)["services"]


def documented() -> set[str]:
    return set(re.findall(r"^#?([A-Z][A-Z_]+)=", (ROOT / ".env.example").read_text(), re.M))


def known_to_settings() -> set[str]:
    return set(re.findall(r"env(?:\.\w+)?\(\s*\"([A-Z_]+)\"", (ROOT / "shopops/settings.py").read_text()))


def variables_of_compose() -> set[str]:
    return {name for name, _, _ in VARIABLE.findall((ROOT / "docker-compose.yml").read_text())}


def test_every_setting_of_the_environment_is_documented_and_nothing_else_is():
    assert documented() == known_to_settings() | variables_of_compose()


def test_every_variable_that_a_service_of_ours_gets_is_a_setting(services):
    for name in ("migrate", "web", "worker", "beat"):
        assert set(services[name]["environment"]) <= known_to_settings()


def test_the_passwords_must_be_given():
    with pytest.raises(AssertionError, match="POSTGRES_PASSWORD has no value"):
        compose({})


def test_only_the_web_server_can_be_reached_and_from_this_machine_only(services):
    assert {name: service["ports"] for name, service in services.items() if "ports" in service} == {
        "web": ["127.0.0.1:8000:8000"]
    }


def test_images_are_pinned_to_a_major_version(services):
    assert {name: service["image"] for name, service in services.items() if "build" not in service} == {
        "postgres": "postgres:17",
        "redis": "redis:7",
    }


def test_redis_evicts_nothing_and_asks_for_a_password(services):
    command = services["redis"]["command"][-1]
    assert "--requirepass $$REDISCLI_AUTH" in command
    assert "--maxmemory-policy noeviction" in command


def test_all_that_stay_up_wait_for_the_migrations_and_have_a_health_check(services):
    for name in ("web", "worker", "beat"):
        assert services[name]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}
        assert services[name]["healthcheck"]["test"]
        assert services[name]["volumes"] == ["var:/var/lib/shopops"]
    assert services["migrate"]["restart"] == "no"


def test_the_commands_of_migrate_exist(services):
    names = re.findall(r"manage\.py (\w+)", services["migrate"]["command"][-1])
    assert names
    assert set(names) <= set(get_commands())


@pytest.mark.parametrize(("name", "command"), [("worker", worker), ("beat", beat)])
def test_celery_understands_the_options_it_gets(services, name, command):
    program, *options = services[name]["command"]
    position = options.index(name)
    assert program == "celery"
    assert celery.make_context("celery", options[: position + 1], resilient_parsing=True).params["app"] == "shopops"
    parsed = command.make_context(name, options[position + 1 :], resilient_parsing=True)
    assert not parsed.args


def environment_of(service: dict, tmp_path: Path) -> dict[str, str]:
    ours = {name: value for name, value in os.environ.items() if name not in known_to_settings()}
    return {**ours, **service["environment"], "SHOPOPS_VAR": str(tmp_path)}


def test_the_web_server_accepts_its_options_and_the_settings_their_environment(services, tmp_path):
    program, *options = services["web"]["command"]
    assert program == "gunicorn"
    checked = subprocess.run(
        [sys.executable, "-m", program, "--check-config", *options],
        cwd=ROOT,
        env=environment_of(services["web"], tmp_path),
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert checked.returncode == 0, checked.stderr


def test_the_image_is_built_from_hashed_packages_and_runs_as_an_ordinary_user():
    lines = (ROOT / "Dockerfile").read_text()
    assert "--require-hashes" in lines
    assert "\nUSER shopops\n" in lines
    assert lines.startswith("FROM python:3.11-slim\n")


def test_neither_keys_nor_data_nor_history_go_into_the_image():
    ignored = (ROOT / ".dockerignore").read_text().split("\n")
    assert {".env", "var", ".git", ".venv", "node_modules"} <= set(ignored)


class Answer(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        asked_well = self.headers["Host"] == "shop.example.com" and self.headers["X-Forwarded-Proto"] == "https"
        self.send_response(200 if asked_well else 400)
        self.end_headers()

    def log_message(self, *args: object) -> None:
        pass


@pytest.mark.parametrize(
    ("hosts", "healthy"), [("shop.example.com,localhost", True), (".shop.example.com", True), ("other.com", False)]
)
def test_the_health_check_asks_by_a_name_that_the_site_answers_to(hosts, healthy):
    server = HTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    checked = subprocess.run(
        [sys.executable, "deploy/healthy.py"],
        cwd=ROOT,
        env={"ALLOWED_HOSTS": hosts, "HEALTH_URL": f"http://127.0.0.1:{server.server_port}/healthz"},
        capture_output=True,
        check=False,
    )
    server.shutdown()
    server.server_close()
    assert (checked.returncode == 0) == healthy
