"""Record what real kernels send, for the tests that replay it: fixtures/traces/*.json.

    python scripts/record_traces.py [scenario …]

Every file holds the frames of one kernel's IOPub in receipt order, with the moments at which the
kernel was restarted or killed. They are recorded, never written or edited by hand; run this again
after an update of the kernel and look at the difference.
"""

from __future__ import annotations

import asyncio
import base64
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import zmq
import zmq.asyncio
from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from trace_scenarios import QUIET, SCENARIOS, WAIT, Session

FOLDER = Path(__file__).resolve().parent.parent / "fixtures" / "traces"
KEY = b"recorded"
SPECS = {
    "python3": {
        "argv": ["python", "-m", "ipykernel_launcher", "-f", "{connection_file}"],
        "display_name": "Python",
        "language": "python",
    },
    "bash": {
        "argv": ["python", "-m", "bash_kernel", "-f", "{connection_file}"],
        "display_name": "Bash",
        "language": "bash",
    },
}


def printable(part: bytes) -> str | dict[str, str]:
    """A frame as JSON has it: its text, or base64 of what is no UTF-8."""
    try:
        return part.decode("utf-8")
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(part).decode()}


async def receive(k: Session, socket: zmq.asyncio.Socket) -> None:
    while True:
        parts = await socket.recv_multipart()
        at = round(time.monotonic() - k.began, 6)
        start = parts.index(b"<IDS|MSG>")
        k.items.append({"at": at, "parts": [printable(part) for part in parts]})
        header, parent, content = (
            json.loads(parts[start + n].decode("utf-8", "replace")) for n in (2, 3, 5)
        )
        k.seen.append((header["msg_type"], parent.get("msg_id", "")))
        if content.get("execution_state") == "idle":
            k.idle.add(parent.get("msg_id", ""))


async def start(kernel_name: str, specs: KernelSpecManager, cwd: str) -> AsyncKernelManager:
    manager = AsyncKernelManager(kernel_name=kernel_name, kernel_spec_manager=specs)
    manager.session.key = KEY
    manager.autorestart = False
    env = {**os.environ, "USER": "user", "LOGNAME": "user", "LC_ALL": "C.UTF-8"}
    quiet = subprocess.DEVNULL
    await manager.start_kernel(cwd=cwd, env=env, stdout=quiet, stderr=quiet)
    return manager


async def record(name: str, specs: KernelSpecManager, cwd: str) -> None:
    kernel_name, scenario = SCENARIOS[name]
    manager = await start(kernel_name, specs, cwd)
    client = AsyncKernelClient(connection_file=manager.connection_file)
    client.load_connection_file()
    client.session.username = "user"
    client.start_channels(iopub=False, stdin=False, hb=False, control=False)
    k = Session(manager, client, time.monotonic())
    socket = manager.connect_iopub()
    endpoint = socket.getsockopt(zmq.LAST_ENDPOINT)
    socket.disconnect(endpoint)
    socket.setsockopt(zmq.RECONNECT_IVL, 10)
    socket.connect(endpoint)
    receiving = asyncio.ensure_future(receive(k, socket))
    try:
        client.kernel_info()
        info = await client.get_shell_msg(timeout=WAIT)
        await k.until(lambda: bool(k.idle))
        await scenario(k)
        await asyncio.sleep(QUIET)
    finally:
        receiving.cancel()
        socket.close(0)
        client.stop_channels()
        await manager.shutdown_kernel(now=True)
    write(name, kernel_name, scenario.__doc__ or "", info["content"], k)


def write(name: str, kernel_name: str, about: str, info: dict[str, Any], k: Session) -> None:
    kernel = {key: info[key] for key in ("implementation", "implementation_version")}
    kernel.update(name=kernel_name, language=info["language_info"]["name"])
    body = {
        "scenario": name,
        "about": about,
        "kernel": kernel,
        "key": KEY.decode(),
        "requests": k.requests,
        "items": k.items,
    }
    text = json.dumps(body, indent=1, ensure_ascii=True) + "\n"
    for private in (str(Path.home()), str(FOLDER.parent.parent), sys.prefix):
        if private in text:
            raise SystemExit(f"{name}: {private} stands in the trace")
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / f"{name}.json").write_text(text, encoding="utf-8")
    print(f"{name}: {len(k.items)} items, {len(text)} bytes")


async def main(names: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for name, spec in SPECS.items():
            (Path(folder) / name).mkdir()
            (Path(folder) / name / "kernel.json").write_text(json.dumps(spec))
        specs = KernelSpecManager(kernel_dirs=[folder], ensure_native_kernel=False)
        for name in names or SCENARIOS:
            await record(name, specs, folder)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
