"""DuckDB may read and write our own folders, and nothing else."""

import duckdb
import pytest
from django.conf import settings

from analytics.events.duck import connect
from analytics.events.visitors import visitor_hash, visitor_sql

FORBIDDEN = {
    "a file elsewhere": "SELECT * FROM read_csv('/etc/passwd')",
    "a way out": "SELECT * FROM read_csv('{root}/../secret_key')",
    "a glob elsewhere": "SELECT * FROM glob('/etc/*')",
    "writing elsewhere": "COPY (SELECT 1) TO '/tmp/out.csv'",
    "another database": "ATTACH '/tmp/other.db'",
    "an extension": "INSTALL httpfs",
    "loading one": "LOAD httpfs",
    "unlocking": "SET enable_external_access = true",
    "more memory": "SET memory_limit = '100GB'",
    "more folders": "SET allowed_directories = ['/']",
    "the network": "SELECT * FROM read_csv('https://example.com/a.csv')",
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_it_is_locked_down(what):
    statement = FORBIDDEN[what].format(root=settings.EVENTS_ROOT)
    with connect() as connection, pytest.raises(duckdb.Error):
        connection.execute(statement)


def test_it_reads_the_one_file_that_it_was_opened_for(tmp_path):
    upload = tmp_path / "upload.csv"
    upload.write_text("a\n1\n")
    with connect(readable=(upload,)) as connection:
        assert connection.execute(f"SELECT a FROM read_csv('{upload}')").fetchall() == [(1,)]
        with pytest.raises(duckdb.Error):
            connection.execute(f"SELECT * FROM read_csv('{tmp_path}/other.csv')")


def test_its_scratch_is_gone_afterwards():
    with connect(database=True) as connection:
        connection.execute("CREATE TABLE t AS SELECT 1")
    assert list(settings.SCRATCH_ROOT.iterdir()) == []


@pytest.mark.parametrize("raw", ["u1", "旺旺昵称", "", "a" * 200])
def test_a_visitor_has_one_hash_in_python_and_in_sql(raw):
    with connect() as connection:
        (found,) = connection.execute(f"SELECT {visitor_sql('$1', key='00ff')}", [raw]).fetchone()
    assert found == visitor_hash(raw, key="00ff")
    assert found != visitor_hash(raw, key="00fe")
