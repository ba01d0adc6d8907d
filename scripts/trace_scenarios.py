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

    async def interrupt(self) -> None:
        """Interrupt the kernel, as the server does; no frame tells of it."""
        self.mark("interrupt")
        await self.manager.interrupt_kernel()

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


WIDGETS = """from comm import create_comm
from IPython.display import display
made = {}
def widget(name, **state):
    state = {"_model_name": name, "_model_module": "@jupyter-widgets/controls",
             "_model_module_version": "2.0.0"} | state
    made[name] = create_comm(target_name="jupyter.widget", metadata={"version": "2.1.0"},
                             data={"state": state, "buffer_paths": []})
    return "IPY_MODEL_" + made[name].comm_id
def change(name, **state):
    made[name].send({"method": "update", "state": state, "buffer_paths": []})
def view(reference):
    display({"text/plain": "a widget", "application/vnd.jupyter.widget-view+json": {
        "version_major": 2, "version_minor": 0, "model_id": reference[10:]}}, raw=True)"""


async def widgets(k: Session) -> None:
    """A bar in a box that moves in its cell and in a later one, a picture, a password; a bar that
    is taken away. The messages are those of ipywidgets, sent without it."""
    await k.run(WIDGETS)
    await k.run(
        "bar = widget('FloatProgressModel', value=0.0, layout=widget('LayoutModel'))\n"
        "view(widget('HBoxModel', children=[bar]))\n"
        "for n in range(5): change('FloatProgressModel', value=n / 4)"
    )
    await k.run("change('FloatProgressModel', value=0.5)")
    await k.run(
        "view(widget('ImageModel', format='png'))\n"
        "made['ImageModel'].send({'method': 'update', 'state': {}, 'buffer_paths': [['value']]},\n"
        "                        buffers=[b'\\x89PNG and so on'])"
    )
    await k.run("view(widget('PasswordModel', value='hunter2'))")
    await k.run("view(widget('LabelModel', value='gone'))\nmade['LabelModel'].close()")
    await k.run("made['HBoxModel'].close()\nprint('closed later')")


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


async def no_abort(k: Session) -> None:
    """An error that does not stop the queue, as with kernels that never abort (IJulia)."""
    keep = {"stop_on_error": False}
    first = k.send("import time; time.sleep(0.3); 1 / 0", **keep)
    sent = [first, k.send("print('second')", **keep)]
    await k.until(lambda: set(sent) <= k.idle)


async def flood(k: Session) -> None:
    """A progress bar of 2,000 writes, a loop that clears what it shows, and 200 kB of lines."""
    await k.run(
        "import sys\nfor n in range(2000):\n"
        "    sys.stderr.write(f'\\r{n}/2000')\n"
        "    if n % 100 == 0: sys.stderr.flush()"
    )
    await k.run(
        "from IPython.display import clear_output\nfor n in range(100):\n"
        "    clear_output(wait=True); print('shown', n, flush=True)"
    )
    await k.run("for n in range(200):\n    print('x' * 999, flush=n % 20 == 0)")


async def shadowed(k: Session) -> None:
    """The user's names hide what tools need: json, get_ipython, builtins.__import__."""
    await k.run("import builtins\njson = get_ipython = globals = None\nkept = builtins.__import__")
    await k.run(
        "def picky(name, *rest):\n    if name == 'json': raise ImportError('hidden')\n"
        "    return kept(name, *rest)\nbuiltins.__import__ = picky"
    )
    await k.run("'still works'")
    await k.run("import json")


async def bash(k: Session) -> None:
    """Another language."""
    await k.run("echo hello")
    await k.run("x=2; echo $((x + 1)); ls /nowhere-at-all")


async def bash_queue(k: Session) -> None:
    """A failing cell with one queued behind it, an annotation, an interrupt, and silent code."""
    sent = [k.send("sleep 0.3; false"), k.send("echo second")]
    await k.until(lambda: set(sent) <= k.idle)
    await k.run("#| track: {run: shell}\necho annotated")
    first = k.send("echo on; sleep 30; echo never")
    await k.until(lambda: k.has("stream", first))
    await k.interrupt()
    await k.until(lambda: first in k.idle)
    await k.run("echo hidden", silent=True)
    await k.run("echo after")


async def r(k: Session) -> None:
    """R: values, text, messages, a figure, an annotation."""
    await k.run("x <- 41")
    await k.run("#| track: {run: baseline}\ncat('out\\n'); message('said'); x + 1")
    await k.run("fit <- lm(dist ~ speed, cars); cat('r_squared:', summary(fit)$r.squared, '\\n')")
    await k.run("head(cars, 2)")


async def r_queue(k: Session) -> None:
    """R: a failing cell with one queued behind it, of which IOPub says nothing at all."""
    failing = k.send("Sys.sleep(0.3); stop('no')")
    k.send("cat('second')")
    await k.until(lambda: failing in k.idle)
    await k.run("cat('after')")


async def r_interrupt(k: Session) -> None:
    """R: an interrupt with one queued behind it. IOPub tells of it by nothing."""
    first = k.send("cat('on\\n'); for (n in 1:300) Sys.sleep(0.1)")
    k.send("cat('second')")
    await k.until(lambda: k.has("execute_input", first))
    await asyncio.sleep(2 * QUIET)
    await k.interrupt()
    await k.until(lambda: first in k.idle)
    await k.run("cat('after')")


async def r_counts(k: Session) -> None:
    """R: silent code and code without history are announced, and count nothing."""
    await k.run("1")
    await k.run("2", silent=True)
    await k.run("3", store_history=False)
    await k.run("4")


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
    widgets,
    training,
    no_abort,
    flood,
    shadowed,
)
BASH = (bash, bash_queue)
R = (r, r_queue, r_interrupt, r_counts)

Scenario = Callable[[Session], Awaitable[None]]

#: Name → kernel and what happens.
SCENARIOS: dict[str, tuple[str, Scenario]] = {
    **{scenario.__name__: ("python3", scenario) for scenario in PYTHON},
    **{scenario.__name__: ("bash", scenario) for scenario in BASH},
    **{scenario.__name__: ("ir", scenario) for scenario in R},
}
