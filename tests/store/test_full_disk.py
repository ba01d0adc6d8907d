"""A full disk costs outputs first and says so; steps wait; what waits lands in order."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import threading

import pytest
from store_help import fill_disk, free_disk, later, open_store, step, wait_for, wait_for_problem

from runfolio.models.output import Content, Output
from runfolio.store import writer
from runfolio.store.light import FLAG, lighten

BIG = "x" * 200_000
DIGEST = "d" * 64


@pytest.fixture(autouse=True)
def _soon(monkeypatch):
    monkeypatch.setattr(writer, "_LOOK_FOR_ROOM", 0.05)


def printed(text: str = BIG) -> Output:
    return Output(kind="stream", name="stdout", text=text, total_bytes=len(text))


def shown(digest: str = DIGEST) -> Output:
    return Output(kind="display_data", contents=[
        Content(mime="image/png", size=200_000, digest=digest),
        Content(mime="text/plain", size=8, text="<Figure>")])


def ended(seq: int, *outputs: Output, **fields):
    """The write of a step that ended, as capture asks for it."""
    def work(tx):
        tx.steps.insert(step(seq, status="finished", ended_at=later(seq), outputs=list(outputs),
                             **fields))
        for output in outputs:
            for content in output.contents:
                if content.digest:
                    tx.contents.put(content.digest, content.mime, b"i" * content.size)
    return work


def kept(store, *seqs):
    steps = store.read(lambda tx: tx.steps.many([step(seq).step_id for seq in seqs]))
    return [steps.get(step(seq).step_id) for seq in seqs]


def order(store):
    """seq of the steps in the order in which they came to the store."""
    def read(tx):
        return list(tx.steps.connection.exec_driver_sql(
            "SELECT seq FROM steps ORDER BY rowid").scalars())
    return store.read(read)


@pytest.fixture
def full(store):
    """A store with one step that was kept whole, on a disk with room for rows only."""
    store.write(ended(1, printed("first"), shown("f" * 64))).result(30)
    fill_disk(store, pages=12)
    return store


def test_case_26_a_full_disk_costs_outputs_first(full):
    failed = Output(kind="error", ename="ValueError", evalue="no", text=BIG, total_bytes=200_000)
    full.write(ended(2, printed(), shown(), failed)).result(30)
    state = wait_for_problem(full, "disk-full")
    assert (state.status, state.blocked, state.outputs_dropped, state.dropped) == (
        "degraded", False, 3, 0)
    assert state.message == "The disk with the store is full."
    (found,) = kept(full, 2)
    assert (found.code, found.status, found.flags) == ("x = 2", "finished", {FLAG: []})
    stream, figure, error = found.outputs
    assert (stream.text, stream.truncated, stream.total_bytes) == ("", True, 200_000)
    assert [(one.size, one.dropped, one.text) for one in figure.contents] == [
        (200_000, True, None), (8, True, None)]
    assert (error.ename, error.evalue, error.text, error.truncated) == (
        "ValueError", "no", "", True)
    assert full.read(lambda tx: tx.contents.get(DIGEST)) is None


def test_case_26_outputs_are_kept_again_when_there_is_room(full):
    full.write(ended(2, printed())).result(30)
    wait_for_problem(full, "disk-full")
    free_disk(full)
    wait_for_problem(full, None)  # found by itself: nothing was written meanwhile
    full.write(ended(3, printed(), shown())).result(30)
    found, whole = kept(full, 2, 3)
    assert found.outputs[0].text == ""
    assert (whole.outputs, whole.flags) == ([printed(), shown()], {})
    assert full.state().outputs_dropped == 1


def test_a_full_disk_stays_said_while_nothing_is_written(full):
    full.write(ended(2, printed())).result(30)
    wait_for_problem(full, "disk-full")
    looks = []
    database = full._database
    has_room = database.has_room
    database.has_room = lambda size: looks.append(has_room(size)) or looks[-1]
    wait_for(full, lambda _state: len(looks) > 2)
    assert not any(looks)
    assert full.state().problem == "disk-full"


def test_looking_for_room_leaves_nothing_behind(store, store_path):
    store.write(ended(1)).result(30)
    size = store_path.stat().st_size
    assert store._database.has_room(4_000_000)
    assert store_path.stat().st_size == size
    assert store.read(lambda tx: tx.contents.get("probe")) is None


def test_a_user_can_write_while_outputs_are_left_out(full):
    full.write(ended(2, printed())).result(30)
    wait_for_problem(full, "disk-full")
    assert full.write_now(lambda tx: tx.notebooks.ensure("a.ipynb", later(0))).path == "a.ipynb"


def test_closing_on_a_full_disk_still_keeps_the_steps(full, store_path):
    full.write(ended(2, printed())).result(30)
    wait_for_problem(full, "disk-full")
    last = full.write(ended(3, printed()))
    full.close()
    assert last.exception(1) is None
    again = open_store(store_path)
    again.write(lambda tx: tx.runs.revision()).result(30)
    assert kept(again, 3)[0].flags == {FLAG: []}
    again.close()


def test_outputs_that_are_stored_stay(full):
    def look_again(tx):
        found = tx.steps.get(step(1).step_id)
        found.cell_number = 4
        found.outputs.append(printed())
        tx.steps.update(found)

    full.write(look_again).result(30)
    (found,) = kept(full, 1)
    assert found.outputs == [printed("first"), shown("f" * 64)]
    assert (found.cell_number, found.flags, full.state().outputs_dropped) == (4, {FLAG: []}, 1)


def test_contents_that_are_stored_are_not_called_dropped(full):
    full.write(ended(2, shown("f" * 64), printed())).result(30)
    image, text = kept(full, 2)[0].outputs[0].contents
    assert (image.dropped, text.dropped) == (False, True)


def test_artifacts_wait_where_outputs_are_left_out(full):
    """What the user asked to keep by name is no output, and nothing overtakes it."""
    futures = [full.write(ended(2, printed())),
               full.write(lambda tx: tx.contents.put("a" * 64, "model", b"m" * 200_000)),
               full.write(ended(3, printed()))]
    assert wait_for(full, lambda state: state.blocked).problem == "disk-full"
    assert not futures[1].done()
    free_disk(full)
    for future in futures:
        future.result(30)
    assert len(full.read(lambda tx: tx.contents.get("a" * 64)).data) == 200_000
    assert kept(full, 3)[0].outputs == [printed()]


def test_a_step_without_outputs_is_not_marked(full):
    full.write(lambda tx: [ended(2, printed())(tx), ended(3)(tx)]).result(30)
    marked, plain = kept(full, 2, 3)
    assert (marked.flags, plain.flags, plain.outputs) == ({FLAG: []}, {}, [])


def test_late_outputs_make_a_marked_step_whole_again(full):
    full.write(ended(2, printed())).result(30)
    free_disk(full)
    full.write(ended(2, printed())).result(30)
    assert (kept(full, 2)[0].outputs, kept(full, 2)[0].flags) == ([printed()], {})


def test_lightening_twice_changes_nothing():
    for output in (printed(), shown(), Output(kind="error", evalue="e" * 900, text="t")):
        light = lighten(output, lambda _digest: False)
        assert lighten(light, lambda _digest: False) == light


def test_case_26_where_not_even_steps_fit_they_wait_and_land_in_order(store, store_path):
    store.write(ended(1)).result(30)
    fill_disk(store)
    futures = [store.write(ended(seq, printed("kept"), code=BIG)) for seq in range(2, 8)]
    state = wait_for(store, lambda state: state.blocked)
    assert (state.problem, state.pending, state.dropped) == ("disk-full", 6, 0)
    assert not any(future.done() for future in futures)
    with pytest.raises(Exception, match="full"):
        store.write_now(lambda tx: tx.notebooks.ensure("asked.ipynb", later(0)))
    with sqlite3.connect(store_path) as look:
        assert look.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    look.close()
    free_disk(store)
    for future in futures:
        future.result(30)
    assert order(store) == [1, 2, 3, 4, 5, 6, 7]
    assert [one.outputs[0].text for one in kept(store, *range(2, 8))] == ["kept"] * 6
    assert (store.state().problem, store.state().outputs_dropped) == (None, 0)


def test_case_26_a_lock_longer_than_the_busy_timeout(store, store_path):
    """busy_ms is 100 here: the lock is held over several tries."""
    store.write(ended(1)).result(30)
    other = sqlite3.connect(store_path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    tries = threading.Semaphore(0)
    run = store._database.run
    store._database.run = lambda *args, **named: (tries.release(), run(*args, **named))[1]
    futures = [store.write(ended(seq, printed())) for seq in range(2, 30)]
    for _ in range(4):
        assert tries.acquire(timeout=30)
    state = wait_for_problem(store, "store-locked")
    assert (state.blocked, state.pending, state.dropped) == (True, 28, 0)
    other.execute("COMMIT")
    other.close()
    for future in futures:
        future.result(30)
    assert order(store) == list(range(1, 30))
    assert store.state().outputs_dropped == 0


@pytest.fixture
def small_disk(tmp_path):
    """A real file system of 3 MB."""
    place = tmp_path / "disk"
    place.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(place)],
                          capture_output=True, check=False)
    if made.returncode:
        pytest.skip("mounting is not allowed here")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


@pytest.mark.skipif(shutil.which("mount") is None, reason="no mount command")
def test_case_26_a_real_disk_that_is_full(small_disk, tmp_path):
    store = open_store(small_disk / "store.db", spill=tmp_path / "spill", max_bytes=300_000)
    store.write(ended(1, printed("first"))).result(30)
    filler = small_disk / "filler"
    with filler.open("wb") as file:
        # Room for rows and their journal, not for outputs.
        file.write(b"f" * (shutil.disk_usage(small_disk).free - 250_000))
    store.write(ended(2, printed("y" * 500_000))).result(30)
    assert wait_for_problem(store, "disk-full").outputs_dropped == 1
    wait_for(store, lambda _state: not store._backlog.queued)
    with filler.open("ab") as file:
        file.write(b"f" * shutil.disk_usage(small_disk).free)
    futures = [store.write(ended(seq, printed("kept"), code=BIG)) for seq in range(3, 9)]
    state = wait_for(store, lambda state: state.blocked)
    assert (state.pending, state.dropped) == (6, 0)
    assert list((tmp_path / "spill").rglob("*.records"))
    filler.unlink()
    for future in futures:
        future.result(30)
    assert order(store) == list(range(1, 9))
    assert [one.outputs[0].text for one in kept(store, *range(3, 9))] == ["kept"] * 6
    wait_for_problem(store, None)
    with sqlite3.connect(small_disk / "store.db") as look:
        assert look.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    look.close()
    store.close()
