"""The tap on a real server and real kernels: nothing that ran is missed."""

from __future__ import annotations

import logging
import os
import signal

import pytest

from runfolio.capture.items import EpochBegan
from runfolio.capture.tap import Tap

pytestmark = [pytest.mark.kernel, pytest.mark.timeout(300)]

RESTARTS = int(os.environ.get("RUNFOLIO_TEST_RESTARTS", "10"))


async def test_case_09_first_cell_right_after_start(jp_serverapp, tap, recorder, client_of):
    """First cell right after kernel start not missed."""
    kernel_ids = [await jp_serverapp.kernel_manager.start_kernel() for _ in range(3)]
    sent = [client_of(kernel_id).execute("1 + 1") for kernel_id in kernel_ids]
    await recorder.until(lambda: all(msg_id in recorder.ended for msg_id in sent))
    assert {recorder.ended[msg_id].raw.status for msg_id in sent} == {"finished"}


@pytest.mark.timeout(120 + 6 * RESTARTS)
async def test_first_cell_right_after_restart(jp_serverapp, tap, recorder, client_of):
    """The first cell after each of many restarts is recorded, in its own epoch."""
    manager = jp_serverapp.kernel_manager
    kernel_id = await manager.start_kernel()
    client = client_of(kernel_id)
    sent = []
    for n in range(RESTARTS):
        await manager.restart_kernel(kernel_id, now=True)
        sent.append(client.execute(f"print({n})"))
        await recorder.until(lambda: sent[-1] in recorder.ended)
    found = [recorder.ended[msg_id].raw for msg_id in sent]
    assert [step.epoch for step in found] == list(range(2, RESTARTS + 2))
    assert [step.outputs[0].head for step in found] == [f"{n}\n" for n in range(RESTARTS)]
    expected = ["began 1"]
    for epoch in range(1, RESTARTS + 1):
        expected += [f"restart {epoch}", f"began {epoch + 1}"]
    assert recorder.epochs == expected


async def test_case_04_restart_leaves_no_open_step(jp_serverapp, tap, recorder, client_of):
    """Restart mid-cell closes the record."""
    manager = jp_serverapp.kernel_manager
    kernel_id = await manager.start_kernel()
    msg_id = client_of(kernel_id).execute("import time; print('on', flush=True); time.sleep(600)")
    await recorder.until(lambda: msg_id in recorder.shown)
    await manager.restart_kernel(kernel_id)
    await recorder.until(lambda: msg_id in recorder.ended)
    await recorder.until(lambda: "began 2" in recorder.epochs)
    assert recorder.ended[msg_id].raw.status in ("lost", "interrupted")
    assert recorder.ended[msg_id].raw.epoch == 1
    assert recorder.epochs == ["began 1", "restart 1", "began 2"]


async def test_case_05_killed_kernel_starts_another_epoch(jp_serverapp, tap, recorder, client_of):
    """Kill -9 in a cell, autorestart."""
    manager = jp_serverapp.kernel_manager
    kernel_id = await manager.start_kernel()
    client = client_of(kernel_id)
    msg_id = client.execute("import time; print('on', flush=True); time.sleep(600)")
    await recorder.until(lambda: msg_id in recorder.shown)
    os.kill(manager.get_kernel(kernel_id).provisioner.pid, signal.SIGKILL)
    await recorder.until(lambda: "began 2" in recorder.epochs)
    assert recorder.ended[msg_id].raw.status == "lost"
    assert recorder.epochs == ["began 1", "died 1", "began 2"]
    after = client_of(kernel_id).execute("2")
    await recorder.until(lambda: after in recorder.ended)
    assert recorder.ended[after].raw.epoch == 2


async def test_shutdown_and_the_same_id_again(jp_serverapp, tap, recorder, client_of):
    manager = jp_serverapp.kernel_manager
    kernel_id = await manager.start_kernel()
    first = client_of(kernel_id).execute("1")
    await recorder.until(lambda: first in recorder.ended)
    await manager.shutdown_kernel(kernel_id)
    await recorder.until(lambda: "shutdown 1" in recorder.epochs)
    assert await manager.start_kernel(kernel_id=kernel_id) == kernel_id
    second = client_of(kernel_id).execute("2")
    await recorder.until(lambda: second in recorder.ended)
    assert recorder.ended[second].raw.epoch == 2
    await manager.shutdown_kernel(kernel_id)
    await recorder.until(lambda: "shutdown 2" in recorder.epochs)
    assert recorder.epochs == ["began 1", "shutdown 1", "began 2", "shutdown 2"]


async def test_kernel_that_runs_already(jp_serverapp, recorder, client_of):
    """Attached when the extension loads, with epochs going on from what the store knows."""
    kernel_id = await jp_serverapp.kernel_manager.start_kernel()
    log = logging.getLogger("tests.tap")
    late = Tap(
        jp_serverapp.kernel_manager,
        jp_serverapp.event_logger,
        recorder,
        log,
        last_epoch=lambda kernel_id: 7,
    )
    late.start()
    await recorder.until(lambda: recorder.epochs)
    msg_id = client_of(kernel_id).execute("'here'")
    await recorder.until(lambda: msg_id in recorder.ended)
    late.stop()
    assert recorder.epochs == ["began 8", "shutdown 8"]
    began = recorder.items[0]
    assert isinstance(began, EpochBegan)
    assert began.kernel_name == "python3"
    assert began.language == "python"
    assert began.pid == jp_serverapp.kernel_manager.get_kernel(kernel_id).provisioner.pid
    assert any("ipykernel" in arg for arg in began.argv)
    assert began.connection_file.endswith(f"kernel-{kernel_id}.json")


async def test_sink_that_raises_is_given_up_in_one_line(jp_serverapp, client_of, caplog):
    """Nothing is raised into the loop, the kernel works on, the log has one line."""

    def sink(item: object) -> None:
        raise RuntimeError("no")

    log = logging.getLogger("tests.tap.failing")
    tap = Tap(jp_serverapp.kernel_manager, jp_serverapp.event_logger, sink, log)
    tap.start()
    kernel_id = await jp_serverapp.kernel_manager.start_kernel()
    client = client_of(kernel_id)
    for n in range(10):
        msg_id = client.execute(str(n))
        reply = await client.get_shell_msg(timeout=60)
        assert reply["parent_header"]["msg_id"] == msg_id
        assert reply["content"]["status"] == "ok"
    tap.stop()
    lines = [record for record in caplog.records if record.name == "tests.tap.failing"]
    assert [record.levelname for record in lines if record.levelno > logging.DEBUG] == ["WARNING"]


async def test_own_requests_are_no_steps(jp_serverapp, tap, recorder, client_of):
    """The nudge is seen by nobody's record, and replies of clients are not taken by it."""
    kernel_id = await jp_serverapp.kernel_manager.start_kernel()
    client = client_of(kernel_id)
    msg_id = client.execute("3")
    reply = await client.get_shell_msg(timeout=60)
    assert reply["parent_header"]["msg_id"] == msg_id
    await recorder.until(lambda: msg_id in recorder.ended)
    assert list(recorder.started) == [msg_id]
