"""The SDK in a real kernel: from the cell to the server's spool, by message id."""

from __future__ import annotations

from pathlib import Path

import pytest

from runfolio.capture.items import EpochBegan
from runfolio.capture.spool import Spool

pytestmark = [pytest.mark.kernel, pytest.mark.timeout(300)]


@pytest.fixture
def run(recorder, client_of):
    """Run code to its end and give the step: await run(kernel_id, code)."""

    clients = {}

    async def run(kernel_id: str, code: str):
        client = clients.setdefault(kernel_id, None) or client_of(kernel_id)
        clients[kernel_id] = client
        msg_id = client.execute(code)
        await recorder.until(lambda: msg_id in recorder.ended)
        return recorder.ended[msg_id].raw

    return run


async def test_logged_values_reach_the_spool(jp_serverapp, tap, recorder, run):
    kernel_id = await jp_serverapp.kernel_manager.start_kernel()
    await recorder.until(lambda: recorder.items)
    began = recorder.items[0]
    assert isinstance(began, EpochBegan)
    spool = Spool(Path(began.connection_file).parent / "runfolio")
    folder = spool.attach(kernel_id)
    first = await run(kernel_id, "import runfolio\nrunfolio.log({'loss': float('nan')}, x=1)")
    assert (first.status, first.outputs) == ("finished", [])
    second = await run(
        kernel_id,
        "import threading\n"
        "runfolio.param('lr', 0.1)\n"
        "thread = threading.Thread(target=lambda: runfolio.log({'threaded': 1}))\n"
        "thread.start(); thread.join()",
    )
    assert second.status == "finished", second.outputs
    records = spool.drain(kernel_id)
    assert [(record.name, record.msg_id) for record in records] == [
        ("loss", first.msg_id),
        ("lr", second.msg_id),
        ("threaded", second.msg_id),
    ]
    assert len(list(folder.iterdir())) == 1
    third = await run(
        kernel_id,
        "import multiprocessing\n"
        "p = multiprocessing.get_context('fork').Process("
        "target=runfolio.log, args=({'forked': 2.0},))\n"
        "p.start(); p.join(); print(p.exitcode)",
    )
    assert third.outputs[0].head == "0\n"
    (forked,) = spool.drain(kernel_id)
    assert (forked.name, forked.value, forked.msg_id) == ("forked", 2.0, third.msg_id)


async def test_without_the_server_part_it_says_so_once(jp_serverapp, tap, recorder, run):
    """No folder was made for this kernel: no-op, one line on stderr, nothing raised."""
    kernel_id = await jp_serverapp.kernel_manager.start_kernel()
    step = await run(
        kernel_id, "import runfolio\nfor n in range(3):\n    runfolio.log({'a': n})\n'went on'"
    )
    assert step.status == "finished"
    stream, result = step.outputs
    assert (stream.name, len(stream.head.splitlines())) == ("stderr", 1)
    assert result.data["text/plain"] == "'went on'"


async def test_the_import_is_light(jp_serverapp, tap, recorder, run):
    """In a kernel the import brings the package's own __init__ and nothing else."""
    kernel_id = await jp_serverapp.kernel_manager.start_kernel()
    step = await run(
        kernel_id,
        "import sys; before = set(sys.modules)\nimport runfolio\nsorted(set(sys.modules) - before)",
    )
    assert step.outputs[0].data["text/plain"] == "['runfolio']"
