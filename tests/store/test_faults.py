"""What happens to records when the store cannot be used: nothing is lost silently."""

from __future__ import annotations

import errno
import sqlite3
import threading
from pathlib import Path

import pytest
from store_help import T0, open_store, wait_for_problem

from runfolio.errors import StoreUnavailable
from runfolio.store.faults import Fault, problem_of
from runfolio.store.writer import QueuedStore


def _ensure(path):
    return lambda tx: tx.notebooks.ensure(path, T0)


def _paths(store):
    return sorted(row.path for row in store.read(lambda tx: tx.notebooks.page(None, 1000, None))[0])


def test_writes_before_the_store_is_open_wait_and_land(store_path):
    store = QueuedStore(store_path)
    futures = [store.write(_ensure(f"{at}.ipynb")) for at in range(5)]
    assert (store.state().status, store.state().pending) == ("starting", 5)
    store.start()
    assert [future.result(30).path for future in futures] == [f"{at}.ipynb" for at in range(5)]
    assert (store.state().status, store.state().pending) == ("ok", 0)
    store.close()


def test_a_write_that_raises_takes_nothing_else_with_it(store_path):
    store = QueuedStore(store_path)

    def bad(tx):
        tx.notebooks.ensure("half.ipynb", T0)
        raise ValueError("a bug")

    futures = [store.write(_ensure("a.ipynb")), store.write(bad), store.write(_ensure("b.ipynb"))]
    store.start()
    assert isinstance(futures[1].exception(30), ValueError)
    assert futures[2].result(30).path == "b.ipynb"
    assert _paths(store) == ["a.ipynb", "b.ipynb"]
    store.close()


def test_case_26_a_locked_store_lets_records_wait_then_land(store, store_path):
    store.write(_ensure("first.ipynb")).result(30)
    other = sqlite3.connect(store_path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    future = store.write(_ensure("waits.ipynb"))
    wait_for_problem(store, "store-locked")
    state = store.state()
    assert (state.status, state.pending, state.dropped) == ("degraded", 1, 0)
    assert state.blocked
    assert state.message == "The store is busy in another program."
    assert not future.done()
    with pytest.raises(StoreUnavailable, match="busy"):
        store.write_now(_ensure("asked.ipynb"))
    assert _paths(store) == ["first.ipynb"]
    other.execute("COMMIT")
    other.close()
    assert future.result(30).path == "waits.ipynb"
    assert store.state().status == "ok"
    assert _paths(store) == ["first.ipynb", "waits.ipynb"]


def test_a_store_locked_at_start_opens_when_it_is_let_go(store_path):
    store_path.parent.mkdir(parents=True)
    other = sqlite3.connect(store_path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    store = open_store(store_path)
    future = store.write(_ensure("a.ipynb"))
    wait_for_problem(store, "store-locked")
    with pytest.raises(StoreUnavailable):
        store.read(lambda tx: tx.runs.revision())
    other.execute("COMMIT")
    assert future.result(30).path == "a.ipynb"
    store.close()
    other.close()


@pytest.mark.parametrize("garbage", [b"this is no database, but text " * 40, b"SQLite format 3"])
def test_a_damaged_store_is_said_and_not_changed(store_path, garbage):
    store_path.parent.mkdir(parents=True)
    store_path.write_bytes(garbage)
    store = QueuedStore(store_path)
    early = store.write(_ensure("a.ipynb"))
    store.start()
    assert early.exception(30).problem == "store-unreadable"
    state = store.state()
    assert (state.status, state.problem, state.dropped) == ("unavailable", "store-unreadable", 1)
    assert store.write(_ensure("b.ipynb")).exception(30).problem == "store-unreadable"
    with pytest.raises(StoreUnavailable, match="damaged"):
        store.read(lambda tx: tx.runs.revision())
    with pytest.raises(StoreUnavailable, match="damaged"):
        store.write_now(_ensure("c.ipynb"))
    store.close()
    assert store_path.read_bytes() == garbage


def test_a_store_damaged_in_the_middle_is_said(store, store_path):
    store.write(_ensure("a.ipynb")).result(30)
    store.close()
    whole = bytearray(store_path.read_bytes())
    whole[100:] = b"\xff" * (len(whole) - 100)
    store_path.write_bytes(whole)
    again = open_store(store_path)
    assert again.write(_ensure("b.ipynb")).exception(30).problem == "store-unreadable"
    again.close()
    assert store_path.read_bytes() == whole


def test_a_newer_store_is_said_and_not_touched(store, store_path):
    store.write(_ensure("a.ipynb")).result(30)
    store.close()
    with sqlite3.connect(store_path) as newer:
        newer.execute("UPDATE runfolio_version SET version_num = '9999'")
    newer.close()
    before = store_path.read_bytes()
    again = open_store(store_path)
    assert again.write(_ensure("b.ipynb")).exception(30).problem == "store-newer"
    assert again.state().message.endswith("was written by a newer Runfolio.")
    with pytest.raises(StoreUnavailable, match="newer"):
        again.read(lambda tx: tx.runs.revision())
    again.close()
    assert store_path.read_bytes() == before


def test_case_26_a_folder_that_cannot_be_made_is_read_only(tmp_path):
    (tmp_path / "file").write_text("not a folder")
    store = open_store(tmp_path / "file" / "store.db")
    future = store.write(_ensure("a.ipynb"))
    wait_for_problem(store, "read-only")
    assert store.state().status == "degraded"
    (tmp_path / "file").unlink()
    assert future.result(30).path == "a.ipynb"
    store.close()


def test_a_read_only_store_can_still_be_read(store, store_path, monkeypatch):
    store.write(_ensure("a.ipynb")).result(30)
    store.close()
    from runfolio.store import dialect

    def refuse(path: Path) -> None:
        raise OSError(errno.EROFS, "Read-only file system", str(path))

    monkeypatch.setattr(dialect, "make_private", refuse)
    again = open_store(store_path)
    wait_for_problem(again, "read-only")
    assert _paths(again) == ["a.ipynb"]
    again.close()


def test_too_many_waiting_writes_are_refused_and_counted(store_path):
    store = QueuedStore(store_path, max_pending=2)
    futures = [store.write(_ensure(f"{at}.ipynb")) for at in range(5)]
    assert [future.done() for future in futures] == [False, False, True, True, True]
    assert futures[4].exception(1).problem == "records-dropped"
    assert store.state().dropped == 3
    store.start()
    assert futures[1].result(30).path == "1.ipynb"
    store.close()


def test_closing_writes_what_waits(store_path):
    store = open_store(store_path, gather=30.0)
    store.write(_ensure("a.ipynb")).result(30)
    waits = store.write(_ensure("b.ipynb"))
    store.close()
    assert waits.result(0).path == "b.ipynb"
    assert isinstance(store.write(_ensure("c.ipynb")).exception(1), StoreUnavailable)


def test_closing_a_locked_store_says_what_was_lost(store, store_path):
    store.write(_ensure("a.ipynb")).result(30)
    other = sqlite3.connect(store_path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    lost = store.write(_ensure("b.ipynb"))
    wait_for_problem(store, "store-locked")
    store.close()
    assert lost.exception(1).problem == "store-locked"
    assert store.state().dropped == 1
    other.execute("ROLLBACK")
    other.close()


def test_reads_in_many_threads_while_writing(store):
    store.write(_ensure("0.ipynb")).result(30)
    found: list[int] = []

    def read() -> None:
        found.extend(len(_paths(store)) for _ in range(20))

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    futures = [store.write(_ensure(f"{at}.ipynb")) for at in range(1, 40)]
    for thread in threads:
        thread.join(60)
    for future in futures:
        future.result(30)
    assert len(found) == 80
    assert min(found) >= 1
    assert len(_paths(store)) == 40


def test_faults_are_told_by_code_and_by_words():
    class Old(sqlite3.OperationalError):
        """As before Python 3.11: no code."""

    assert problem_of(Old("database is locked")) == "store-locked"
    assert problem_of(Old("database or disk is full")) == "disk-full"
    assert problem_of(Old("attempt to write a readonly database")) == "read-only"
    assert problem_of(sqlite3.DatabaseError("file is not a database")) == "store-unreadable"
    assert problem_of(OSError(errno.ENOSPC, "full")) == "disk-full"
    assert problem_of(OSError(errno.ENOENT, "gone")) is None
    assert problem_of(ValueError("a bug")) is None
    assert problem_of(None) is None
    assert "/x/store.db" in Fault("read-only", Path("/x/store.db")).message


def test_who_waits_for_a_write_does_not_wait_for_others_to_share_its_commit(store_path):
    store = open_store(store_path, gather=30.0)
    store.write(_ensure("a.ipynb")).result(10)
    assert store.write_now(_ensure("b.ipynb"), timeout=10).path == "b.ipynb"
    store.close()
