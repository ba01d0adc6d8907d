"""What waited when a process ended stands in a file, and lands at the next start, once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading

import pytest
from spill_help import Renamed, blocked, ended, expected, files, landed
from store_help import T0, open_store, wait_for, wait_for_problem

from runfolio.errors import StoreUnavailable
from runfolio.store import works, writer
from runfolio.store.database import Database
from runfolio.store.spill import Spill


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
from spill_help import ended, MEMORY
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
