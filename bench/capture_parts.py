"""What bench/capture.py measures: each part answers its figures as one line of the table."""

from __future__ import annotations

import asyncio
import json
import math
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from overhead import Server, percentile

PLAIN = "print flood, 200,000 lines", """
for i in range(200_000):
    print("epoch", i, "loss", 1 / (i + 1))
"""
FLUSHED = "print flood, 5,000 flushed lines", """
for i in range(5_000):
    print("epoch", i, "loss", 1 / (i + 1), flush=True)
"""
SAVED_CELLS = 200
#: Within so many seconds a server that starts has loaded and opened all.
START_SECONDS = 3.0


class Benched(Server):
    """A server whose kernels run in the environment of `python`, with the loop's probe in it."""

    def __init__(self, name: str, extension: bool, folder: Path, python: Path,
                 setup: Sequence[str] = ()) -> None:
        """setup: cells that a peer needs before it records."""
        self._setup = setup
        self.setup_seconds = 0.0
        spec = {"argv": [str(python), "-m", "ipykernel_launcher", "-f", "{connection_file}"],
                "display_name": "bench", "language": "python"}
        _write(folder / "data/kernels/python3/kernel.json", spec)
        _write(folder / "config/jupyter_server_config.d/loop_probe.json",
               {"ServerApp": {"jpserver_extensions": {"loop_probe": True}}})
        super().__init__(name, extension, folder)

    async def connect(self) -> None:
        await super().connect()
        for cell in self._setup:
            self.setup_seconds += await self.execute(cell)

    def cpu(self) -> float:
        """Seconds of processor time that the server itself has taken; NaN where unknown."""
        try:
            fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            return math.nan
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _write(path: Path, body: object) -> None:
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps(body))


@dataclass(frozen=True)
class Trio:
    """A figure with the extension, without, and without again: the two without differ by noise."""

    on: float
    off: float
    again: float

    @property
    def base(self) -> float:
        """Without: the mean of both."""
        return (self.off + self.again) / 2

    @property
    def ratio(self) -> float:
        """With / without."""
        return self.on / self.base

    @property
    def noise(self) -> float:
        """Without again / without."""
        return self.again / self.off

    @property
    def beyond(self) -> float:
        """What is added beyond what the two without differ by; negative: nothing."""
        return self.on - self.base - abs(self.again - self.off)


def trio(values: Sequence[Sequence[float]], share: float) -> Trio:
    """A percentile of what was measured on, off and off again."""
    on, off, again = (percentile(list(some), share) for some in values)
    return Trio(on, off, again)


def slope(on: Sequence[float], off: Sequence[float], again: Sequence[float]) -> float:
    """d log(on / off) / d log(steps recorded), over ranges of steps that double: medians of each.

    0: a cell costs the same however many steps are recorded. NaN with fewer than 400 cells.
    """
    points, begin = [], 50
    while begin * 2 <= len(on):
        some = slice(begin, begin * 2)
        base = statistics.median([*off[some], *again[some]])
        points.append((math.log(begin * 1.5), math.log(statistics.median(on[some]) / base)))
        begin *= 2
    if len(points) < 3:
        return math.nan
    return statistics.linear_regression(*zip(*points, strict=True)).slope


async def loop_lateness(servers: Sequence[Benched], rounds: int, code: str) -> list[list[float]]:
    """How late each server's loop was while its kernel printed, one server at a time: seconds."""
    late: list[list[float]] = [[] for _ in servers]
    for turn in range(rounds):
        for place in _turned(len(servers), turn):
            await servers[place].request("/loop-probe")
            await servers[place].execute(code)
            late[place] += await servers[place].request("/loop-probe")
            await asyncio.sleep(0.5)  # what one still does is not to slow the next
    return late


async def kernel_starts(servers: Sequence[Benched], rounds: int) -> list[list[float]]:
    """Seconds from asking for a kernel to the end of its first cell."""
    times: list[list[float]] = [[] for _ in servers]
    for turn in range(rounds):
        for place in _turned(len(servers), turn):
            server = servers[place]
            own = server.socket
            begun = time.perf_counter()
            kernel = await server.request("/api/kernels", {"name": "python3"})
            await server.open_socket(kernel["id"])
            await server.execute("1")
            times[place].append(time.perf_counter() - begun)
            server.socket.close()
            server.socket = own
            await server.request(f"/api/kernels/{kernel['id']}", method="DELETE")
    return times


async def server_starts(make: Callable[[int, bool], Benched], rounds: int) -> list[list[float]]:
    """By how much each starting server's loop was late at worst, with the extension, without, and
    without again: seconds."""
    worst: list[list[float]] = [[], [], []]
    for turn in range(rounds):
        for place in _turned(3, turn):
            server = make(3 * turn + place, place == 0)
            try:
                await server.answers()
                await asyncio.sleep(START_SECONDS)
                worst[place].append(max(await server.request("/loop-probe")))
            finally:
                server.stop()
    return worst


async def saves(servers: Sequence[Benched], rounds: int) -> list[list[float]]:
    """Seconds of saving a notebook of 200 cells with outputs, over the server's own route."""
    output = {"output_type": "stream", "name": "stdout", "text": "loss 0.1\n" * 500}
    cell = {"cell_type": "code", "metadata": {}, "execution_count": 1, "source": "x = 1",
            "outputs": [output]}
    body = {"type": "notebook", "format": "json", "content": {
        "nbformat": 4, "nbformat_minor": 5, "metadata": {},
        "cells": [{**cell, "id": f"cell-{number}"} for number in range(SAVED_CELLS)]}}
    times: list[list[float]] = [[] for _ in servers]
    for turn in range(rounds):
        for place in _turned(len(servers), turn):
            begun = time.perf_counter()
            await servers[place].request("/api/contents/bench.ipynb", body, "PUT")
            times[place].append(time.perf_counter() - begun)
    return times


def imports(rounds: int) -> dict[str, float]:
    """Milliseconds of importing an extension into a process that has the server: the median over
    fresh processes, ours and one that does nothing in turn."""
    found: dict[str, list[float]] = {"runfolio.extension": [], "loop_probe": []}
    for _ in range(rounds):
        for module, times in found.items():
            done = subprocess.run(
                [sys.executable, "-X", "importtime", "-c",
                 f"import jupyter_server.serverapp\nimport {module}"],
                stderr=subprocess.PIPE, text=True, check=True)
            after = done.stderr.rpartition("| jupyter_server.serverapp\n")[2]
            rows = [line.split("|") for line in after.splitlines()
                    if line.startswith("import time:")]
            times.append(sum(float(cumulative) / 1000 for _, cumulative, name in rows
                             if not name.startswith("  ")))
    return {module: statistics.median(times) for module, times in found.items()}


def _turned(count: int, turn: int) -> list[int]:
    return [(place + turn) % count for place in range(count)]
