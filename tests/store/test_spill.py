"""What waits beyond the bound of memory stands in a file, which has a bound too."""

from __future__ import annotations

from spill_help import MEMORY, Renamed, blocked, ended, expected, files, landed
from store_help import T0, step, wait_for

from runfolio.errors import StoreUnavailable
from runfolio.store import works
from runfolio.store.light import FLAG


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


