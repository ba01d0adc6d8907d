"""Record what real kernels send, for the tests that replay it: fixtures/traces/*.json.

    make traces [ARGS="scenario …"]
    python scripts/record_traces.py [--into FOLDER] [scenario …]

Without names all of them are recorded; those of a kernel that this machine lacks are named and
left as they are.

Every file holds the frames of one kernel's IOPub in receipt order, with the moments at which the
kernel was restarted or killed. They are recorded, never written or edited by hand; run this again
after an update of the kernel and look at the difference.
"""

from __future__ import annotations

import argparse
import asyncio
import base64
import json
import os
import shutil
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
    "ir": {
        "argv": ["R", "--slave", "-e", "IRkernel::main()", "--args", "{connection_file}"],
        "display_name": "R",
        "language": "R",
    },
}


def missing(kernel_name: str) -> bool:
    """Is this kernel not installed here?"""
    if kernel_name != "ir":
        return False
    if shutil.which("R") is None:
        return True
    asked = ["R", "--slave", "-e", "quit(status = !requireNamespace('IRkernel', quietly = TRUE))"]
    done = subprocess.run(asked, capture_output=True, check=False)  # noqa: S603 a fixed command
    return done.returncode != 0


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


async def record(name: str, specs: KernelSpecManager, cwd: str, into: Path) -> None:
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
    kernel = {key: info["content"][key] for key in ("implementation", "implementation_version")}
    kernel.update(name=kernel_name, language=info["content"]["language_info"]["name"])
    write(name, kernel, scenario.__doc__ or "", k, into)


def write(name: str, kernel: dict[str, Any], about: str, k: Session, into: Path) -> None:
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
    into.mkdir(parents=True, exist_ok=True)
    (into / f"{name}.json").write_text(text, encoding="utf-8")
    print(f"{name}: {len(k.items)} items, {len(text)} bytes")


async def main(names: list[str], into: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for name, spec in SPECS.items():
            (Path(folder) / name).mkdir()
            (Path(folder) / name / "kernel.json").write_text(json.dumps(spec))
        specs = KernelSpecManager(kernel_dirs=[folder], ensure_native_kernel=False)
        absent = {name for name in SPECS if missing(name)}
        for name in names or SCENARIOS:
            if SCENARIOS[name][0] in absent:
                print(f"{name}: left as it is, its kernel is not installed here")
            else:
                await record(name, specs, folder, into)


def arguments() -> argparse.Namespace:
    """Command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="scenario", help=", ".join(SCENARIOS))
    parser.add_argument("--into", type=Path, default=FOLDER, help="where the files go")
    options = parser.parse_args()
    if unknown := [name for name in options.names if name not in SCENARIOS]:
        parser.error(f"no such scenario: {', '.join(unknown)}")
    return options


if __name__ == "__main__":
    given = arguments()
    asyncio.run(main(given.names, given.into))
