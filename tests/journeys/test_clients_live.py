"""Every client of a kernel: one record each, right origin, and the facts of docs/capture.md.

The table of clients × facts stands in that page; these tests measure it and compare.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import uuid
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

from runfolio import ids

pytestmark = [pytest.mark.kernel, pytest.mark.timeout(180)]

PAGE = Path(__file__).resolve().parents[2] / "docs" / "capture.md"
CODE = "alpha = 0.5\nprint('loss:', alpha)"


def table() -> dict[str, dict[str, str]]:
    """The page's table: client → fact → what it says."""
    lines = PAGE.read_text("utf-8").split("<!-- clients -->")[1].strip().splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    head, body = rows[0], rows[2:]
    return {row[0]: dict(zip(head[1:], row[1:], strict=True)) for row in body}


async def facts(player, msg_id: str, code: str) -> dict[str, str]:
    """What is recorded of one execution, in the words of the table."""
    found = [step for step in await player.steps() if step["msg_id"] == msg_id]
    assert len(found) == 1, "one record each"
    (step,) = found
    text = "".join(one["text"] for one in step["outputs"])
    held = [run for run in await player.runs()
            if step["step_id"] in {cell["step_id"] for cell in run["cells"]}]
    return {
        "code": "yes" if step["code"] == code else "no",
        "status": "yes" if step["status"] == "finished" else "no",
        "duration": "yes" if step["duration"] is not None and step["duration"] >= 0 else "no",
        "outputs": "yes" if text == "loss: 0.5\n" else "no",
        "origin": step["origin"],
        "cell": "its id" if step["cell_id"] else "by its code" if step["cell_key"] else "none",
        "in a run": "yes" if held else "no",
    }


async def settled(player, msg_id: str) -> None:
    await player.ended([msg_id])
    await player.until(player.runs, lambda runs: not any(
        run["busy"] or (run["live"] or {}).get("probable") for run in runs))


async def test_case_08_two_tabs_and_a_console_on_one_kernel(player) -> None:
    """Each has one record; a console's and a tool's code is in no run, and the run says so."""
    other = type(player)(player.app, player.fetch, player.path)
    other.kernel_id = player.kernel_id
    other.connect()
    mine = await player.send([("a", CODE)])
    theirs = await other.send([("b", CODE)])
    console = await player.foreign(CODE)
    tool = await player.foreign(CODE, store_history=False)
    for msg_id in (*mine, *theirs, console, tool):
        await settled(player, msg_id)
    assert len(await player.steps()) == 4
    known = table()
    assert await facts(player, mine[0], CODE) == known["a browser tab"]
    assert await facts(player, theirs[0], CODE) == known["a second tab or browser"]
    assert await facts(player, console, CODE) == known["a console beside a tab"]
    assert await facts(player, tool, CODE) == known["a tool beside a tab (`store_history=False`)"]
    runs = await player.runs()
    assert any("foreign-code" in run["flags"] for run in runs)
    other.client.stop_channels()


async def test_a_silent_tool_is_nothing(player) -> None:
    """Variable inspectors and completers ask silently: no step, no gap."""
    await player.run("a", CODE)
    message = player.request("dir()", silent=True, store_history=False)
    player.client.shell_channel.send(message)
    await player.run("b", "beta = 1")
    assert [step["cell_id"] for step in await player.steps()] == ["a", "b"]
    (run,) = await player.settled(1)
    assert "steps-missing" not in run["flags"]


async def test_websocket_only(players, jp_ws_fetch) -> None:
    """A client that speaks the server's websocket and nothing of ours, as VS Code does."""
    player = players("api.ipynb")
    await player.open()
    socket = await jp_ws_fetch("api", "kernels", player.kernel_id, "channels")
    msg_id = uuid.uuid4().hex
    header = {"msg_id": msg_id, "msg_type": "execute_request", "session": uuid.uuid4().hex,
              "username": "", "version": "5.3", "date": ""}
    content = {"code": CODE, "silent": False, "store_history": True, "user_expressions": {},
               "allow_stdin": False, "stop_on_error": True}
    await socket.write_message(json.dumps({
        "header": header, "parent_header": {}, "metadata": {}, "channel": "shell",
        "buffers": [], "content": content}))
    await settled(player, msg_id)
    assert await facts(player, msg_id, CODE) == table()["the websocket alone (VS Code)"]
    socket.close()


async def test_case_06_the_tab_goes_away_in_a_cell(players, jp_ws_fetch) -> None:
    """The only browser is gone before the cell ends, another comes: one complete record."""
    player = players("gone.ipynb")
    await player.open()
    socket = await jp_ws_fetch("api", "kernels", player.kernel_id, "channels")
    sent = await player.send([("a", "import time\nfor n in range(4):\n"
                                    "    print(n, flush=True); time.sleep(0.3)")])
    await player.ended(sent, busy=True)
    socket.close()
    player.client.stop_channels()
    player.connect()
    await player.ended(sent)
    (step,) = await player.steps()
    assert (step["status"], step["outputs"][0]["text"]) == ("finished", "0\n1\n2\n3\n")


@pytest.mark.filterwarnings("ignore")
async def test_nbclient(players) -> None:
    """What papermill and `jupyter execute` are made of, on a kernel of the server."""
    player = players("batch.ipynb")
    await player.open()
    cells = [nbformat.v4.new_code_cell(CODE), nbformat.v4.new_code_cell("1 / 0")]
    client = NotebookClient(nbformat.v4.new_notebook(cells=cells), allow_errors=True,
                            km=player.app.kernel_manager.get_kernel(player.kernel_id))
    await client.async_execute()
    steps = await player.until(player.steps, lambda found: len(found) == 2 and
                               found[-1]["status"] != "busy")
    assert [step["status"] for step in steps] == ["finished", "failed"]
    await settled(player, steps[0]["msg_id"])
    assert await facts(player, steps[0]["msg_id"], CODE) == table()["nbclient, papermill"]


async def test_jupyter_run_on_an_existing_kernel(players, tmp_path) -> None:
    """A console's client, `--existing`, as a process of its own, beside a tab."""
    player = players("existing.ipynb")
    await player.open()
    await player.run("a", "x = 1")
    kernel = player.app.kernel_manager.get_kernel(player.kernel_id)
    script = tmp_path / "script.py"
    script.write_text(CODE)
    process = subprocess.Popen(
        [sys.executable, "-m", "jupyter_client.runapp", "--existing", kernel.connection_file,
         str(script)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    steps = await player.until(player.steps, lambda found: len(found) == 2)
    await settled(player, steps[1]["msg_id"])
    out, err = await asyncio.to_thread(process.communicate)
    assert "loss: 0.5" in out, err
    assert await facts(player, steps[1]["msg_id"], CODE) == table()["a console beside a tab"]


async def test_a_console_of_its_own(players) -> None:
    player = players("console-1")
    await player.open(kind="console")
    msg_id = await player.foreign(CODE)
    await settled(player, msg_id)
    assert await facts(player, msg_id, CODE) == table()["a console with a kernel of its own"]


async def test_an_executor_in_the_server(player) -> None:
    """It sends the code itself: the browser's intent has no msg_id and joins by the code."""
    await player.post("run", [{"cell_id": "a", "source_digest": ids.digest(CODE.encode())}])
    msg_id = await player.foreign(CODE)
    await settled(player, msg_id)
    assert await facts(player, msg_id, CODE) == table()["an executor in the server"]


def test_the_table_is_whole() -> None:
    for client, row in table().items():
        answer: dict[str, Any] = row
        assert all(answer.values()), client
