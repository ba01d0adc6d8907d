"""Migrations: the tables of the first version, made once, or not at all."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateIndex, CreateTable

from runfolio.store import dialect, schema, tables
from runfolio.store.schema import HEAD, KNOWN, VERSION_TABLE


def _engines(path: Path):
    dialect.make_private(path)
    return dialect.reader_engine(path, 5000), dialect.writer_engine(path, 5000)


def test_the_migrated_schema_is_that_of_the_tables(store_path):
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    reader, writer = _engines(store_path)
    schema.bring_to_head(reader, writer)
    with reader.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"version_table": VERSION_TABLE, "compare_type": True})
        assert compare_metadata(context, tables.metadata) == []
        assert schema.version(connection) == HEAD


def test_head_is_the_newest_script_and_all_scripts_are_known():
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(Path(schema.__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    scripts = ScriptDirectory.from_config(config)
    assert scripts.get_heads() == [HEAD]
    assert {script.revision for script in scripts.walk_revisions()} == KNOWN


def test_every_table_is_sql_that_postgresql_takes():
    target = postgresql.dialect()
    for table in tables.metadata.sorted_tables:
        assert str(CreateTable(table).compile(dialect=target)).strip().startswith("CREATE TABLE")
        for index in table.indexes:
            assert "INDEX" in str(CreateIndex(index).compile(dialect=target))
    made = str(CreateTable(tables.metrics).compile(dialect=target))
    assert "metric_id BIGSERIAL" in made


def test_a_migration_that_fails_leaves_the_store_as_it_was(store_path, monkeypatch):
    reader, writer = _engines(store_path)

    def half(connection):
        connection.execute(text("CREATE TABLE half (x INTEGER)"))
        raise RuntimeError("the power went")

    monkeypatch.setattr(schema, "_upgrade", half)
    with pytest.raises(RuntimeError):
        schema.bring_to_head(reader, writer)
    with reader.connect() as connection:
        assert schema.version(connection) is None
        assert connection.execute(text("SELECT count(*) FROM sqlite_master")).scalar() == 0
    monkeypatch.undo()
    schema.bring_to_head(reader, writer)
    with reader.connect() as connection:
        assert schema.version(connection) == HEAD


def test_a_store_at_head_is_opened_without_alembic(store, store_path):
    store.write(lambda tx: tx.runs.revision()).result(30)
    store.close()
    code = (
        "import sys, pathlib\n"
        "from runfolio.store.writer import QueuedStore\n"
        "assert 'sqlalchemy' not in sys.modules\n"
        f"store = QueuedStore(pathlib.Path({str(store_path)!r}))\n"
        "store.start()\n"
        "assert store.write(lambda tx: tx.runs.revision()).result(30) == 0\n"
        "store.close()\n"
        "assert 'alembic' not in sys.modules\n")
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


@pytest.mark.parametrize(("version", "safe"), [
    ((3, 40, 1), False), ((3, 44, 5), False), ((3, 44, 6), True), ((3, 45, 0), False),
    ((3, 50, 4), False), ((3, 50, 7), True), ((3, 51, 1), False), ((3, 51, 2), False),
    ((3, 51, 3), True), ((3, 53, 0), True)])
def test_wal_is_used_only_where_its_bug_is_mended(version, safe):
    assert dialect.wal_is_safe(version) is safe


def test_the_journal_follows_the_build_and_is_private(store_path, monkeypatch):
    for safe, mode in ((False, "delete"), (True, "wal")):
        monkeypatch.setattr(dialect, "wal_is_safe", lambda safe=safe: safe)
        path = store_path.with_name(f"{mode}.db")
        reader, writer = _engines(path)
        schema.bring_to_head(reader, writer)
        with writer.begin() as connection:
            assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == mode
            assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 1
            connection.execute(tables.counters.insert().values(name="x", value=1))
            beside = [file for file in path.parent.iterdir() if file.name.startswith(path.name)]
            assert len(beside) >= 2
            assert {file.stat().st_mode & 0o777 for file in beside} == {0o600}
        writer.dispose()
        reader.dispose()
    assert store_path.parent.stat().st_mode & 0o777 == 0o700


def test_a_reader_cannot_write(store_path):
    reader, writer = _engines(store_path)
    schema.bring_to_head(reader, writer)
    with reader.begin() as connection, pytest.raises(Exception, match="readonly"):
        connection.execute(tables.counters.insert().values(name="x", value=1))


def test_loading_the_extension_brings_neither_a_database_nor_capture_with_it():
    """A server that starts waits for this import (docs/performance.md)."""
    code = ("import sys, runfolio.extension\n"
            "assert not {'sqlalchemy', 'alembic'} & sys.modules.keys()\n"
            "ours = {name for name in sys.modules if name.startswith('runfolio.')}\n"
            "for part in ('facts', 'rules', 'store', 'service', 'probes', 'headless', 'wired'):\n"
            "    assert not {one for one in ours if one.split('.')[1] == part}, part\n"
            "capture = {one.split('.')[2] for one in ours if one.startswith('runfolio.capture.')}\n"
            "assert not {'pipeline', 'follow', 'trace', 'redact', 'wiring'} & capture, capture")
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


def test_the_rest_of_the_server_part_brings_no_database_with_it():
    code = ("import sys, runfolio.wired\n"
            "assert not {'sqlalchemy', 'alembic'} & sys.modules.keys()")
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
