"""The server's own process is killed: what its kernels did is closed from the log."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest
from jupyter_client.blocking.client import BlockingKernelClient
from server_process import ServerProcess, environment_of

pytestmark = [pytest.mark.kernel, pytest.mark.timeout(240)]

SOON = 30.0


def execute(connection: str, *codes: str) -> None:
    """Send cells, as a client beside the server, and leave."""
    client = BlockingKernelClient(connection_file=connection)
    client.load_connection_file()
    client.start_channels(iopub=False, stdin=False, hb=False, control=False)
    client.kernel_info()
    client.get_shell_msg(timeout=60)  # it is connected: nothing is dropped when we leave
    for code in codes:
        client.execute(code)
    time.sleep(0.5)
    client.stop_channels()


@pytest.fixture
def server(tmp_path):
    one = ServerProcess(tmp_path / "server")
    one.start()
    yield one
    one.end()


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM], ids=lambda sign: sign.name)
def test_case_24_server_killed_in_a_cell(server, how: signal.Signals) -> None:
    """Its kernels end with it: at the next start their runs are closed within 30 s. A hub ends
    a user's server by SIGTERM."""
    session = server.ask("/api/sessions", {"path": "a.ipynb", "name": "", "type": "notebook",
                                           "kernel": {"name": "python3"}})
    kernel_id = session["kernel"]["id"]
    execute(str(server.folder / "run" / f"kernel-{kernel_id}.json"), "print('loss:', 0.5)",
            "import time; print('on', flush=True); time.sleep(600)")
    server.until(lambda: server.get("steps")["steps"],
                 lambda steps: [step["status"] for step in steps] == ["busy", "finished"])
    server.until(lambda: server.get("runs")["runs"], lambda runs: runs and runs[0]["results"])
    server.end(how)
    server.start()
    began = time.monotonic()
    (run,) = server.until(lambda: server.get("runs")["runs"],
                          lambda runs: runs and runs[0]["status"] != "open")
    assert time.monotonic() - began < SOON
    assert run["status"] == "finished"
    assert "killed-after-result" in run["flags"]
    assert [step["status"] for step in server.get("steps")["steps"]] == ["lost", "finished"]


def test_a_kernel_of_nobodys_server_lives_on(tmp_path) -> None:
    """A kernel that was started outside and found by the server: the server dies and comes back,
    the kernel lives, and what it does is recorded again. No run of the past stays open."""
    folder = tmp_path / "server"
    outside = folder / "outside"
    outside.mkdir(parents=True)
    connection = outside / "kernel-outside.json"
    kernel = subprocess.Popen(
        [sys.executable, "-m", "ipykernel_launcher", "-f", str(connection)],
        env=environment_of(folder), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    server = ServerProcess(folder, "--ServerApp.allow_external_kernels=True",
                           f"--ServerApp.external_connection_dir={outside}")
    try:
        while not connection.exists():
            time.sleep(0.1)
        server.start()
        attached(server)
        execute(str(connection), "print('loss:', 0.5)")
        ended(server, 1)
        server.end(signal.SIGKILL)
        assert kernel.poll() is None
        server.start()
        attached(server)
        execute(str(connection), "print('loss:', 0.25)")
        ended(server, 2)
        server.until(lambda: server.get("runs")["runs"],
                     lambda runs: len([run for run in runs if run["status"] == "open"]) <= 1)
        assert kernel.poll() is None
    finally:
        server.end()
        kernel.kill()
        kernel.wait()
    assert not os.path.exists(f"/proc/{kernel.pid}")


def attached(server: ServerProcess) -> None:
    """The server lists the kernel, and a session of a notebook has it."""
    kernels = server.until(lambda: server.ask("/api/kernels"), bool)
    server.ask("/api/sessions", {"path": "a.ipynb", "name": "", "type": "notebook",
                                 "kernel": {"id": kernels[0]["id"]}})
    time.sleep(3)  # the tap looks for kernels that no event told every 2 s


def ended(server: ServerProcess, count: int) -> None:
    """So many steps are recorded and none is executing."""
    server.until(lambda: server.get("steps")["steps"],
                 lambda steps: len(steps) == count and
                 all(step["status"] == "finished" for step in steps))
