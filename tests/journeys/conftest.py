"""A real server with the extension, real kernels, and a notebook that is played through it."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import time
import uuid
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from jupyter_client.asynchronous.client import AsyncKernelClient

from runfolio import ids

WAIT = 60.0
REPEATS = int(os.environ.get("RUNFOLIO_TEST_REPEATS", "1"))
"""So often are the tests of `make faults` made."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Tests of faults many times over, for their counts."""
    if REPEATS > 1:
        metafunc.fixturenames.append("nth")
        metafunc.parametrize("nth", range(REPEATS))


@pytest.fixture
def jp_server_config() -> dict[str, Any]:
    """Our extension only; nothing may be asked without a token."""
    return {"ServerApp": {"jpserver_extensions": {"runfolio": True},
                          "allow_unauthenticated_access": False}}


class Player:
    """Plays a notebook: a kernel with a session, cells with ids, intents as the browser's."""

    def __init__(self, app: Any, fetch: Callable[..., Awaitable[Any]], path: str) -> None:
        self.app = app
        self.fetch = fetch
        self.path = path
        self.kernel_id = ""
        self.client: AsyncKernelClient
        self.document: list[str] | None = None
        self.sent: list[str] = []
        self.posts_intents = True

    async def get(self, path: str, **query: str) -> Any:
        """A GET of our API."""
        answer = await self.fetch("runfolio", "api", *path.split("/"), params=query)
        return json.loads(answer.body)

    async def post(self, kind: str, items: list[dict[str, Any]]) -> None:
        """One intent, as the recorder sends it."""
        intent: dict[str, Any] = {"intent_id": uuid.uuid4().hex, "kind": kind, "items": items,
                                  "kernel_id": self.kernel_id, "path": self.path}
        if self.document is not None:
            intent["document"] = ids.digest("\n".join(self.document).encode())
            intent["cells"] = [{"cell_id": cell, "cell_type": "code"} for cell in self.document]
        await self.fetch("runfolio", "api", "intents", method="POST",
                         body=json.dumps({"intents": [intent]}))

    async def open(self, kernel_name: str = "python3", kind: str = "notebook") -> None:
        """Start the kernel as JupyterLab does: with a session of the notebook (or console)."""
        model = await self.app.session_manager.create_session(
            path=self.path, name=self.path, type=kind, kernel_name=kernel_name)
        self.kernel_id = model["kernel"]["id"]
        self.connect()
        await self.healthy()

    def connect(self) -> None:
        """A client of the kernel with a session of its own."""
        kernel = self.app.kernel_manager.get_kernel(self.kernel_id)
        self.client = AsyncKernelClient(connection_file=kernel.connection_file)
        self.client.load_connection_file()
        self.client.start_channels(iopub=False, stdin=False, hb=False, control=False)

    async def healthy(self) -> None:
        """Until the store is open."""
        await self.until(lambda: self.get("health"), lambda health: health["status"] == "ok")

    async def until(self, ask: Callable[[], Awaitable[Any]], good: Callable[[Any], Any]) -> Any:
        """Ask until the answer is good."""
        end = time.monotonic() + WAIT
        while True:
            answer = await ask()
            if good(answer):
                return answer
            assert time.monotonic() < end, f"never came: {answer}"
            await asyncio.sleep(0.05)

    def request(self, code: str, **options: Any) -> Any:
        """An execute request that is not sent yet."""
        content = {"code": code, "silent": False, "store_history": True, "user_expressions": {},
                   "allow_stdin": False, "stop_on_error": True} | options
        return self.client.session.msg("execute_request", content)

    async def send(self, cells: list[tuple[str, str]], kind: str = "run") -> list[str]:
        """Send cells (id, code) with one intent; their msg_ids."""
        messages = [self.request(code) for _, code in cells]
        items = [{"msg_id": message["header"]["msg_id"], "cell_id": cell,
                  "source_digest": ids.digest(code.encode())}
                 for message, (cell, code) in zip(messages, cells, strict=True)]
        if self.posts_intents:
            await self.post(kind, items)
        for message in messages:
            self.client.shell_channel.send(message)
        found = [item["msg_id"] for item in items]
        self.sent += found
        return found

    async def foreign(self, code: str, **options: Any) -> str:
        """Code of another client of the kernel, without an intent: its msg_id, once recorded."""
        kernel = self.app.kernel_manager.get_kernel(self.kernel_id)
        client = AsyncKernelClient(connection_file=kernel.connection_file)
        client.load_connection_file()
        client.start_channels(iopub=False, stdin=False, hb=False, control=False)
        try:
            msg_id = client.execute(code, **options)
            await self.ended([msg_id])
            return msg_id
        finally:
            client.stop_channels()

    async def steps(self) -> list[dict[str, Any]]:
        """The kernel's timeline, oldest first."""
        found = await self.get("steps", kernel=self.kernel_id, limit="1000")
        return list(reversed(found["steps"]))

    async def ended(self, msg_ids: list[str], busy: bool = False) -> None:
        """Until these executions have ended (or, busy, have begun) in the record."""
        def good(steps: list[dict[str, Any]]) -> bool:
            status = {step["msg_id"]: step["status"] for step in steps}
            if busy:
                return all(msg_id in status for msg_id in msg_ids)
            return all(status.get(msg_id, "busy") != "busy" for msg_id in msg_ids)
        await self.until(self.steps, good)
        if busy:
            # A kernel announces a cell some milliseconds before it executes its code: what
            # interrupts it in between ends it without a word, as if it had finished.
            await asyncio.sleep(0.3)

    async def run(self, cell: str, code: str, kind: str = "run") -> None:
        """Run one cell and wait until it is recorded."""
        await self.ended(await self.send([(cell, code)], kind))

    async def restart(self) -> None:
        """Restart the kernel as the server's route does."""
        await self.app.kernel_manager.restart_kernel(self.kernel_id)

    def kill(self) -> None:
        """SIGKILL the kernel's process."""
        kernel = self.app.kernel_manager.get_kernel(self.kernel_id)
        os.kill(kernel.provisioner.pid, signal.SIGKILL)

    async def interrupt(self) -> None:
        """Interrupt the kernel."""
        await self.app.kernel_manager.interrupt_kernel(self.kernel_id)

    async def runs(self) -> list[dict[str, Any]]:
        """All runs with their cells, oldest first."""
        found = await self.get("runs", **{"with": "cells", "order": "opened_at"})
        return found["runs"]

    async def settled(self, count: int) -> list[dict[str, Any]]:
        """Runs once there are so many and none is only probable."""
        def good(runs: list[dict[str, Any]]) -> bool:
            return len(runs) == count and not any(
                (run["live"] or {}).get("probable") or run["busy"] for run in runs)
        return await self.until(self.runs, good)


@pytest.fixture
def extension(jp_serverapp, jp_asyncio_loop):
    """The extension, started as the server starts it."""
    manager = jp_serverapp.extension_manager
    jp_asyncio_loop.run_until_complete(manager.start_all_extensions())
    return manager.extension_points["runfolio"].app


@pytest.fixture
def players(jp_serverapp, extension, jp_fetch, jp_asyncio_loop):
    """path → a Player that has not opened its notebook; all kernels are shut down after."""
    made: list[Player] = []

    def make(path: str) -> Player:
        made.append(Player(jp_serverapp, jp_fetch, path))
        return made[-1]

    yield make
    for one in made:
        if one.kernel_id:
            one.client.stop_channels()
    jp_asyncio_loop.run_until_complete(jp_serverapp.kernel_manager.shutdown_all())
    jp_asyncio_loop.run_until_complete(extension.stop_extension())


@pytest.fixture
def player(jp_serverapp, extension, jp_fetch, jp_asyncio_loop):
    """A notebook that is open; its kernel is shut down after."""
    one = Player(jp_serverapp, jp_fetch, "train.ipynb")
    jp_asyncio_loop.run_until_complete(one.open())
    yield one
    one.client.stop_channels()
    jp_asyncio_loop.run_until_complete(jp_serverapp.kernel_manager.shutdown_all())
    jp_asyncio_loop.run_until_complete(extension.stop_extension())
