"""What happens to a kernel while its messages are recorded (scripts/record_traces.py)."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.manager import AsyncKernelManager

QUIET = 0.4
WAIT = 60.0


@dataclass
class Session:
    """A running kernel, its frames so far, and a client."""

    manager: AsyncKernelManager
    client: AsyncKernelClient
    began: float
    items: list[dict[str, Any]] = field(default_factory=list)
    requests: list[dict[str, Any]] = field(default_factory=list)
    idle: set[str] = field(default_factory=set)
    seen: list[tuple[str, str]] = field(default_factory=list)

    def send(self, code: str, **options: Any) -> str:
        """Queue an execution."""
        msg_id = self.client.execute(code, **options)
        self.requests.append({"msg_id": msg_id, "code": code, **options})
        return msg_id

    async def run(self, code: str, **options: Any) -> str:
        """Execute to the end."""
        msg_id = self.send(code, **options)
        await self.until(lambda: msg_id in self.idle)
        return msg_id

    async def until(self, condition: Callable[[], bool]) -> None:
        end = time.monotonic() + WAIT
        while not condition():
            if time.monotonic() > end:
                raise TimeoutError(f"after {self.seen[-5:]}")
            await asyncio.sleep(0.01)

    def has(self, msg_type: str, msg_id: str) -> bool:
        return (msg_type, msg_id) in self.seen

    def mark(self, what: str) -> None:
        """Something happened to the kernel that no frame tells."""
        self.items.append({"at": round(time.monotonic() - self.began, 6), "mark": what})


async def normal(k: Session) -> None:
    """Cells that print, give a value, show a figure, and use magics."""
    await k.run("import sys\nx = 41")
    await k.run("print('out')\nprint('err', file=sys.stderr)\nx + 1")
    await k.run(
        "%matplotlib inline\nimport matplotlib.pyplot as plt\n"
        "plt.figure(figsize=(1, 1)); plt.plot([1, 2]); plt.show()"
    )
    await k.run("!echo from the shell")
    await k.run("%%bash\necho from bash")


async def error_queue(k: Session) -> None:
    """A cell fails with two cells queued behind it; then one runs again."""
    sent = [k.send("import time; time.sleep(0.3); 1 / 0"), k.send("print('second')"), k.send("3")]
    await k.until(lambda: set(sent) <= k.idle)
    await k.run("print('after')")


async def interrupt_queue(k: Session) -> None:
    """A cell is interrupted with one queued behind it."""
    first = k.send(
        "import time\nfor n in range(600):\n    print(n, flush=True)\n    time.sleep(0.1)"
    )
    second = k.send("print('second')")
    await k.until(lambda: k.has("stream", first))
    await k.manager.interrupt_kernel()
    await k.until(lambda: {first, second} <= k.idle)


async def restart_in_cell(k: Session) -> None:
    """The kernel is restarted in a cell, at once and without an interrupt that it could answer."""
    first = k.send(
        "import signal, time\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\n"
        "print('on', flush=True)\ntime.sleep(600)"
    )
    second = k.send("print('second')")
    await k.until(lambda: k.has("stream", first))
    await k.manager.restart_kernel(now=True)
    k.mark("restart")
    await k.run("print('new')")
    assert second not in k.idle


async def killed_in_cell(k: Session) -> None:
    """The kernel's process is killed in a cell, and another one started."""
    first = k.send("import time; print('on', flush=True); time.sleep(600)")
    await k.until(lambda: k.has("stream", first))
    os.kill(k.manager.provisioner.pid, signal.SIGKILL)
    await asyncio.sleep(QUIET)
    k.mark("died")
    await k.manager.restart_kernel(now=True)
    await k.run("1")


async def late_output(k: Session) -> None:
    """A thread prints after its cell ended, while another cell runs and when none does."""
    await k.run(
        "import threading, time\n"
        "def late():\n    for n in range(4):\n"
        "        time.sleep(0.25); print('late', n, flush=True)\n"
        "threading.Thread(target=late).start()\nprint('now')"
    )
    await k.run("time.sleep(0.4); print('meanwhile')")
    await asyncio.sleep(3 * QUIET)


async def display_updates(k: Session) -> None:
    """A display is updated by its own cell, by a later one, and shown again under its id."""
    await k.run(
        "from IPython.display import display, update_display\n"
        "handle = display('one', display_id='d1')\nhandle.update('two')"
    )
    await k.run("print('before')\nupdate_display('three', display_id='d1')")
    await k.run("display('four', display_id='d1')")
    await k.run("update_display('nobody', display_id='unknown')")


async def clear_output(k: Session) -> None:
    """clear_output with and without waiting."""
    await k.run("from IPython.display import clear_output")
    await k.run("print('a', flush=True)\nclear_output()\nprint('b')")
    await k.run("for n in range(3):\n    clear_output(wait=True)\n    print(n, flush=True)")
    await k.run("print('kept', flush=True)\nclear_output(wait=True)")


async def carriage_returns(k: Session) -> None:
    """A progress bar that writes over itself, and both streams in turn."""
    await k.run("for n in range(3):\n    print(f'\\r{n}/3', end='', flush=True)\nprint()")
    await k.run(
        "import sys\nfor n in range(2):\n    print('out', n, flush=True)\n"
        "    print('err', n, file=sys.stderr, flush=True)"
    )


async def counts(k: Session) -> None:
    """Execution counts that repeat, silent executions, and a cell of blanks."""
    await k.run("1")
    await k.run("2", store_history=False)
    await k.run("3", silent=True)
    await k.run("   \n")
    await k.run("4")


async def other_messages(k: Session) -> None:
    """Comms, a kernel info request of a client, and bytes that are no UTF-8."""
    await k.run(
        "from comm import create_comm\nc = create_comm(target_name='t', data={'a': 1})\n"
        "c.send({'b': 2})\nc.close()"
    )
    k.client.kernel_info()
    await k.run(
        "from IPython.display import display\n"
        "display({'application/json': {'v': [1.5, None]}}, raw=True)"
    )
    await k.run("print('lone \\udcff surrogate, \\x00, Ünïcödé, 🙂')")


async def training(k: Session) -> None:
    """A small training notebook: split, fit, scores, epochs with losses."""
    await k.run(
        "from sklearn.datasets import load_digits\n"
        "from sklearn.linear_model import SGDClassifier\n"
        "from sklearn.model_selection import train_test_split"
    )
    await k.run("X, y = load_digits(return_X_y=True)\nprint(X.shape)")
    await k.run(
        "X_train, X_test, y_train, y_test = train_test_split(\n"
        "    X, y, test_size=0.25, random_state=0)"
    )
    await k.run(
        "clf = SGDClassifier(alpha=0.001, random_state=0).fit(X_train, y_train)\n"
        "clf.score(X_test, y_test)"
    )
    await k.run(
        "model = SGDClassifier(loss='log_loss', random_state=0)\n"
        "for epoch in range(1, 4):\n"
        "    model.partial_fit(X_train, y_train, classes=range(10))\n"
        "    acc = model.score(X_test, y_test)\n"
        "    print(f'epoch {epoch} loss {1 - acc:.4f} val_acc {acc:.4f}')"
    )


async def bash(k: Session) -> None:
    """Another language."""
    await k.run("echo hello")
    await k.run("x=2; echo $((x + 1)); ls /nowhere-at-all")


PYTHON = (
    normal,
    error_queue,
    interrupt_queue,
    restart_in_cell,
    killed_in_cell,
    late_output,
    display_updates,
    clear_output,
    carriage_returns,
    counts,
    other_messages,
    training,
)

Scenario = Callable[[Session], Awaitable[None]]

#: Name → kernel and what happens.
SCENARIOS: dict[str, tuple[str, Scenario]] = {
    **{scenario.__name__: ("python3", scenario) for scenario in PYTHON},
    "bash": ("bash", bash),
}
