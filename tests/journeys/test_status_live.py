"""Whatever happens to a kernel: the right final status soon, what was shown kept, nothing open."""

from __future__ import annotations

import os
import resource

import pytest
from traitlets.config import Config

pytestmark = [pytest.mark.kernel, pytest.mark.timeout(180)]

RESTARTS = int(os.environ.get("RUNFOLIO_TEST_RESTARTS", "20"))
HELD = "import time; print('on', flush=True); time.sleep(0.5)\n"
#: What ends a kernel's process from within its own cell.
DEATHS = {
    "os._exit": "import os; os._exit(3)",
    "segfault": "import faulthandler; faulthandler.disable()\n"
                "import ctypes; ctypes.string_at(0)",
    "SIGKILL": "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",
    "abort": "import os; os.abort()",
}


async def closed(player, count: int = 1):
    """The runs, once none is open and no step is busy."""
    def good(found) -> bool:
        return len(found) == count and all(run["status"] != "open" for run in found)
    runs = await player.until(player.runs, good)
    assert all(step["status"] not in ("busy", "queued") for step in await player.steps())
    return runs


def text_of(step) -> str:
    return "".join(one["text"] for one in step["outputs"])


@pytest.fixture
def no_core_files():
    """Kernels of this test leave no core files."""
    before = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (0, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_CORE, before)


@pytest.mark.parametrize("death", DEATHS)
async def test_a_process_that_ends_in_its_cell(player, no_core_files, death: str) -> None:
    sent = await player.send([("a", HELD + DEATHS[death]), ("b", "x = 1")])
    await player.ended(sent[:1])
    (run,) = await closed(player)
    assert run["status"] == "killed"
    (step,) = await player.steps()
    assert step["status"] == "lost"
    assert text_of(step) == "on\n"


async def test_killed_for_its_memory(player) -> None:
    """A memory limit: Python's own MemoryError is a failed cell, a killer's SIGKILL a lost one.

    The limit is on the address space of the kernel alone; past it a C allocation that is not
    checked ends the process, which here is done by the kernel itself, as a cgroup's killer does.
    """
    await player.run("limit", "import resource\nresource.setrlimit(resource.RLIMIT_AS, "
                              "(2_000_000_000, resource.RLIM_INFINITY))")
    await player.run("a", "loss = 0.5\nprint('loss:', loss)\nbig = bytearray(10**10)")
    assert [step["status"] for step in await player.steps()] == ["finished", "failed"]
    sent = await player.send([("b", HELD + "import os, signal\ntry:\n    bytearray(10**10)\n"
                                    "except MemoryError:\n"
                                    "    os.kill(os.getpid(), signal.SIGKILL)")])
    await player.ended(sent)
    (run,) = await closed(player)
    assert [step["status"] for step in await player.steps()] == ["finished", "failed", "lost"]
    # It is judged at its last result: that step failed, the death came after.
    assert run["status"] == "failed"
    assert "killed-after-result" in run["flags"]


async def test_interrupt_with_a_queue(player) -> None:
    sent = await player.send([("a", HELD + "time.sleep(60)"), ("b", "x = 1"), ("c", "y = 1")])
    await player.until(player.steps, lambda steps: steps and steps[0]["status"] == "busy")
    await player.until(player.runs, lambda runs: runs and runs[0]["busy"])
    await player.interrupt()
    await player.ended(sent[:1])
    (step,) = await player.steps()
    assert (step["status"], step["outputs"][-1]["ename"]) == ("interrupted", "KeyboardInterrupt")
    assert text_of(step).startswith("on\n")
    await player.until(player.runs, lambda runs: runs[0]["live"]["queued"] == 0)
    await player.app.kernel_manager.shutdown_kernel(player.kernel_id)
    (run,) = await closed(player)
    assert run["status"] == "killed"


async def test_restart_and_shutdown_in_a_cell(player) -> None:
    sent = await player.send([("a", HELD + "time.sleep(60)"), ("b", "x = 1")])
    await player.ended(sent[:1], busy=True)
    await player.restart()
    await player.ended(sent[:1])
    (run,) = await closed(player)
    assert run["status"] == "killed"
    sent = await player.send([("a", "print('loss:', 0.5)"), ("b", HELD + "time.sleep(60)")])
    await player.ended(sent[:1])
    await player.ended(sent[1:], busy=True)
    await player.app.kernel_manager.shutdown_kernel(player.kernel_id, now=True)
    runs = await closed(player, 2)
    assert [run["status"] for run in runs] == ["killed", "finished"]
    assert "killed-after-result" in runs[1]["flags"]


@pytest.mark.timeout(120 + 6 * RESTARTS)
async def test_first_cell_after_each_restart(player) -> None:
    """RUNFOLIO_TEST_RESTARTS of them (20): each in its own run, none missing."""
    for n in range(RESTARTS):
        await player.app.kernel_manager.restart_kernel(player.kernel_id, now=True)
        await player.run("a", f"print('loss:', {n})")
    runs = await closed_but_last(player)
    assert [run["results"][0]["metrics"]["loss"]["last"] for run in runs] == list(range(RESTARTS))


async def closed_but_last(player):
    runs = await player.settled(RESTARTS)
    assert [run["status"] for run in runs[:-1]] == ["finished"] * (RESTARTS - 1)
    return runs


class TestCulling:
    """The server culls kernels that rest, and with these settings also those that work."""

    @pytest.fixture
    def jp_server_config(self):
        return Config({
            "ServerApp": {"jpserver_extensions": {"runfolio": True}},
            "MappingKernelManager": {"cull_idle_timeout": 3, "cull_interval": 1,
                                     "cull_connected": True, "cull_busy": False}})

    async def test_a_culled_kernel_leaves_a_finished_run(self, player) -> None:
        await player.run("a", "print('loss:', 0.5)")
        await player.until(player.runs, lambda runs: runs and runs[0]["status"] != "open")
        (run,) = await closed(player)
        assert run["status"] == "finished"
        assert player.kernel_id not in player.app.kernel_manager


async def test_the_kernels_clock_is_moved(player) -> None:
    """The kernel's dates are a day off in both directions: no duration is negative."""
    await player.run("a", "import datetime as d, jupyter_client.session as s\n"
                          "def at(days):\n    s.utcnow = lambda: (\n"
                          "        d.datetime.now(d.timezone.utc) + d.timedelta(days=days))")
    await player.run("b", "at(1); print('loss:', 0.5)")
    await player.run("c", "at(-2); print('loss:', 0.4)")
    steps = await player.steps()
    assert [step["cell_id"] for step in steps] == ["a", "b", "c"]
    assert all(0 <= step["duration"] < 60 for step in steps)
    (run,) = await player.settled(1)
    assert 0 <= run["busy_seconds"] <= run["wall_seconds"] < 120
