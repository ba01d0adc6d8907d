"""The tap on encrypted kernels, in floods, and on kernels that cannot be tapped."""

from __future__ import annotations

import logging
import os

import pytest
from traitlets.config import Config

from runfolio.capture.tap import Tap

pytestmark = [pytest.mark.kernel, pytest.mark.timeout(300)]


class TestEncrypted:
    """Kernels whose sockets are encrypted (CURVE): the tap connects as the manager does."""

    @pytest.fixture
    def jp_server_config(self):
        return Config({"ServerKernelManager": {"transport_encryption": "required"}})

    async def test_restart(self, jp_serverapp, tap, recorder, client_of):
        manager = jp_serverapp.kernel_manager
        kernel_id = await manager.start_kernel()
        assert manager.get_kernel(kernel_id).curve_publickey is not None
        first = client_of(kernel_id).execute("1")
        await recorder.until(lambda: first in recorder.ended)
        await manager.restart_kernel(kernel_id)
        second = client_of(kernel_id).execute("2")
        await recorder.until(lambda: second in recorder.ended)
        assert recorder.ended[second].raw.epoch == 2


class TestPending:
    """A manager that lists kernels before they have started."""

    @pytest.fixture
    def jp_server_config(self):
        return Config({"AsyncMappingKernelManager": {"use_pending_kernels": True}})

    async def test_first_cell(self, jp_serverapp, tap, recorder, client_of):
        manager = jp_serverapp.kernel_manager
        kernel_id = await manager.start_kernel()
        await manager.get_kernel(kernel_id).ready
        sent = client_of(kernel_id).execute("1")
        await recorder.until(lambda: sent in recorder.ended)
        assert recorder.epochs == ["began 1"]
        await manager.shutdown_kernel(kernel_id)
        await recorder.until(lambda: len(recorder.epochs) == 2)
        assert recorder.epochs == ["began 1", "shutdown 1"]


async def test_case_18_a_flood_is_complete(jp_serverapp, tap, recorder, client_of):
    """No message is lost at any high-water mark."""
    kernel_id = await jp_serverapp.kernel_manager.start_kernel()
    code = "for n in range(5000):\n    print('x' * 999, flush=True)"
    sent = client_of(kernel_id).execute(code)
    await recorder.until(lambda: sent in recorder.ended)
    (output,) = recorder.ended[sent].raw.outputs
    assert output.total_bytes == 5_000_000


async def test_what_the_old_process_sent_stays_in_its_epoch(jp_serverapp, tap, recorder, client_of):
    """A restart behind a flood: all of it is received before the epoch ends."""
    manager = jp_serverapp.kernel_manager
    kernel_id = await manager.start_kernel()
    code = "for n in range(20000):\n    print(n, flush=n % 10 == 0)"
    sent = client_of(kernel_id).execute(code)
    await recorder.until(lambda: sent in recorder.started)
    await manager.restart_kernel(kernel_id, now=True)
    await recorder.until(lambda: "began 2" in recorder.epochs)
    assert recorder.ended[sent].raw.epoch == 1
    after = client_of(kernel_id).execute("1")
    await recorder.until(lambda: after in recorder.ended)
    assert recorder.epochs == ["began 1", "restart 1", "began 2"]
    assert len(recorder.traces) == 2


async def test_another_pid_without_an_event(jp_serverapp, tap, recorder, client_of):
    """A kernel started again behind the server's back is seen by its process."""
    kernel_id = await jp_serverapp.kernel_manager.start_kernel()
    await recorder.until(lambda: recorder.epochs == ["began 1"])
    kernel = jp_serverapp.kernel_manager.get_kernel(kernel_id)
    await kernel._async_restart_kernel(now=True)
    await recorder.until(lambda: "began 2" in recorder.epochs)
    sent = client_of(kernel_id).execute("os = __import__('os'); os.getpid()")
    await recorder.until(lambda: sent in recorder.ended)
    assert recorder.ended[sent].raw.epoch == 2
    assert recorder.ended[sent].raw.outputs[0].data["text/plain"] == str(kernel.provisioner.pid)
    assert recorder.epochs == ["began 1", "died 1", "began 2"]


async def test_a_kernel_that_exits_by_itself(jp_serverapp, tap, recorder, client_of):
    """R9: os._exit in a cell; the restarter brings a new process."""
    kernel_id = await jp_serverapp.kernel_manager.start_kernel()
    # The kernel's own thread needs a moment to send what was printed.
    code = "import os, time; print('bye', flush=True); time.sleep(0.5); os._exit(3)"
    sent = client_of(kernel_id).execute(code)
    await recorder.until(lambda: "began 2" in recorder.epochs)
    assert recorder.ended[sent].raw.status == "lost"
    assert recorder.ended[sent].raw.outputs[0].head == "bye\n"
    assert recorder.epochs == ["began 1", "died 1", "began 2"]


class Untappable:
    """A kernel's manager whose kernel runs behind a gateway."""

    has_kernel = True
    ports = ()

    def connect_iopub(self) -> object:
        raise NotImplementedError("runs elsewhere")


class OneKernel(dict):
    """A kernel manager with one such kernel."""

    def list_kernel_ids(self) -> list[str]:
        return list(self)

    def get_kernel(self, kernel_id: str) -> object:
        return self[kernel_id]


async def test_kernels_that_cannot_be_tapped_are_given_up_in_one_line(
    jp_serverapp, recorder, caplog, monkeypatch
):
    monkeypatch.setattr("runfolio.capture.tap.LOOK_SECONDS", 0.01)
    log = logging.getLogger("tests.tap.remote")
    manager = OneKernel({"far-away": Untappable()})
    tap = Tap(manager, jp_serverapp.event_logger, recorder, log)
    tap.start()

    def lines() -> list[str]:
        found = [one for one in caplog.records if one.name == log.name]
        return [one.getMessage() for one in found if one.levelno >= logging.INFO]

    await recorder.until(lines)
    manager["other"] = Untappable()
    await recorder.until(lambda: len(lines()) >= 2)
    tap.stop()
    said = "Runfolio does not record kernel {}: NotImplementedError: runs elsewhere"
    assert lines() == [said.format("far-away"), said.format("other")]
    assert recorder.items == []


async def test_sockets_are_closed_when_it_stops(jp_serverapp, recorder, client_of):
    """Nothing of the tap holds the server up: its descriptors are gone."""
    kernel_id = await jp_serverapp.kernel_manager.start_kernel()
    tap = Tap(
        jp_serverapp.kernel_manager, jp_serverapp.event_logger, recorder, logging.getLogger("t")
    )
    tap.start()
    sent = client_of(kernel_id).execute("1")
    await recorder.until(lambda: sent in recorder.ended)
    open_now = len(os.listdir("/proc/self/fd"))
    tap.stop()
    await recorder.until(lambda: len(os.listdir("/proc/self/fd")) < open_now)
    assert recorder.epochs == ["began 1", "shutdown 1"]


async def test_case_15_a_busy_kernel_is_left_alone(jp_serverapp, recorder, client_of, tmp_path):
    """No request of ours waits behind a cell that was running when the tap came."""
    kernel_id = await jp_serverapp.kernel_manager.start_kernel()
    kernel = jp_serverapp.kernel_manager.get_kernel(kernel_id)
    client = client_of(kernel_id)
    client.execute("0")
    await client.get_shell_msg(timeout=60)
    began = tmp_path / "began"
    code = (
        f"import pathlib, time; pathlib.Path({str(began)!r}).touch()\n"
        "for n in range(40):\n    print(n, flush=True); time.sleep(0.05)"
    )
    first = client.execute(code)
    await recorder.until(began.exists)
    # What the server's own watcher notes; it can miss the one message on a loaded machine.
    kernel.execution_state = "busy"
    tap = Tap(
        jp_serverapp.kernel_manager, jp_serverapp.event_logger, recorder, logging.getLogger("t")
    )
    tap.start()
    second = client.execute("2")
    await recorder.until(lambda: second in recorder.ended)
    tap.stop()
    assert first not in recorder.started, "its beginning was missed: it is no step"
    parents = b"".join(part for item in recorder.items for part in getattr(item, "parts", []))
    assert b"kernel_info_request" not in parents


async def test_a_look_in_the_middle_of_a_start_ends_nothing(
    jp_serverapp, tap, recorder, client_of, monkeypatch
):
    """The start event comes before the kernel is listed; looks in between are no shutdowns."""
    monkeypatch.setattr("runfolio.capture.tap.LOOK_SECONDS", 0.0)
    await recorder.until(lambda: True)
    kernel_ids = [await jp_serverapp.kernel_manager.start_kernel() for _ in range(3)]
    for kernel_id in kernel_ids:
        sent = client_of(kernel_id).execute("1")
        await recorder.until(lambda sent=sent: sent in recorder.ended)
    assert recorder.epochs == ["began 1"] * 3
