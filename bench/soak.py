"""SIGKILL of the server at random moments: no acknowledged step is lost, nothing is left open.

    make soak                                        300 kills
    make soak ARGS="--kills 20"
    make soak ARGS="--kills 300 --folder /tmp/soak"  goes on where it was stopped

A real server runs a real kernel, cells run through its websocket as fast as they can, and steps
are read over REST; one that is seen there as ended is acknowledged. The server is killed at a
random moment: while it starts and takes up what the one before left, or while cells run. Each
next server must still show every acknowledged step of the kernel before as it was, close what was
open, and its store must pass PRAGMA integrity_check; after the last kill all acknowledged steps
of all kernels are looked up. Ends with the figures; exit status 1 at the first breach.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import random
import signal
import sqlite3
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Any

from overhead import Server
from tornado.httpclient import HTTPClientError
from tornado.iostream import StreamClosedError
from tornado.websocket import WebSocketClosedError

#: Of the kills: those at the start, within so many seconds of it; the others while cells run.
EARLY, EARLY_SECONDS, LATE_SECONDS = 0.2, 2.5, 2.0
#: Seconds in which a killed server's kernels have ended and their runs must be closed.
CLOSED_SECONDS = 30.0

CELLS = [
    "x = {n}",
    "print('accuracy:', {n} / 1000)",
    "import runfolio; runfolio.log({{'loss': 1 / ({n} + 1)}}, x={n})",
    "print('y' * 30_000)",
    "from IPython.display import HTML\n"
    "HTML('<p>{n}' + 'z' * 40_000)",
    "1 / 0",
]

#: What a client meets when the server it talks to is killed.
GONE = (OSError, HTTPClientError, StreamClosedError, WebSocketClosedError, RuntimeError)


class Breach(Exception):
    """What must hold does not."""


class Soak:
    """The state of all kills, kept in a file so that it can go on later."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder = folder
        self.random = random.Random(seed)
        self._file = folder / "soak.json"
        kept = json.loads(self._file.read_text()) if self._file.exists() else {}
        self.kills: int = kept.get("kills", 0)
        self.early: int = kept.get("early", 0)
        self.acknowledged: dict[str, str] = kept.get("acknowledged", {})
        """step_id → status."""
        self.last: dict[str, dict[str, Any]] = kept.get("last", {})
        """step_id → what was acknowledged of the last kernel's steps."""
        self.kernel: str = kept.get("kernel", "")
        self.random.seed(seed + self.kills)

    def keep(self) -> None:
        """Remember it."""
        self._file.write_text(json.dumps({
            "kills": self.kills, "early": self.early, "acknowledged": self.acknowledged,
            "last": self.last, "kernel": self.kernel}))

    @property
    def store(self) -> Path:
        """The database."""
        return self.folder / "data" / "runfolio" / "store.db"

    def acknowledge(self, step: dict[str, Any]) -> None:
        """A step was seen as ended."""
        self.acknowledged[step["step_id"]] = step["status"]
        self.last[step["step_id"]] = told(step)


def told(step: dict[str, Any]) -> dict[str, Any]:
    """What of a step may never change once it has ended."""
    return {name: step[name] for name in ("status", "code", "outputs", "ended_at", "seq")}


@asynccontextmanager
async def killed(soak: Soak, server: Server, seconds: float) -> AsyncIterator[None]:
    """The server is killed after so many seconds; what fails by that is as it must be."""
    loop = asyncio.get_running_loop()
    gone = loop.create_future()

    def kill() -> None:
        server.process.send_signal(signal.SIGKILL)
        server.process.wait()
        gone.set_result(None)

    timer = loop.call_later(seconds, kill)
    try:
        yield
    except GONE:
        if not gone.done():
            timer.cancel()
            raise
    await gone
    server.log.close()
    soak.kills += 1


async def one_kill(soak: Soak) -> None:
    """Start, check what the kill before left, run cells, kill."""
    server = Server("soak", True, soak.folder)
    try:
        if soak.random.random() < EARLY and soak.kills:
            soak.early += 1
            async with killed(soak, server, soak.random.uniform(0, EARLY_SECONDS)):
                pass
        else:
            await healthy(server)
            await check(soak, server)
            await asyncio.wait_for(server.connect(), 60)
            soak.kernel, soak.last = await kernel_of(server), {}
            async with killed(soak, server, soak.random.uniform(0, LATE_SECONDS)):
                await both(play(server, soak), watch(server, soak))
    except GONE as error:
        code = server.process.poll()
        server.stop()
        raise Breach(f"Kill {soak.kills}: no answer from the server (exit status {code}): "
                     f"{error!r}") from error
    except BaseException:
        server.stop()
        raise
    soak.keep()


async def both(*endless: Coroutine[Any, Any, None]) -> None:
    """Until one fails; then the other is stopped."""
    tasks = [asyncio.ensure_future(one) for one in endless]
    try:
        await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def healthy(server: Server) -> None:
    """Until the store is open."""
    async def ask() -> bool:
        try:
            return bool((await server.request("/runfolio/api/health"))["status"] == "ok")
        except OSError:
            return False
    await until(ask, 60, "The server did not become healthy")


async def kernel_of(server: Server) -> str:
    """The id of the server's only kernel."""
    (kernel,) = await server.request("/api/kernels")
    return str(kernel["id"])


async def play(server: Server, soak: Soak) -> None:
    """Cells without a pause, until the server is gone."""
    n = 0
    while True:
        await server.execute(soak.random.choice(CELLS).format(n=n))
        n += 1


async def watch(server: Server, soak: Soak) -> None:
    """Acknowledge what is seen as ended."""
    while True:
        for step in await steps_of(server, soak.kernel):
            if step["status"] not in ("busy", "queued"):
                soak.acknowledge(step)
        await asyncio.sleep(0.02)


async def steps_of(server: Server, kernel: str) -> list[dict[str, Any]]:
    """The timeline of a kernel."""
    answer = await server.request(f"/runfolio/api/steps?kernel={kernel}&limit=1000")
    return list(answer["steps"])


async def check(soak: Soak, server: Server) -> None:
    """What must hold after a restart. Raises Breach."""
    found = {step["step_id"]: told(step) for step in await steps_of(server, soak.kernel)
             } if soak.last else {}
    for step_id, step in soak.last.items():
        if found.get(step_id) != step:
            raise Breach(f"Kill {soak.kills}: step {step_id} was acknowledged as {step}, "
                         f"now it is {found.get(step_id)}")
    with closing(sqlite3.connect(f"file:{soak.store}?mode=ro", uri=True, timeout=30)) as store:
        (answer,) = store.execute("PRAGMA integrity_check").fetchone()
        if answer != "ok":
            raise Breach(f"Kill {soak.kills}: integrity_check says {answer}")

        async def all_closed() -> bool:
            return not left_open(store)
        try:
            await until(all_closed, CLOSED_SECONDS, "open")
        except TimeoutError:
            raise Breach(f"Kill {soak.kills}: left open: {left_open(store)}") from None


def left_open(store: sqlite3.Connection) -> list[Any]:
    """Kernel epochs, runs and steps without an end. No kernel runs yet when this is asked."""
    return store.execute(
        "SELECT 'epoch', kernel_id FROM epochs WHERE ended IS NULL UNION ALL "
        "SELECT 'run', run_id FROM runs WHERE status = 'open' UNION ALL "
        "SELECT 'step', step_id FROM steps WHERE status IN ('busy', 'queued')").fetchall()


def check_all(soak: Soak) -> int:
    """Every acknowledged step is in the store; how many steps that has. Raises Breach."""
    with closing(sqlite3.connect(f"file:{soak.store}?mode=ro", uri=True)) as store:
        kept = dict(store.execute("SELECT step_id, status FROM steps"))
    lost = {step_id for step_id, status in soak.acknowledged.items()
            if kept.get(step_id) != status}
    if lost:
        raise Breach(f"{len(lost)} acknowledged steps are lost, among them {min(lost)}")
    return len(kept)


async def until(good: Callable[[], Awaitable[bool]], seconds: float, what: str) -> None:
    """Ask until it is so. Raises TimeoutError."""
    end = time.monotonic() + seconds
    while not await good():
        if time.monotonic() > end:
            raise TimeoutError(what)
        await asyncio.sleep(0.05)


async def run(soak: Soak, kills: int) -> None:
    """All kills, then one more start to check the last."""
    begun = time.monotonic()
    while soak.kills < kills:
        await one_kill(soak)
        if soak.kills % 10 == 0:
            print(f"{soak.kills} kills, {len(soak.acknowledged)} steps acknowledged, "
                  f"{time.monotonic() - begun:.0f} s", flush=True)
    server = Server("soak", True, soak.folder)
    try:
        await healthy(server)
        await check(soak, server)
    finally:
        server.stop()


def main() -> int:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=300)
    parser.add_argument("--folder", type=Path, help="kept, and gone on with when it is there")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    # Requests that were under way when the server was killed are no news.
    logging.getLogger("tornado.application").setLevel(logging.CRITICAL)
    with tempfile.TemporaryDirectory(prefix="runfolio-soak-") as temporary:
        folder = options.folder or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        soak = Soak(folder.resolve(), options.seed)
        try:
            asyncio.run(run(soak, options.kills))
            steps = check_all(soak)
        except Breach as breach:
            print(breach, file=sys.stderr)
            return 1
    print(f"{soak.kills} kills ({soak.early} while starting): {len(soak.acknowledged)} steps "
          f"acknowledged of {steps} recorded, 0 lost, nothing open, integrity ok")
    return 0


if __name__ == "__main__":
    sys.exit(main())
