"""Migrations say what the models say, have names, and can be taken back."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from tests.builders import command, fill, load_table, make_shop

ROOT = Path(__file__).resolve().parents[2]
ORDERS = """
    order buyer created              paid                 amount items
    o1    ann   2026-05-02T09:30:00  2026-05-02T09:31:00  20.00  1
"""
TOPS = [ROOT / top for top in ("shopops", "analytics", "campaigns")]
OURS = [config for config in apps.get_app_configs() if any(Path(config.path).is_relative_to(top) for top in TOPS)]


@pytest.mark.django_db
def test_no_model_waits_for_a_migration():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_migrations_are_named_by_hand():
    names = [file.stem for config in OURS for file in Path(config.path).glob("migrations/0*.py")]
    assert names
    assert [name for name in names if re.search(r"_auto_|_and_more$|_\d{8}_", name)] == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("app", ["analytics", "sales", "catalog", "calendar", "targets", "jobs", "web"])
def test_an_app_can_go_back_to_nothing_and_forth_again(app):
    executor = MigrationExecutor(connection)
    executor.migrate([(app, None)])
    executor = MigrationExecutor(connection)
    tables = connection.introspection.table_names()
    assert not [table for table in tables if table.startswith(f"{app}_")]
    executor.migrate(executor.loader.graph.leaf_nodes())
    assert not MigrationExecutor(connection).migration_plan(executor.loader.graph.leaf_nodes())


@pytest.mark.django_db(transaction=True)
def test_days_counted_before_a_figure_was_new_are_counted_again(tmp_path):
    shop = make_shop()
    load_table(shop, "orders", ORDERS, tmp_path)
    fill(shop)
    asked = {"shop": shop.slug, "from": "2026-05-02", "to": "2026-05-02"}
    [before] = command("figures", **asked)
    executor = MigrationExecutor(connection)
    leaves = executor.loader.graph.leaf_nodes()
    executor.migrate([("analytics", "0001_initial")])
    MigrationExecutor(connection).migrate(leaves)
    fill(shop)
    assert before["payers"]
    assert command("figures", **asked) == [before]
