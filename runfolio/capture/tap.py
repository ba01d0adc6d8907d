"""The tap: a second IOPub subscriber for every kernel, the truth about what ran (DESIGN §4).

Everything here runs in the server's loop, and only receives, time-stamps and hands over. It never
raises into the loop: a kernel that cannot be tapped is given up with one line in the log.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from typing import Any, Literal

from tornado.ioloop import IOLoop

from ..models.base import now
from .items import (
    KERNEL_ACTIONS,
    EndedHow,
    EpochBegan,
    EpochEnded,
    Frames,
    Interrupted,
    Sink,
    TapItem,
)
from .line import Line, began, pid_of, unreachable

__all__ = ["EpochBegan", "EpochEnded", "Frames", "Sink", "Tap", "TapItem"]

LOOK_SECONDS = 2.0
MAX_FAILURES = 3
MAX_SINK_FAILURES = 20

#: What can happen to a kernel: the server's events, its restarter's callbacks, our own look.
_Action = Literal["start", "restart", "shutdown", "died", "dead", "seen", "replaced", "gone"]


class Tap:
    """Listens to all kernels of one kernel manager.

    sink takes every TapItem in the loop and must not block. last_epoch tells the last epoch that
    is known of a kernel id from before this server (0: none), so that epochs are never used again.
    """

    def __init__(
        self,
        kernel_manager: Any,
        event_logger: Any,
        sink: Sink,
        log: logging.Logger,
        *,
        last_epoch: Callable[[str], int] | None = None,
    ) -> None:
        self._manager = kernel_manager
        self._events = event_logger
        self._sink = sink
        self._log = log
        self._last_epoch = last_epoch or (lambda kernel_id: 0)
        self._lines: dict[str, Line] = {}
        self._epochs: dict[str, int] = {}
        self._looking: asyncio.Task[None] | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._running = False

    def start(self) -> None:
        """Listen from now on, also to kernels already running. In the loop's thread."""
        self._running = True
        self._events.add_listener(schema_id=KERNEL_ACTIONS, listener=self._on_action)
        IOLoop.current().add_callback(self._start_looking)

    def stop(self) -> None:
        """End every open epoch (the server is going, and its kernels with it)."""
        if not self._running:
            return
        self._running = False
        self._events.remove_listener(schema_id=KERNEL_ACTIONS, listener=self._on_action)
        if self._looking is not None:
            self._looking.cancel()
        for task in self._tasks:
            task.cancel()
        for line in self._lines.values():
            self._end(line, "shutdown")
            line.disconnect()
        self._lines.clear()

    # What happens, from three sides.

    async def _on_action(self, logger: Any, schema_id: str, data: dict[str, Any]) -> None:
        """The server's event: start, restart, interrupt, shutdown."""
        kernel_id, action = data.get("kernel_id"), data.get("action")
        if not isinstance(kernel_id, str):
            return
        if action == "restart" and data.get("status") == "error":
            await self._handle(kernel_id, "dead")
        elif data.get("status") == "success" and action == "interrupt":
            line = self._lines.get(kernel_id)
            if line is not None and line.open:
                self._hand_over(line, Interrupted(kernel_id, line.epoch))
        elif data.get("status") == "success" and action in ("start", "restart", "shutdown"):
            await self._handle(kernel_id, action)

    def _soon(self, kernel_id: str, action: _Action) -> None:
        """The same from a callback that is no coroutine."""
        task = asyncio.ensure_future(self._handle(kernel_id, action))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _start_looking(self) -> None:
        if self._running and self._looking is None:
            self._looking = asyncio.ensure_future(self._look_on())

    async def _look_on(self) -> None:
        """Look at the manager itself: events can be missing, kernels can have been there before."""
        while self._running:
            try:
                await self._look()
            except Exception:
                self._log.debug("Runfolio: looking for kernels failed", exc_info=True)
            await asyncio.sleep(LOOK_SECONDS)

    async def _look(self) -> None:
        # What is unreachable is told by its pages (forwarded.py).
        running = {kernel_id for kernel_id in self._manager.list_kernel_ids()
                   if not unreachable(self._manager.get_kernel(kernel_id))}
        for kernel_id in running:
            line = self._lines.get(kernel_id)
            if line is None or not line.open:
                await self._handle(kernel_id, "seen")
            else:
                await self._look_at(line)
        for kernel_id in set(self._lines) - running:
            await self._handle(kernel_id, "gone")

    async def _look_at(self, line: Line) -> None:
        """Another process without an event that says why, twice in a row: a new epoch."""
        pid = pid_of(line.kernel)
        if pid is None or pid == line.pid:
            line.suspect_pid = None
        elif pid == line.suspect_pid:
            await self._handle(line.kernel_id, "replaced")
        else:
            line.suspect_pid = pid

    # What is done about it, one thing at a time for each kernel.

    async def _handle(self, kernel_id: str, action: _Action) -> None:
        line = self._lines.get(kernel_id)
        if line is None:
            if action in ("shutdown", "died", "dead", "gone"):
                return
            line = self._lines[kernel_id] = Line(kernel_id, self._epochs.get(kernel_id, 0))
        async with line.lock:
            if line.given_up or not self._running:
                return
            try:
                if action == "seen" and line.epoch == 0:
                    # It may have outlived an earlier server; the answer comes from a database.
                    loop = asyncio.get_running_loop()
                    line.epoch = await loop.run_in_executor(None, self._last_epoch, line.kernel_id)
                await self._turn(line, action)
            except Exception as error:
                self._failed(line, error)

    async def _turn(self, line: Line, action: _Action) -> None:
        if action == "gone" and line.kernel_id in self._manager:
            return  # it was about to be listed when we looked
        if action in ("shutdown", "dead", "died", "gone"):
            await line.drain()
            self._end(line, "died" if action in ("dead", "died") else "shutdown")
            if action != "died":
                line.disconnect()
            if action == "gone":
                self._lines.pop(line.kernel_id, None)
            return
        kernel = await self._kernel(line.kernel_id)
        if kernel is None or unreachable(kernel) or not self._is_new(line, kernel, action):
            return
        await line.drain()
        if self._running:
            self._end(line, "restart" if action == "restart" else "died")
            self._begin(line, kernel)
            line.nudge(even_busy=action != "seen")

    async def _kernel(self, kernel_id: str) -> Any:
        """The kernel's manager: the start event comes a moment before it is listed."""
        for _ in range(500):
            if kernel_id in self._manager:
                return self._manager.get_kernel(kernel_id)
            await asyncio.sleep(0.01)
        return None

    @staticmethod
    def _is_new(line: Line, kernel: Any, action: _Action) -> bool:
        """Is this another process than the one that the line knows?"""
        pid = pid_of(kernel)
        started = getattr(kernel, "has_kernel", True) or not getattr(kernel, "owns_kernel", True)
        if action == "seen" and not started:
            return False
        if kernel is not line.kernel:
            return True
        if pid is not None:
            return pid != line.pid
        return action == "restart" or (not line.open and action == "start")

    def _begin(self, line: Line, kernel: Any) -> None:
        if line.kernel is not kernel:
            line.disconnect()
            self._watch_restarter(line.kernel_id, kernel)
        line.kernel = None
        line.connect(kernel, self._receive)
        line.kernel = kernel
        line.pid = pid_of(kernel)
        line.suspect_pid = None
        line.epoch += 1
        self._epochs[line.kernel_id] = line.epoch
        line.open = True
        line.failures = 0
        self._hand_over(line, began(line))

    def _watch_restarter(self, kernel_id: str, kernel: Any) -> None:
        """The restarter knows first when a kernel died by itself."""
        if hasattr(kernel, "add_restart_callback"):
            kernel.add_restart_callback(lambda: self._soon(kernel_id, "died"), "restart")
            kernel.add_restart_callback(lambda: self._soon(kernel_id, "dead"), "dead")

    def _end(self, line: Line, how: EndedHow) -> None:
        if line.open:
            line.open = False
            at = now()
            ended = EpochEnded(line.kernel_id, line.epoch, how, at, time.monotonic())
            self._hand_over(line, ended)

    def _receive(self, line: Line, frames: Frames) -> None:
        if line.open:
            self._hand_over(line, frames)
        elif pid_of(line.kernel) != line.pid:
            self._soon(line.kernel_id, "seen")

    def _hand_over(self, line: Line, item: TapItem) -> None:
        try:
            self._sink(item)
        except Exception as error:
            self._failed(line, error, MAX_SINK_FAILURES)

    def _failed(self, line: Line, error: Exception, limit: int = MAX_FAILURES) -> None:
        """Count it, and give the kernel up when it does not stop: one line in the log."""
        line.failures += 1
        self._log.debug("Runfolio: kernel %s", line.kernel_id, exc_info=error)
        if line.failures < limit or line.given_up:
            return
        line.given_up = True
        self._log.warning(
            "Runfolio does not record kernel %s: %s: %s",
            line.kernel_id,
            type(error).__name__,
            error,
        )
        line.disconnect()
        self._end(line, "died")
