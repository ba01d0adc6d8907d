"""The store's front door: a bounded queue before one writer thread, reads from any thread.

Importing this imports no database: that happens in the writer thread, after the server started.
"""

from __future__ import annotations

import contextlib
import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, wait
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from ..errors import StoreUnavailable
from .backlog import Backlog, Write
from .faults import PASSING, Fault
from .protocol import Tx
from .records import Outcome, StoreState
from .spill import Spill, Spilled

if TYPE_CHECKING:
    from .database import Database

T = TypeVar("T")

#: Functions in one transaction at most.
_BATCH = 500
#: The same while closing, so that time is kept; and the share of its time in which what waits is
#: still written. What then is left goes into a file, and the next process writes it.
_LAST_BATCH, _CLOSING_SHARE = 20, 0.5
#: Seconds between tries while something stands in the way: doubled from first to last.
_FIRST_RETRY, _LAST_RETRY = 0.05, 2.0
#: Between two commits as many times as long as the last one took, and so many seconds at most:
#: while much is to be written, more of it shares a commit.
_REST, _LONGEST_REST = 20.0, 0.25
#: Seconds between looks whether there is room again, while outputs are left out.
_LOOK_FOR_ROOM = 5.0
#: Bytes that must fit before outputs are kept again: what did not fit, within these.
_LEAST_ROOM, _MOST_ROOM = 262_144, 16_777_216


class QueuedStore:
    """store.protocol.Store over one database file."""

    def __init__(self, path: Path, *, max_pending: int = 50_000, max_bytes: int = 64_000_000,
                 spill: Path | None = None, spill_bytes: int = 1_000_000_000, busy_ms: int = 2000,
                 gather: float = 0.05, log: logging.Logger | None = None) -> None:
        """max_pending, max_bytes: writes that wait, and their memory (backlog.Backlog).
        spill: the folder for what waits beyond that, up to spill_bytes; None: there is none.
        gather: seconds between two commits at least, so that writes in between share one."""
        self.path = path
        self._busy_ms, self._gather = busy_ms, gather
        self._log = log or logging.getLogger(__name__)
        self._state = StoreState()
        self._backlog = Backlog(max_pending, max_bytes,
                                Spill(spill, path, spill_bytes) if spill else None)
        self._change = threading.Condition()
        self._closing = False
        self._close_by = float("inf")
        self._looked = threading.Event()
        self._database: Database | None = None
        self._last_commit = 0.0
        self._rest = gather
        self._urgent = False
        """Somebody waits for what is written."""
        self._retry = _FIRST_RETRY
        self._refused = False
        self._room = _LEAST_ROOM
        self._thread = threading.Thread(target=self._work, name="runfolio-store", daemon=True)

    def start(self) -> None:
        """Begin to open, in the writer thread."""
        self._thread.start()

    def state(self) -> StoreState:
        """How it is now."""
        with self._change:
            return replace(
                self._state, pending=len(self._backlog), facts=dict(self._state.facts),
                outputs_dropped=self._state.outputs_dropped + self._backlog.outputs_dropped)

    def write(self, fn: Callable[[Tx], T]) -> Future[T]:
        """Queue fn (see the protocol)."""
        write = Write(fn)
        with self._change:
            refusal = self._refusal()
            if refusal is None and not self._backlog.add(write):
                refusal = StoreUnavailable("Too much waits to be saved.", "records-dropped")
            if refusal is None:
                self._change.notify_all()
            else:
                self._state.dropped += 1
        if refusal is not None:
            write.future.set_exception(refusal)
        return write.future

    def write_now(self, fn: Callable[[Tx], T], timeout: float = 5.0) -> T:
        """Write and wait (see the protocol)."""
        future = self.write(fn)
        with self._change:
            self._urgent = True
            self._change.notify_all()
        until = time.monotonic() + timeout
        while True:
            wait([future], timeout=0.1)
            if future.done():
                return future.result()
            state = self.state()
            if (state.blocked or time.monotonic() > until) and future.cancel():
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
            self._close_by = time.monotonic() + timeout * _CLOSING_SHARE
            self._change.notify_all()
        if self._thread.is_alive():
            self._thread.join(timeout)

    def _refusal(self) -> Exception | None:
        """Why nothing may be queued now, if so."""
        if self._state.status == "unavailable" and self._state.problem is not None:
            return Fault(self._state.problem, self.path).error()
        if self._closing:
            return StoreUnavailable("The store is closed.", "store-locked")
        return None

    def _work(self) -> None:
        """The writer thread: open, then batch after batch until closed."""
        try:
            if self._open():
                while (batch := self._next()) is not None:
                    if batch:
                        self._land(batch)
                    else:
                        self._look_for_room()
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
            tried = self._try(self._prepare)
            self._looked.set()
            if tried:
                return True
            if self._state.status == "unavailable" or self._closing:
                return False

    def _prepare(self) -> bool:
        assert self._database is not None
        self._database.prepare()
        with self._change:
            self._backlog.take_over(self._database.landed)
        return True

    def _land(self, batch: list[Write]) -> None:
        """Bring a batch to disk, however often it takes; stops trying when closing."""
        begun = time.monotonic()
        while not self._try(lambda: self._run(batch)):
            if self._state.status == "unavailable" or self._closing:
                with self._change:
                    self._backlog.give_back()
                break
        self._last_commit = time.monotonic()
        took = self._last_commit - begun
        # Without a pause that was asked for there is none (gather 0).
        self._rest = max(self._gather, min(took * _REST, _LONGEST_REST)) if self._gather else 0.0

    def _run(self, batch: list[Write]) -> bool:
        """Commit it, whole if it fits, else without outputs. Was it whole?"""
        assert self._database is not None
        wanted = [write for write in batch if not write.future.cancelled()]
        functions = [write.function for write in wanted]
        whole = True
        try:
            outcomes = self._database.run(functions)
        except StoreUnavailable as error:
            if error.problem != "disk-full":
                raise
            outcomes, whole = self._database.run(functions, light=True), False
        with self._change:
            self._state.outputs_dropped += sum(one.outputs_dropped for one in outcomes)
            self._room = min(max(_LEAST_ROOM, sum(one.size_dropped for one in outcomes)),
                             _MOST_ROOM)
            broken = [one.error for write, one in zip(wanted, outcomes, strict=True)
                      if one.error is not None and isinstance(write.function, Spilled)]
            self._state.dropped += len(broken)
            emptied = self._backlog.done()
        for write, outcome in zip(wanted, outcomes, strict=True):
            write.finish(outcome)
        for name in emptied:
            self._forget(name)
        for why in broken:
            self._log.warning("Runfolio: a record that had waited could not be saved: %r", why)
        return whole

    def _forget(self, name: str) -> None:
        """The mark of a spill file that is gone: where it cannot be deleted, it does no harm."""
        assert self._database is not None
        with contextlib.suppress(StoreUnavailable):
            self._database.forget(name)

    def _look_for_room(self) -> None:
        """While outputs are left out and nothing comes: would they fit again?"""
        assert self._database is not None
        room = self._room
        with contextlib.suppress(StoreUnavailable):
            if self._database.has_room(room):
                self._stand(None)

    def _try(self, act: Callable[[], bool]) -> bool:
        """Act; on refusal say why, wait a little, and answer False. A lock is said only when it
        outlasts a second try: a long read of our own is no other program. What act answers: is
        all well (False: the disk is full, and it was done without outputs)."""
        try:
            well = act()
        except StoreUnavailable as error:
            if error.problem != "store-locked" or self._refused or self._closing:
                self._stand(error)
            self._refused = True
            self._pause()
            return False
        self._refused = False
        self._stand(None if well else Fault("disk-full", self.path).error(), blocked=False)
        return True

    def _stand(self, error: StoreUnavailable | None, *, blocked: bool = True) -> None:
        """What stands in the way from now on, if anything; blocked: nothing can be written."""
        state = self._state
        with self._change:
            if error is None:
                state.status, state.problem, state.message = "ok", None, ""
                state.facts, state.blocked = {}, False
            else:
                fault = Fault(error.problem, self.path)  # type: ignore[arg-type]
                state.problem, state.message = fault.problem, fault.message
                state.status = "degraded" if fault.problem in PASSING else "unavailable"
                state.facts, state.blocked = {"path": str(self.path)}, blocked
            if not state.blocked:
                self._retry = _FIRST_RETRY

    def _pause(self) -> None:
        with self._change:
            if self._state.status != "unavailable" and not self._closing:
                self._change.wait_for(lambda: self._closing, self._retry)
                self._retry = min(self._retry * 2, _LAST_RETRY)

    def _next(self) -> list[Write] | None:
        """The next batch; an empty one when it is time to look for room; None when closed and
        all is written, or nothing can be."""
        with self._change:
            lean = self._state.problem is not None and not self._state.blocked
            self._change.wait_for(lambda: self._backlog.queued or self._closing,
                                  _LOOK_FOR_ROOM if lean else None)
            if self._state.status == "unavailable" or (self._closing and self._state.blocked):
                return None
            if not self._backlog.queued:
                return None if self._closing else []
            if time.monotonic() > self._close_by:
                return None
            rest = self._last_commit + self._rest - time.monotonic()
            if rest > 0:
                self._change.wait_for(lambda: self._closing or self._urgent, rest)
            self._urgent = False
            return self._backlog.take(_LAST_BATCH if self._closing else _BATCH)

    def _fail_rest(self) -> None:
        """What cannot be written any more is left to the next process, or counted and told so."""
        with self._change:
            kept, lost = self._backlog.end()
            self._state.dropped += len(lost)
            problem = self._state.problem or "store-locked"
        for write in [*kept, *lost]:
            write.finish(Outcome(error=Fault(problem, self.path).error()))
