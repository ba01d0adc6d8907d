"""The store's front door: a bounded queue before one writer thread, reads from any thread.

Importing this imports no database: that happens in the writer thread, after the server started.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, wait
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from ..errors import StoreUnavailable
from .faults import PASSING, Fault
from .protocol import Tx
from .records import Outcome, StoreState

if TYPE_CHECKING:
    from .database import Database

T = TypeVar("T")

#: Functions in one transaction at most.
_BATCH = 500
#: Seconds between tries while something stands in the way: doubled from first to last.
_FIRST_RETRY, _LAST_RETRY = 0.05, 2.0


@dataclass
class _Write:
    function: Callable[[Tx], Any]
    future: Future[Any] = field(default_factory=Future)

    def finish(self, outcome: Outcome) -> None:
        """Tell who waits, if anybody still does."""
        if not self.future.set_running_or_notify_cancel():
            return
        if outcome.error is None:
            self.future.set_result(outcome.answer)
        else:
            self.future.set_exception(outcome.error)


class QueuedStore:
    """store.protocol.Store over one database file."""

    def __init__(self, path: Path, *, max_pending: int = 10_000, busy_ms: int = 2000,
                 gather: float = 0.05, log: logging.Logger | None = None) -> None:
        """gather: seconds between two commits at least, so that writes in between share one."""
        self.path = path
        self._max_pending, self._busy_ms, self._gather = max_pending, busy_ms, gather
        self._log = log or logging.getLogger(__name__)
        self._state = StoreState()
        self._queue: deque[_Write] = deque()
        self._in_hand = 0
        self._change = threading.Condition()
        self._closing = False
        self._looked = threading.Event()
        self._database: Database | None = None
        self._last_commit = 0.0
        self._retry = _FIRST_RETRY
        self._refused = False
        self._thread = threading.Thread(target=self._work, name="runfolio-store", daemon=True)

    def start(self) -> None:
        """Begin to open, in the writer thread."""
        self._thread.start()

    def state(self) -> StoreState:
        """How it is now."""
        with self._change:
            return replace(self._state, pending=len(self._queue) + self._in_hand,
                           facts=dict(self._state.facts))

    def write(self, fn: Callable[[Tx], T]) -> Future[T]:
        """Queue fn (see the protocol)."""
        write = _Write(fn)
        with self._change:
            refusal = self._refusal()
            if refusal is None:
                self._queue.append(write)
                self._change.notify_all()
            else:
                self._state.dropped += 1
        if refusal is not None:
            write.future.set_exception(refusal)
        return write.future

    def write_now(self, fn: Callable[[Tx], T], timeout: float = 5.0) -> T:
        """Write and wait (see the protocol)."""
        future = self.write(fn)
        until = time.monotonic() + timeout
        while True:
            wait([future], timeout=0.1)
            if future.done():
                return future.result()
            state = self.state()
            if (state.problem is not None or time.monotonic() > until) and future.cancel():
                raise Fault(state.problem or "store-locked", self.path).error()

    def read(self, fn: Callable[[Tx], T]) -> T:
        """Read now (see the protocol)."""
        self._looked.wait(10)
        database = self._database
        if database is None or not database.readable:
            problem = self.state().problem
            if problem is not None:
                raise Fault(problem, self.path).error()
            raise StoreUnavailable("The store is being opened.", "store-locked",
                                   "Try again in a moment.")
        return database.read(fn)

    def close(self, timeout: float = 10.0) -> None:
        """Write what waits and close (see the protocol)."""
        with self._change:
            self._closing = True
            self._change.notify_all()
        if self._thread.is_alive():
            self._thread.join(timeout)

    def _refusal(self) -> Exception | None:
        """Why nothing may be queued now, if so."""
        if self._state.status == "unavailable" and self._state.problem is not None:
            return Fault(self._state.problem, self.path).error()
        if self._closing:
            return StoreUnavailable("The store is closed.", "store-locked")
        if len(self._queue) >= self._max_pending:
            return StoreUnavailable("Too much waits to be saved.", "records-dropped")
        return None

    def _work(self) -> None:
        """The writer thread: open, then batch after batch until closed."""
        try:
            if self._open():
                while batch := self._next():
                    self._land(batch)
        except Exception:
            self._log.exception("The store's writer stopped")
            self._stand(Fault("store-unreadable", self.path).error())
        finally:
            self._looked.set()
            self._fail_rest()
            if self._database is not None:
                self._database.close()

    def _open(self) -> bool:
        """Try until it is open; False when it cannot be opened or nobody wants it any more."""
        from .database import Database

        self._database = Database(self.path, self._busy_ms)
        while True:
            tried = self._try(self._database.prepare)
            self._looked.set()
            if tried:
                return True
            if self._state.status == "unavailable" or self._closing:
                return False

    def _land(self, batch: list[_Write]) -> None:
        """Bring a batch to disk, however often it takes; stops trying when closing."""
        assert self._database is not None
        database = self._database

        def run() -> None:
            wanted = [write for write in batch if not write.future.cancelled()]
            outcomes = database.run([write.function for write in wanted])
            self._in_hand = 0
            for write, outcome in zip(wanted, outcomes, strict=True):
                write.finish(outcome)

        while not self._try(run):
            if self._state.status == "unavailable" or self._closing:
                with self._change:
                    self._queue.extendleft(reversed(batch))
                break
        self._in_hand = 0
        self._last_commit = time.monotonic()

    def _try(self, act: Callable[[], None]) -> bool:
        """Act; on refusal say why, wait a little, and answer False. A lock is said only when it
        outlasts a second try: a long read of our own is no other program."""
        try:
            act()
        except StoreUnavailable as error:
            if error.problem != "store-locked" or self._refused or self._closing:
                self._stand(error)
            self._refused = True
            self._pause()
            return False
        self._refused = False
        with self._change:
            self._state.status, self._state.problem, self._state.message = "ok", None, ""
            self._state.facts, self._retry = {}, _FIRST_RETRY
        return True

    def _stand(self, error: StoreUnavailable) -> None:
        """Something stands in the way: the state says so from now on."""
        with self._change:
            fault = Fault(error.problem, self.path)  # type: ignore[arg-type]
            self._state.problem, self._state.message = fault.problem, fault.message
            self._state.status = "degraded" if fault.problem in PASSING else "unavailable"
            self._state.facts = {"path": str(self.path)}

    def _pause(self) -> None:
        with self._change:
            if self._state.status != "unavailable" and not self._closing:
                self._change.wait_for(lambda: self._closing, self._retry)
                self._retry = min(self._retry * 2, _LAST_RETRY)

    def _next(self) -> list[_Write]:
        """The next batch; empty when closed and all is written, or nothing can be."""
        with self._change:
            self._change.wait_for(lambda: self._queue or self._closing)
            if self._state.status == "unavailable" or (self._closing and self._state.problem):
                return []
            rest = self._last_commit + self._gather - time.monotonic()
            if rest > 0:
                self._change.wait_for(lambda: self._closing, rest)
            batch = [self._queue.popleft() for _ in range(min(_BATCH, len(self._queue)))]
            self._in_hand = len(batch)
            return batch

    def _fail_rest(self) -> None:
        """What cannot be written any more is told so, and counted."""
        with self._change:
            rest = list(self._queue)
            self._queue.clear()
            self._state.dropped += len(rest)
            problem = self._state.problem or "store-locked"
        for write in rest:
            write.finish(Outcome(error=Fault(problem, self.path).error()))
