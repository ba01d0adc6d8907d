"""Which document a run's first and last own step was executed from, on a real database."""

from __future__ import annotations

import sqlite3

import msgspec
import pytest
from alembic import command
from alembic.config import Config
from store_help import later, run, step

from runfolio import ids
from runfolio.models.snapshot import SnapshotCell, SnapshotDocument
from runfolio.store import dialect, schema
from runfolio.store.records import StoredSnapshot


def snapshot(name: str, seconds: float = 0, source="browser") -> StoredSnapshot:
    return StoredSnapshot(ids.digest(name.encode()), source, later(seconds))


def test_a_run_has_the_documents_of_its_first_and_last_own_step(write):
    """Not of inherited ones; what comes after the last result is the run's own too."""
    def work(tx):
        for seq in range(1, 5):
            tx.steps.insert(step(seq))
            tx.snapshots.put(step(seq).step_id, snapshot(f"d{seq}", seq))
        roles = ["inherited", "own", "own", "after-result"]
        return tx.runs.save(run(tx, step(2)), [
            (step(seq).step_id, role) for seq, role in enumerate(roles, 1)])
    kept = write(work)
    assert write(lambda tx: tx.snapshots.of_run(kept.run_id, "opened")) == (
        step(2).step_id, snapshot("d2", 2))
    assert write(lambda tx: tx.snapshots.of_run(kept.run_id, "closed")) == (
        step(4).step_id, snapshot("d4", 4))


def test_a_first_step_without_document_is_not_stood_for_by_a_later_one(write):
    def work(tx):
        for seq in (1, 2):
            tx.steps.insert(step(seq))
        tx.snapshots.put(step(2).step_id, snapshot("d2"))
        return tx.runs.save(run(tx, step(1)), [(step(seq).step_id, "own") for seq in (1, 2)])
    kept = write(work)
    assert write(lambda tx: tx.snapshots.of_run(kept.run_id, "opened")) is None
    assert write(lambda tx: tx.snapshots.of_run(kept.run_id, "closed")) is not None
    assert write(lambda tx: tx.snapshots.of_run(ids.fresh(), "opened")) is None


def test_what_the_browser_tells_late_takes_the_place_of_the_file(write):
    def work(tx):
        tx.steps.insert(step(1))
        tx.snapshots.put(step(1).step_id, snapshot("saved", source="file"))
        tx.snapshots.put(step(1).step_id, snapshot("told", 1))
        return tx.runs.save(run(tx, step(1)), [(step(1).step_id, "own")])
    kept = write(work)
    assert write(lambda tx: tx.snapshots.of_run(kept.run_id, "opened"))[1] == snapshot("told", 1)


def test_documents_and_texts_are_contents(write):
    document = SnapshotDocument(cells=[
        SnapshotCell(cell_id="a", cell_type="code", source_digest=ids.digest(b"x = 1"))])
    body = msgspec.json.encode(document)
    write(lambda tx: tx.contents.put(ids.digest(body), "application/json", body))
    write(lambda tx: tx.contents.put(ids.digest(b"x = 1"), "text/plain", b"x = 1"))
    assert write(lambda tx: tx.snapshots.document(ids.digest(body))) == document
    assert write(lambda tx: tx.snapshots.document(ids.digest(b"other"))) is None
    asked = [ids.digest(b"x = 1"), ids.digest(b"other")]
    assert write(lambda tx: tx.snapshots.texts(asked)) == {asked[0]: "x = 1"}
    assert write(lambda tx: tx.snapshots.kept([*asked, asked[0]])) == {asked[0]}


@pytest.mark.parametrize("before", ["0001", "0002"])
def test_a_store_of_before_gets_the_table_and_keeps_what_it_has(store_path, before):
    dialect.make_private(store_path)
    writer, reader = dialect.writer_engine(store_path, 100), dialect.reader_engine(store_path, 100)
    config = Config()
    config.set_main_option("script_location", str(schema._MIGRATIONS))
    config.set_main_option("path_separator", "os")
    with writer.begin() as connection:
        config.attributes |= {"connection": connection, "version_table": schema.VERSION_TABLE}
        command.upgrade(config, before)
    with sqlite3.connect(store_path) as database:
        database.execute("INSERT INTO counters VALUES ('kept', 7)")
    schema.bring_to_head(reader, writer)
    with sqlite3.connect(store_path) as database:
        assert database.execute("SELECT value FROM counters WHERE name = 'kept'").fetchone() == (7,)
        assert database.execute("SELECT count(*) FROM snapshots").fetchone() == (0,)
    with reader.connect() as connection:
        assert schema.check(connection)
    reader.dispose()
    writer.dispose()
