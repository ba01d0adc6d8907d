"""What waits beyond the bound of memory stands in a file, outlives the process, and lands once."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import threading
from dataclasses import dataclass

import pytest
from store_help import T0, open_store, step, wait_for, wait_for_problem

from runfolio.errors import StoreUnavailable
from runfolio.models.output import Output
from runfolio.models.rule import RuleEvent
from runfolio.store import works, writer
from runfolio.store.database import Database
from runfolio.store.light import FLAG
from runfolio.store.spill import Spill

MEMORY = 100_000


def ended(seq: int, size: int = 20_000):
    """A step with outputs, and what lands wrongly when it lands twice."""
    made = step(seq, outputs=[Output(kind="stream", text="x" * size)])

    def work(tx):
        tx.steps.insert(made)
        tx.rule_events.append("k1", 1, RuleEvent(kind="aborted", cell_key=f"c{seq}"))
    return work


@works.spillable
@dataclass(frozen=True)
class Renamed:
    """A write that reads before it writes: only its class says what it would do."""

    path: str

    def __call__(self, tx):
        return tx.notebooks.get(tx.notebooks.ensure(self.path, T0).notebook_id).path


@pytest.fixture
def lock(store_path):
    """A lock of another program, let go by calling it."""
    open_store(store_path).close()
    other = sqlite3.connect(store_path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    yield lambda: other.in_transaction and other.execute("COMMIT")
    other.close()


@pytest.fixture
def spill(tmp_path):
    return tmp_path / "run" / "spill"


def files(spill):
    return sorted(spill.rglob("*.records"))


def landed(store):
    def read(tx):
        rows = tx.steps.connection.exec_driver_sql("SELECT seq FROM steps ORDER BY rowid")
        return list(rows.scalars()), [event.cell_key for event in tx.rule_events.of_epoch("k1", 1)]
    return store.read(read)


def expected(*seqs):
    return list(seqs), [f"c{seq}" for seq in seqs]


def blocked(store_path, spill, **options):
    """A store whose writer has met the lock."""
    store = open_store(store_path, spill=spill, max_bytes=MEMORY, **options)
    store.write(ended(1))
    wait_for_problem(store, "store-locked")
    return store


def test_memory_is_bounded_and_what_is_beyond_it_lands_in_order(store_path, spill, lock):
    store = blocked(store_path, spill)
    futures = [store.write(ended(seq)) for seq in range(2, 60)]
    named = store.write(Renamed("a.ipynb"))
    assert store._backlog.bytes <= MEMORY
    assert (store.state().pending, store.state().dropped) == (60, 0)
    (file,) = files(spill)
    assert file.stat().st_size > 50 * 20_000
    assert (file.stat().st_mode & 0o777, file.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    lock()
    assert [future.result(30) for future in futures] == [None] * 58
    assert named.result(30) == "a.ipynb"
    assert landed(store) == expected(*range(1, 60))
    assert store.state().outputs_dropped == 0
    assert (files(spill), store._backlog.bytes) == ([], 0)
    store.write(lambda tx: tx.runs.revision()).result(30)
    assert store._database.landed(file.stem) == 0
    store.close()


def test_without_a_file_outputs_are_left_out_first_then_writes(store_path, lock):
    store = blocked(store_path, None)
    futures = [store.write(ended(seq)) for seq in range(2, 400)]
    state = store.state()
    assert store._backlog.bytes <= 2 * MEMORY
    refused = [future for future in futures if future.done()]
    assert (state.dropped, state.outputs_dropped) == (
        len(refused), 398 - len(refused) - len([
            write for write in store._backlog._queue if write.size and write.size > 20_000]))
    assert 0 < len(refused) < 398
    assert refused[0].exception(1).problem == "records-dropped"
    lock()
    last = 1 + 398 - len(refused)
    futures[last - 2].result(30)
    assert landed(store) == expected(*range(1, last + 1))
    light = store.read(lambda tx: tx.steps.get(step(last).step_id))
    assert (light.flags, light.outputs[0].text) == ({FLAG: []}, "")
    store.close()


def test_a_spill_file_has_a_bound_too(store_path, spill, lock):
    store = blocked(store_path, spill, spill_bytes=100_000)
    for seq in range(2, 60):
        store.write(ended(seq))
    assert sum(file.stat().st_size for file in files(spill)) <= 100_000
    assert store.state().outputs_dropped > 0
    assert store.state().dropped == 0
    lock()
    wait_for(store, lambda state: state.pending == 0)
    assert landed(store) == expected(*range(1, 60))
    store.close()


def test_a_folder_that_cannot_be_made_is_as_good_as_none(store_path, tmp_path, lock):
    (tmp_path / "run").write_text("no folder")
    store = blocked(store_path, tmp_path / "run" / "spill")
    for seq in range(2, 20):
        store.write(ended(seq))
    assert (store.state().dropped, store._backlog.bytes <= 2 * MEMORY) == (0, True)
    assert store.state().outputs_dropped > 0
    lock()
    store.close()


def test_small_questions_of_the_house_find_room_when_memory_is_full(store_path, lock):
    store = blocked(store_path, None)
    for seq in range(2, 400):
        store.write(ended(seq))
    asked = store.write(lambda tx: tx.notebooks.ensure("a.ipynb", T0).path)
    lock()
    assert asked.exception(30) is None or isinstance(asked.exception(), StoreUnavailable)
    store.close()


def test_what_waits_at_the_end_lands_at_the_next_start(store_path, spill, lock):
    store = blocked(store_path, spill)
    futures = [store.write(ended(seq)) for seq in range(2, 30)]
    asked = store.write(lambda tx: tx.notebooks.ensure("answer.ipynb", T0))
    store.close()
    assert {future.exception(1).problem for future in futures} == {"store-locked"}
    assert asked.exception(1).problem == "store-locked"
    assert store.state().dropped == 1  # only what had to be answered
    lock()
    again = open_store(store_path, spill=spill)
    again.write(ended(30)).result(30)
    assert landed(again) == expected(*range(1, 31))
    assert files(spill) == []
    again.close()


def test_a_store_closed_while_full_twice_keeps_the_order(store_path, spill, lock):
    store = blocked(store_path, spill)
    store.write(ended(2))
    store.close()
    again = open_store(store_path, spill=spill)
    wait_for_problem(again, "store-locked")
    again.write(ended(3))
    again.close()
    lock()
    third = open_store(store_path, spill=spill)
    third.write(ended(4)).result(30)
    assert landed(third) == expected(1, 2, 3, 4)
    third.close()


KILLED = """
import pathlib, sys
sys.path.insert(0, sys.argv[3])
from test_spill import ended, MEMORY
from runfolio.store.writer import QueuedStore

store = QueuedStore(pathlib.Path(sys.argv[1]), spill=pathlib.Path(sys.argv[2]), max_bytes=1,
                    busy_ms=100)
store.start()
store.write(ended(1))
while store.state().problem is None:
    pass
for seq in range(2, 20):
    store.write(ended(seq))
print("spilled", flush=True)
sys.stdin.read()
"""


def test_what_a_killed_process_had_spilled_lands_at_the_next_start(store_path, spill, lock):
    with subprocess.Popen(
            [sys.executable, "-c", KILLED, str(store_path), str(spill), os.path.dirname(__file__)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout.readline() == b"spilled\n"
        (file,) = files(spill)
        other = open_store(store_path, spill=spill)
        assert wait_for_problem(other, None).pending == 0  # not ours while its process lives
        other.close()
        assert files(spill) == [file]
        process.send_signal(signal.SIGKILL)
    with file.open("ab") as torn:
        torn.write(b"\x40\x00\x00\x00half of a record")
    lock()
    again = open_store(store_path, spill=spill)
    again.write(ended(30)).result(30)
    assert landed(again) == expected(*range(1, 20), 30)
    assert files(spill) == []
    again.close()


def test_what_had_landed_before_the_kill_lands_no_second_time(store_path, spill, lock, tmp_path):
    store = blocked(store_path, spill)
    for seq in range(2, 30):
        store.write(ended(seq))
    store.close()
    (file,) = files(spill)
    copy = file.read_bytes()
    lock()
    again = open_store(store_path, spill=spill)
    forgets = []
    again._forget = forgets.append  # killed between the commit and the deletion
    again.write(ended(30)).result(30)
    again.close()
    assert forgets == [file.stem]
    file.write_bytes(copy)
    third = open_store(store_path, spill=spill)
    third.write(ended(31)).result(30)
    assert landed(third) == expected(*range(1, 32))
    third.close()


def test_a_record_that_nobody_understands_any_more_is_counted(store_path, spill, lock, caplog):
    store = blocked(store_path, spill)
    store.write(Renamed("a.ipynb"))
    store.write(ended(2))
    store.close()
    lock()
    kinds = dict(works._KINDS)
    del works._KINDS["Renamed"]
    try:
        again = open_store(store_path, spill=spill)
        again.write(ended(3)).result(30)
    finally:
        works._KINDS.update(kinds)
    assert landed(again) == expected(1, 2, 3)
    assert again.state().dropped == 1
    again.close()
    assert "could not be saved" in caplog.text


def test_artifacts_are_no_outputs(store_path, lock):
    """What the user asked to keep is not left out: it is refused and counted instead."""
    store = blocked(store_path, None)
    for seq in range(2, 10):
        store.write(ended(seq))
    data = b"m" * 2 * MEMORY
    refused = store.write(lambda tx: tx.contents.put("a" * 64, "model", data))
    assert refused.exception(1).problem == "records-dropped"
    assert store.state().dropped == 1
    lock()
    store.close()


def test_two_stores_in_one_folder_take_nothing_of_each_other(tmp_path):
    folder = tmp_path / "spill"
    one, two = (Spill(folder, tmp_path / name, 1_000_000) for name in ("a.db", "b.db"))
    assert one.keep(ended(1)) is not None
    assert one.hand_over([ended(2)]) == [True]
    assert two.leftovers(lambda _name: 0) == []
    assert len(Spill(folder, tmp_path / "a.db", 1_000_000).leftovers(lambda _name: 0)) == 1


def test_a_store_that_refuses_while_leftovers_are_taken_over_gets_them_later(tmp_path):
    one = Spill(tmp_path / "spill", tmp_path / "a.db", 1_000_000)
    assert one.hand_over([ended(1), ended(2)]) == [True, True]
    (one.folder / "01.unfinished").write_bytes(b"half")
    two = Spill(tmp_path / "spill", tmp_path / "a.db", 1_000_000)

    def refuses(_name):
        raise StoreUnavailable("busy", "store-locked")

    with pytest.raises(StoreUnavailable):
        two.leftovers(refuses)
    found = two.leftovers(lambda _name: 0)
    assert len(found) == 2
    assert len(list(one.folder.iterdir())) == 1
    for record in found:
        two.settled(record)
    assert len(two.clean()) == 1
    assert list(one.folder.iterdir()) == []


def test_works_are_data_where_they_only_write():
    def reads(tx):
        return tx.steps.get("x")

    assert works.encode(reads) is None
    assert works.encode(lambda tx: 1) is None
    calls = works.noted(ended(1))
    assert [(call.noun, call.method) for call in calls.calls] == [
        ("steps", "insert"), ("rule_events", "append")]
    assert works.decode(works.encode(ended(1))) == calls
    assert works.decode(works.encode(Renamed("a"))) == Renamed("a")
    assert 50_000 < works.weigh(ended(1, 50_000)) < 60_000
    odd = step(1, heading="\ud800")
    assert works.encode(lambda tx: tx.steps.insert(odd)) is None


def test_closing_takes_its_time_and_no_more_and_the_rest_lands_at_the_next_start(
    store_path, spill, monkeypatch
):
    """A backlog that is longer than the server has time for, on a slow disk."""
    begun, go_on, run = threading.Event(), threading.Event(), Database.run

    def slow(self, functions, **options):
        begun.set()
        assert go_on.wait(30)
        return run(self, functions, **options)

    store = open_store(store_path, spill=spill)
    store.write(ended(1)).result(30)
    monkeypatch.setattr(Database, "run", slow)
    monkeypatch.setattr(writer, "_CLOSING_SHARE", 0.0)
    first = store.write(ended(2))
    assert begun.wait(30)
    rest = [store.write(ended(seq)) for seq in range(3, 40)]
    closing = threading.Thread(target=store.close)
    closing.start()
    wait_for(store, lambda _: store._closing)
    go_on.set()
    closing.join(30)
    assert first.result(0) is None
    assert all(isinstance(future.exception(1), StoreUnavailable) for future in rest)
    assert store.state().dropped == 0
    monkeypatch.undo()
    again = open_store(store_path, spill=spill)
    again.write(ended(40)).result(30)
    assert landed(again) == expected(*range(1, 41))
    again.close()
