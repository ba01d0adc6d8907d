"""A Jupyter server as a kernel gateway, and the part of a page that forwards what it hears."""

from __future__ import annotations

import json
import subprocess
import sys
import time
import urllib.request
import uuid
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import websocket
from server_process import ServerProcess, environment_of, free_port

TOKEN = "of-the-gateway"


class Gateway:
    """A plain Jupyter server whose kernels another server uses."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.process: subprocess.Popen[bytes]

    @property
    def options(self) -> list[str]:
        """Of the server that uses it."""
        return [f"--GatewayClient.url=http://127.0.0.1:{self.port}",
                f"--GatewayClient.auth_token={TOKEN}"]

    def start(self) -> None:
        """Until it answers."""
        (self.folder / "run").mkdir(parents=True)
        log = (self.folder / "log").open("ab")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "jupyter_server", "--no-browser", "--allow-root",
             f"--ServerApp.port={self.port}", "--ServerApp.port_retries=0",
             f"--IdentityProvider.token={TOKEN}", f"--ServerApp.root_dir={self.folder}",
             "--ServerApp.jpserver_extensions={'runfolio': False, 'jupyterlab': False}"],
            env=environment_of(self.folder), stdout=log, stderr=log)
        end = time.monotonic() + 60
        while True:
            try:
                self.kernels()
                return
            except OSError:
                assert time.monotonic() < end, "the gateway never answered"
                time.sleep(0.1)

    def end(self) -> None:
        """End it, and its kernels."""
        self.process.terminate()
        self.process.wait(60)

    def kernels(self) -> list[dict[str, Any]]:
        """As its own API lists them."""
        return self.ask("GET", "/api/kernels")

    def ask(self, method: str, path: str) -> Any:
        """A request to the gateway itself, as nobody but its operator makes."""
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{path}", method=method,
            headers={"Authorization": f"token {TOKEN}"})
        with urllib.request.urlopen(request, timeout=20) as answer:
            return json.loads(answer.read() or b"null")


class Page:
    """One page on one kernel: executes, and forwards what it hears as src/recorder/forward.ts."""

    def __init__(self, server: ServerProcess, kernel_id: str, path: str) -> None:
        self.server = server
        self.kernel_id = kernel_id
        self.path = path
        self.listener = uuid.uuid4().hex
        self.seq = 0
        self.heard: list[dict[str, Any]] = []
        self.session = uuid.uuid4().hex
        self.connect()

    def connect(self) -> None:
        """(Again) as a page does, also after a restart."""
        self._socket = websocket.create_connection(
            f"ws://127.0.0.1:{self.server.port}/api/kernels/{self.kernel_id}/channels"
            f"?session_id={self.session}", header=[f"Authorization: token {self.server.token}"],
            timeout=60)

    def close(self) -> None:
        """As a closed tab does."""
        self._socket.close()

    def intend(self, *cells: tuple[str, str, str]) -> dict[str, Any]:
        """Tell of cells (id, msg_id, code), or, without any, only that a recorder is here."""
        items = [{"cell_id": cell, "msg_id": msg_id, "source_digest": "x"}
                 for cell, msg_id, code in cells]
        intent = {"intent_id": uuid.uuid4().hex, "kind": "run" if items else "document",
                  "kernel_id": self.kernel_id, "path": self.path, "items": items}
        return self.server.ask("/runfolio/api/intents", {"intents": [intent]})

    def execute(self, cell: str, code: str) -> str:
        """Run a cell with its intent; its msg_id."""
        msg_id = uuid.uuid4().hex
        self.intend((cell, msg_id, code))
        header = {"msg_id": msg_id, "msg_type": "execute_request", "session": self.session,
                  "username": "ada", "version": "5.3",
                  "date": datetime.now(timezone.utc).isoformat()}
        content = {"code": code, "silent": False, "store_history": True,
                   "user_expressions": {}, "allow_stdin": False, "stop_on_error": True}
        self._socket.send(json.dumps({"header": header, "parent_header": {}, "metadata": {},
                                      "content": content, "channel": "shell", "buffers": []}))
        return msg_id

    def hear(self, msg_id: str, msg_type: str, state: str | None = None) -> None:
        """Receive until this message of the kernel came."""
        while True:
            message = json.loads(self._socket.recv())
            if message["channel"] != "iopub":
                continue
            header, parent = message["header"], message["parent_header"]
            self.heard.append({
                "msg_id": header["msg_id"], "msg_type": header["msg_type"],
                "at": time.time() * 1000, "session": header["session"],
                "parent_id": parent.get("msg_id", ""), "parent_type": parent.get("msg_type", ""),
                "parent_session": parent.get("session", ""), "content": message["content"]})
            if parent.get("msg_id", "") == msg_id and header["msg_type"] == msg_type and (
                    state is None or message["content"]["execution_state"] == state):
                return

    def forward(self, **options: Any) -> dict[str, Any]:
        """Forward what was heard; kept where another page is listened to."""
        heard = {"heard_id": uuid.uuid4().hex, "listener": self.listener, "seq": self.seq,
                 "kernel_id": self.kernel_id, "language": "python", "messages": self.heard,
                 **options}
        answer = self.server.ask(
            "/runfolio/api/heard", {"sent_at": time.time() * 1000, "heard": [heard]})
        if not answer["waiting"]:
            self.seq, self.heard = self.seq + 1, []
        return answer

    def run(self, cell: str, code: str) -> str:
        """Run a cell to its end and forward it."""
        msg_id = self.execute(cell, code)
        self.hear(msg_id, "status", "idle")
        self.forward()
        return msg_id


def opened(server: ServerProcess, path: str) -> str:
    """The kernel of a new session of a notebook."""
    model = server.ask("/api/sessions", {
        "path": path, "name": path, "type": "notebook", "kernel": {"name": "python3"}})
    return str(model["kernel"]["id"])


def restart(server: ServerProcess, kernel_id: str) -> None:
    """As the page's button does."""
    server.ask(f"/api/kernels/{kernel_id}/restart", {})
