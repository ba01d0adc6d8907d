"""What the extension adds to a trivial cell: three servers, cells in turn, ratios of one run.

    make bench-overhead            500 cells on each server
    make bench-overhead ARGS=--cells=100

Server «on» has the extension, «off» and «off again» do not. Each round executes one cell on each,
in rotating order, so that what else the machine does falls on all three alike. Printed: p50 and
p99 of each, and the ratios on / off and off again / off (the noise).
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import secrets
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tornado.httpclient import AsyncHTTPClient, HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

WARM_UP = 20


class Server:
    """A Jupyter server in a process and folder of its own, with one kernel."""

    def __init__(self, name: str, extension: bool, folder: Path) -> None:
        self.name = name
        self.token = secrets.token_hex(16)
        self.port = _free_port()
        self.times: list[float] = []
        folder.mkdir(exist_ok=True)
        environment = os.environ | {
            "JUPYTER_DATA_DIR": str(folder / "data"), "JUPYTER_RUNTIME_DIR": str(folder / "run"),
            "JUPYTER_CONFIG_DIR": str(folder / "config"), "IPYTHONDIR": str(folder / "ipython"),
        }
        extensions = repr({"runfolio": extension, "jupyterlab": False, "notebook": False})
        self.log = (folder / "log").open("wb")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "jupyter_server", "--no-browser", "--allow-root",
             f"--ServerApp.port={self.port}", "--ServerApp.port_retries=0",
             f"--IdentityProvider.token={self.token}", f"--ServerApp.root_dir={folder}",
             f"--ServerApp.jpserver_extensions={extensions}"],
            env=environment, stdout=self.log, stderr=self.log, start_new_session=True)
        self.socket: WebSocketClientConnection

    async def request(self, path: str, body: dict[str, Any] | None = None,
                      method: str | None = None) -> Any:
        """GET, or POST with a body, or another method; the answer's JSON, if it has any."""
        answer = await AsyncHTTPClient().fetch(HTTPRequest(
            f"http://127.0.0.1:{self.port}{path}",
            method or ("POST" if body is not None else "GET"),
            headers={"Authorization": f"token {self.token}"},
            body=None if body is None else json.dumps(body)))
        return json.loads(answer.body) if answer.body else None

    async def answers(self) -> None:
        """Wait for the server."""
        for _ in range(300):
            try:
                await self.request("/api/status")
                break
            except OSError:
                await asyncio.sleep(0.1)

    async def connect(self) -> None:
        """Wait for the server, start a kernel with a notebook's session, open its socket."""
        await self.answers()
        session = await self.request("/api/sessions", {
            "path": "bench.ipynb", "name": "", "type": "notebook",
            "kernel": {"name": "python3"}})
        await self.open_socket(session["kernel"]["id"])

    async def open_socket(self, kernel_id: str) -> None:
        """Execute on this kernel from now on."""
        url = f"ws://127.0.0.1:{self.port}/api/kernels/{kernel_id}/channels"
        self.socket = await websocket_connect(
            HTTPRequest(url, headers={"Authorization": f"token {self.token}"}))

    async def execute(self, code: str) -> float:
        """Seconds from sending a cell to its idle and its reply."""
        msg_id = uuid.uuid4().hex
        message = {
            "header": {"msg_id": msg_id, "msg_type": "execute_request", "session": self.token,
                       "username": "", "version": "5.3", "date": ""},
            "parent_header": {}, "metadata": {}, "channel": "shell", "buffers": [],
            "content": {"code": code, "silent": False, "store_history": True,
                        "user_expressions": {}, "allow_stdin": False, "stop_on_error": True}}
        begun = time.perf_counter()
        await self.socket.write_message(json.dumps(message))
        open_ends = {"idle", "reply"}
        while open_ends:
            _quick_acknowledgement(self.socket)
            text = await self.socket.read_message()
            if text is None:
                raise RuntimeError(f"{self.name}: the kernel's socket closed")
            answer = json.loads(text)
            if answer["parent_header"].get("msg_id") != msg_id:
                continue
            if answer["msg_type"] == "execute_reply":
                open_ends.discard("reply")
            elif answer["msg_type"] == "status" and \
                    answer["content"]["execution_state"] == "idle":
                open_ends.discard("idle")
        return time.perf_counter() - begun

    def stop(self) -> None:
        """End the server, which ends its kernel."""
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()
        self.log.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _quick_acknowledgement(connection: WebSocketClientConnection) -> None:
    """Without it the server's small messages wait 40 ms for the client's delayed ACK."""
    stream = getattr(connection, "stream", None) or connection.protocol.stream
    if stream.socket is not None:  # else the server is gone: reading will tell
        stream.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)


def percentile(values: list[float], share: float) -> float:
    return statistics.quantiles(values, n=1000, method="inclusive")[round(share * 1000) - 1]


async def measure(servers: Sequence[Server], cells: int) -> None:
    """Execute trivial cells in rotating order; times go to the servers."""
    for server in servers:
        await server.connect()
    await rounds(servers, WARM_UP, "x = {}")
    for server in servers:
        server.times.clear()
    await rounds(servers, cells, "x = {}")


async def rounds(servers: Sequence[Server], cells: int, code: str) -> None:
    """Execute code, with the number of the round put in, on each in rotating order."""
    for index in range(cells):
        turn = index % len(servers)
        for server in [*servers[turn:], *servers[:turn]]:
            server.times.append(await server.execute(code.format(index)))


def report(servers: list[Server]) -> dict[str, float]:
    """Print and answer the figures: ms, and ratios of the same run."""
    figures: dict[str, float] = {}
    for server in servers:
        for name, share in (("p50", 0.5), ("p99", 0.99)):
            figures[f"{server.name} {name} ms"] = 1000 * percentile(server.times, share)
    off = figures["off p50 ms"]
    figures["on / off, p50"] = figures["on p50 ms"] / off
    figures["off again / off, p50 (noise)"] = figures["off again p50 ms"] / off
    figures["on - off, p99 ms"] = figures["on p99 ms"] - figures["off p99 ms"]
    figures["off again - off, p99 ms (noise)"] = (
        figures["off again p99 ms"] - figures["off p99 ms"])
    for name, value in figures.items():
        print(f"{name:34} {value:8.3f}")
    return figures


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cells", type=int, default=500)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="runfolio-bench-") as folder:
        servers = [Server("on", True, Path(folder) / "on"),
                   Server("off", False, Path(folder) / "off"),
                   Server("off again", False, Path(folder) / "again")]
        try:
            asyncio.run(measure(servers, options.cells))
        finally:
            for server in servers:
                server.stop()
    figures = report(servers)
    if options.json:
        print(json.dumps(figures))


if __name__ == "__main__":
    main()
