"""A server that dies leaves nothing open for the next one; another server's kernels are let be."""

from __future__ import annotations

from pathlib import Path

import pytest
from jupyter_core.paths import jupyter_runtime_dir

from runfolio.capture.reconcile import reconcile
from runfolio.capture.spool import Spool

pytestmark = [pytest.mark.kernel, pytest.mark.timeout(120)]


async def test_case_24_left_open_is_closed_from_the_log(player, extension) -> None:
    await player.run("data", "x = 1")
    await player.run("train", 'alpha = 0.5\nprint("loss:", 0.5)')
    sent = await player.send([("more", "import time\nwhile True: time.sleep(0.1)")])
    await player.ended(sent, busy=True)
    await player.until(player.runs, lambda runs: runs and runs[0]["results"])

    left = extension.wired.store.write_now(lambda tx: reconcile(tx, {}, {player.kernel_id}))
    assert left == []
    assert extension.wired.store.read(lambda tx: tx.epochs.left_open())

    (run_id,) = extension.wired.store.write_now(lambda tx: reconcile(tx, {}))
    assert not extension.wired.store.read(lambda tx: tx.epochs.left_open())
    run = extension.wired.store.read(lambda tx: tx.runs.get(run_id))
    assert run is not None
    assert run.status == "finished"
    assert "killed-after-result" in run.flags
    assert run.params["alpha"].text == "0.5"
    statuses = [step["status"] for step in await player.steps()]
    assert statuses == ["finished", "finished", "lost"]
    await player.interrupt()


LOGS = """import runfolio, time
runfolio.artifact(b"curve", "curve")
with runfolio.run("done"):
    runfolio.log({"val_acc": 0.8})"""
OPEN = """with runfolio.run("fold"):
    runfolio.log({"val_acc": 0.9})
    print("logged", flush=True)
    while True: time.sleep(0.1)"""


async def test_what_code_logged_is_left_as_it_was(player, extension) -> None:
    """Files and child runs of steps that had entered; a child run that was open is killed."""
    await player.run("logs", LOGS)
    before = await player.settled(2)
    sent = await player.send([("open", OPEN)])
    await player.ended(sent, busy=True)
    await player.until(player.runs, lambda runs: len(runs[0]["results"]) == 2)
    # The next server reads again what the dead one had read of the step that was executing.
    left = Spool(Path(jupyter_runtime_dir()) / "runfolio").drain(player.kernel_id)
    assert {record.kind for record in left} >= {"begin", "metric"}
    extension.wired.store.write_now(lambda tx: reconcile(tx, {player.kernel_id: left}))
    kept = extension.wired.store.read(lambda tx: tx.runs.of_epoch(player.kernel_id, 1))
    runs = {run.name: run for run in kept}
    assert runs[None].artifacts == ["curve"]
    assert runs["done"].run_id in {run["run_id"] for run in before}
    assert runs["done"].results[0].metrics["val_acc"].last == 0.8
    assert [runs[name].status for name in (None, "done", "fold")] == [
        "killed", "finished", "killed"]
    await player.interrupt()
