"""Cells that are executed by the server itself (jupyter-server-nbmodel), with shared editing."""

from __future__ import annotations

import asyncio
import contextlib
import json
from typing import Any

import pytest

from runfolio import ids

pytest.importorskip("jupyter_server_nbmodel", reason="no .venv-executors")

pytestmark = [pytest.mark.kernel, pytest.mark.timeout(180),
              pytest.mark.filterwarnings("ignore")]

CELLS = {"good": ("print('loss:', 0.5)\nimport time; time.sleep(0.5)", "finished"),
         "bad": ("1 / 0", "failed")}


@pytest.fixture(params=["alone", "shared"])
def jp_server_config(request) -> dict[str, Any]:
    """Without and with the extensions of jupyter-collaboration."""
    extensions = {"runfolio": True, "jupyter_server_nbmodel": True}
    if request.param == "shared":
        extensions |= {"jupyter_server_fileid": True, "jupyter_server_ydoc": True}
    return {"ServerApp": {"jpserver_extensions": extensions,
                          "allow_unauthenticated_access": True}}


@pytest.fixture(autouse=True)
def closed(jp_serverapp, jp_asyncio_loop, player):
    """Ends the executor's clients, which it forgets (0.2.9): the process would wait for them."""
    yield
    point = jp_serverapp.extension_manager.extension_points["jupyter_server_nbmodel"]
    stack = getattr(point.app, "_Extension__execution_stack")
    with contextlib.suppress(asyncio.CancelledError):
        jp_asyncio_loop.run_until_complete(stack.cancel(player.kernel_id, timeout=5))
    getattr(stack, "_ExecutionStack__pending_inputs").clear()


@pytest.mark.parametrize("cell", CELLS)
async def test_case_10_executed_by_the_server(player, jp_fetch, cell: str) -> None:
    """The request is accepted before the cell runs; the record has the cell's own status and
    duration, its code, and the cell that the browser's intent named without a message id."""
    code, status = CELLS[cell]
    await player.post("run", [{"cell_id": cell, "source_digest": ids.digest(code.encode())}])
    answer = await jp_fetch("api", "kernels", player.kernel_id, "execute", method="POST",
                            body=json.dumps({"code": code, "metadata": {"cell_id": cell}}))
    assert answer.code == 202
    steps = await player.until(
        player.steps, lambda found: found and found[0]["status"] not in ("busy", "queued"))
    (step,) = steps
    assert (step["code"], step["status"], step["origin"]) == (code, status, "cell")
    assert step["cell_id"] == cell
    if cell == "good":
        assert 0.5 <= step["duration"] < 30
        assert step["outputs"][0]["text"] == "loss: 0.5\n"
    (run,) = await player.settled(1)
    assert len(run["results"]) == (cell == "good")
