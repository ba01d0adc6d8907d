"""The event that says that something changed: at most two a second, through the server's loop."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import msgspec

from ..models.event import RunsChanged, What

SCHEMA = Path(__file__).with_name("events.yaml")
SCHEMA_ID = "urn:runfolio:runs:v1"

#: Ids in one event at most.
MOST = 100
#: Seconds between two events at least.
PAUSE = 0.5


class Announcer:
    """Collects what changed and tells it: a lone change at once, else twice a second."""

    def __init__(self, emit: Callable[[Mapping[str, Any]], None]) -> None:
        """emit: called on the loop with the event's data."""
        self._loop: asyncio.AbstractEventLoop | None = None
        self._emit = emit
        self._lock = threading.Lock()
        self._runs: dict[str, None] = {}
        self._removed: dict[str, None] = {}
        self._what: dict[What, None] = {}
        self._planned = False
        self._seq = 0
        self._last = float("-inf")

    def begin(self, loop: asyncio.AbstractEventLoop) -> None:
        """The server's loop runs: what was announced before is told now."""
        self._loop = loop
        self.announce()

    def announce(self, runs: Iterable[str] = (), removed: Iterable[str] = (),
                 what: Iterable[What] = ()) -> None:
        """From any thread, after commit. Ids imply what "runs". Never raises, never waits."""
        with self._lock:
            self._runs.update(dict.fromkeys(runs))
            self._removed.update(dict.fromkeys(removed))
            self._what.update(dict.fromkeys(what))
            if self._runs or self._removed:
                self._what["runs"] = None
            loop = self._loop
            if loop is None or self._planned or not self._what:
                return
            self._planned = True
        try:
            loop.call_soon_threadsafe(self._plan, loop)
        except RuntimeError:
            # The loop is closed: the server is going, nobody listens any more.
            return

    def _plan(self, loop: asyncio.AbstractEventLoop) -> None:
        rest = self._last + PAUSE - loop.time()
        loop.call_later(max(0.0, rest), self._tell, loop)

    def _tell(self, loop: asyncio.AbstractEventLoop) -> None:
        with self._lock:
            self._planned = False
            self._seq += 1
            runs, removed = list(self._runs), list(self._removed)
            event = RunsChanged(
                seq=self._seq, runs=runs[:MOST], removed=removed[:MOST], what=list(self._what),
                all=len(runs) > MOST or len(removed) > MOST)
            self._runs, self._removed, self._what = {}, {}, {}
        self._last = loop.time()
        self._emit(msgspec.to_builtins(event))
