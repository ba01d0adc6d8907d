"""A kernel that starts while the server part is still being loaded loses no cell."""

from __future__ import annotations

import asyncio
import json
import threading
from typing import Any

import pytest
from jupyter_client.asynchronous.client import AsyncKernelClient


@pytest.mark.kernel
async def test_the_first_cells_of_a_kernel_that_starts_before_all_is_loaded(
    jp_serverapp: Any, jp_fetch: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    manager, kernels = jp_serverapp.extension_manager, jp_serverapp.kernel_manager
    app = manager.extension_points["runfolio"].app
    go_on, load = threading.Event(), app.load

    def slowly() -> Any:
        assert go_on.wait(60)
        return load()

    monkeypatch.setattr(app, "load", slowly)
    starting = asyncio.ensure_future(manager.start_all_extensions())
    session = await jp_serverapp.session_manager.create_session(
        path="train.ipynb", name="train.ipynb", type="notebook", kernel_name="python3")
    kernel_id = session["kernel"]["id"]
    client = AsyncKernelClient(
        connection_file=kernels.get_kernel(kernel_id).connection_file)
    client.load_connection_file()
    client.start_channels(iopub=False, stdin=False, hb=False, control=False)
    for code in ("x = 1", "x = 2"):
        client.execute(code)
        await client.get_shell_msg(timeout=60)
    assert not starting.done()
    go_on.set()
    await starting
    steps = await _ended(jp_fetch, kernel_id, 2)
    assert [(step["code"], step["status"]) for step in reversed(steps)] == [
        ("x = 1", "finished"), ("x = 2", "finished")]
    client.stop_channels()
    await kernels.shutdown_all()
    await app.stop_extension()


async def _ended(jp_fetch: Any, kernel_id: str, count: int) -> list[dict[str, Any]]:
    """The kernel's steps, latest first, once so many have ended."""
    for _ in range(600):
        answer = await jp_fetch("runfolio", "api", "steps", params={"kernel": kernel_id})
        steps: list[dict[str, Any]] = json.loads(answer.body)["steps"]
        if sum(step["status"] != "busy" for step in steps) == count:
            break
        await asyncio.sleep(0.1)
    return steps
