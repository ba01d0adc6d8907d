"""A server that dies leaves nothing open for the next one; another server's kernels are let be."""

from __future__ import annotations

import pytest

from runfolio.capture.reconcile import reconcile

pytestmark = [pytest.mark.kernel, pytest.mark.timeout(120)]


async def test_case_24_left_open_is_closed_from_the_log(player, extension) -> None:
    await player.run("data", "x = 1")
    await player.run("train", 'alpha = 0.5\nprint("loss:", 0.5)')
    sent = await player.send([("more", "import time\nwhile True: time.sleep(0.1)")])
    await player.ended(sent, busy=True)
    await player.until(player.runs, lambda runs: runs and runs[0]["results"])

    left = extension.store.write_now(lambda tx: reconcile(tx, {}, {player.kernel_id}))
    assert left == []
    assert extension.store.read(lambda tx: tx.epochs.left_open())

    (run_id,) = extension.store.write_now(lambda tx: reconcile(tx, {}))
    assert not extension.store.read(lambda tx: tx.epochs.left_open())
    run = extension.store.read(lambda tx: tx.runs.get(run_id))
    assert run is not None
    assert run.status == "finished"
    assert "killed-after-result" in run.flags
    assert run.params["alpha"].text == "0.5"
    statuses = [step["status"] for step in await player.steps()]
    assert statuses == ["finished", "finished", "lost"]
    await player.interrupt()
