"""What a cell shows is the same with and without us, byte for byte, whatever its names hide."""

from __future__ import annotations

import asyncio
import json

import pytest
from jupyter_client.asynchronous.client import AsyncKernelClient

from runfolio import ids

pytestmark = [pytest.mark.kernel, pytest.mark.timeout(240)]

FIGURES = 20
BEGIN = "%matplotlib inline\nimport matplotlib.pyplot as plt"


def figure(n: int) -> str:
    """Half of the figures are begun in one cell and drawn on in the next."""
    if n % 4 == 2:
        return f"fig, ax = plt.subplots(figsize=(2, 1)); ax.plot(range({n}))\nprint('loss:', {n})"
    return f"plt.figure(figsize=(2, 1)); plt.plot([0, {n}]); plt.title('{n}'); plt.show()"


async def shown(client: AsyncKernelClient) -> list[object]:
    """All that 20 figure cells send, without what names the message."""
    found: list[object] = []
    for code in [BEGIN, *(figure(n) for n in range(FIGURES))]:
        msg_id = client.execute(code)
        while True:
            message = await client.get_iopub_msg(timeout=60)
            if message["parent_header"].get("msg_id") != msg_id:
                continue
            content = message["content"]
            found.append((message["msg_type"], json.dumps(content, sort_keys=True)))
            if content.get("execution_state") == "idle":
                break
    return found


async def test_case_17_figures_are_byte_identical(player, jp_serverapp) -> None:
    """With capture on, and in a kernel of the same server that the tap does not hear of."""
    async def of(kernel) -> list[object]:
        client = AsyncKernelClient(connection_file=kernel.connection_file)
        client.load_connection_file()
        client.start_channels(stdin=False, hb=False)
        await client.wait_for_ready(timeout=60)
        try:
            return await shown(client)
        finally:
            client.stop_channels()

    with_capture = await of(jp_serverapp.kernel_manager.get_kernel(player.kernel_id))
    await player.until(player.steps, lambda steps: len(steps) == FIGURES + 1)
    manager = type(jp_serverapp.kernel_manager.get_kernel(player.kernel_id))(kernel_name="python3")
    await manager.start_kernel()
    try:
        without = await of(manager)
    finally:
        await manager.shutdown_kernel(now=True)
    images = [one for one in with_capture if "image/png" in one[1]]
    assert len(images) == FIGURES
    assert ids.digest(repr(with_capture).encode()) == ids.digest(repr(without).encode())


async def test_case_14_nothing_is_sent_while_a_cell_waits_for_input(player) -> None:
    """A cell that asks is executed on and answered; nothing else reaches the kernel."""
    kernel = player.app.kernel_manager.get_kernel(player.kernel_id)
    client = AsyncKernelClient(connection_file=kernel.connection_file)
    client.load_connection_file()
    client.start_channels(hb=False)
    await client.wait_for_ready(timeout=60)
    try:
        began = False
        msg_id = client.execute("name = input('who? ')\nprint('loss:', 0.5)", allow_stdin=True)
        await client.get_stdin_msg(timeout=60)
        await asyncio.sleep(3)  # longer than any look of ours at kernels
        while True:
            try:
                message = await client.get_iopub_msg(timeout=0.1)
            except Exception:
                break
            if message["parent_header"].get("msg_id") == msg_id:
                began = True
            else:
                assert not began, f"{message['parent_header']} while the cell waited"
        client.input("me")
        await player.ended([msg_id])
    finally:
        client.stop_channels()
    (step,) = await player.steps()
    assert step["status"] == "finished"
    assert step["duration"] >= 3


async def test_case_16_names_that_hide_what_we_need(player) -> None:
    """json, builtins.open and __import__ are the user's: logging says nothing into the cell and
    raises nothing, and the run is recorded."""
    await player.run("a", "import runfolio\nimport builtins, sys\n"
                          "kept = builtins.__import__, builtins.open, sys.modules['json']\n"
                          "def refuse(name, *rest, **more):\n"
                          "    if name in ('json', 'os', 'threading'): raise ImportError(name)\n"
                          "    return kept[0](name, *rest, **more)\n"
                          "json = os = None")
    await player.run("b", "builtins.__import__ = refuse; builtins.open = None\n"
                          "sys.modules['json'] = None\n"
                          "runfolio.log({'loss': 0.5}); print('acc:', 0.9)")
    await player.run("c", "builtins.__import__, builtins.open, sys.modules['json'] = kept\n"
                          "print('acc:', 0.9)")
    assert [step["status"] for step in await player.steps()] == ["finished"] * 3
    runs = await player.until(player.runs, lambda found: found and found[0]["results"])
    metrics = {key for run in runs for one in run["results"] for key in one["metrics"]}
    assert "acc" in metrics
