"""A Jupyter server in a process and folder of its own, that tests may kill."""

from __future__ import annotations

import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

WAIT = 60.0


def free_port() -> int:
    """A port of the loopback that is free now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment_of(folder: Path) -> dict[str, str]:
    """Where a server and its kernels keep their files."""
    return os.environ | {
        "JUPYTER_DATA_DIR": str(folder / "data"), "JUPYTER_RUNTIME_DIR": str(folder / "run"),
        "JUPYTER_CONFIG_DIR": str(folder / "config"), "IPYTHONDIR": str(folder / "ipython"),
        "HOME": str(folder)}


class ServerProcess:
    """See the module. The store and the port outlive a restart."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.folder = folder
        self.options = options
        self.token = secrets.token_hex(16)
        self.port = free_port()
        self.process: subprocess.Popen[bytes]
        (folder / "run").mkdir(parents=True, exist_ok=True)

    def start(self) -> None:
        """Start it, until our store answers."""
        log = (self.folder / "log").open("ab")
        extensions = repr({"runfolio": True, "jupyterlab": False, "notebook": False})
        self.process = subprocess.Popen(
            [sys.executable, "-m", "jupyter_server", "--no-browser", "--allow-root",
             f"--ServerApp.port={self.port}", "--ServerApp.port_retries=0",
             f"--IdentityProvider.token={self.token}", f"--ServerApp.root_dir={self.folder}",
             f"--ServerApp.jpserver_extensions={extensions}", *self.options],
            env=environment_of(self.folder), stdout=log, stderr=log)
        self.until(lambda: self.get("health"), lambda found: found["status"] == "ok")

    def end(self, sign: int = signal.SIGTERM) -> None:
        """Send a signal and wait for the end."""
        if self.process.poll() is None:
            self.process.send_signal(sign)
            self.process.wait(WAIT)

    def get(self, path: str) -> Any:
        """A GET of our API."""
        return self.ask(f"/runfolio/api/{path}")

    def ask(self, path: str, body: dict[str, Any] | None = None) -> Any:
        """GET, or POST with a body; None while nothing listens."""
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{path}",
            None if body is None else json.dumps(body).encode(),
            {"Authorization": f"token {self.token}"})
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return json.loads(answer.read())
        except (urllib.error.URLError, ConnectionError) as error:
            if isinstance(error, urllib.error.HTTPError):
                raise
            return None

    def until(self, ask: Callable[[], Any], good: Callable[[Any], Any]) -> Any:
        """Ask until the answer is good."""
        end = time.monotonic() + WAIT
        while True:
            answer = ask()
            if answer is not None and good(answer):
                return answer
            assert time.monotonic() < end, f"never came: {answer}"
            time.sleep(0.1)
