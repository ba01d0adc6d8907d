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
    """Collects what changed and tells it. Only the last half second is waited for, so a lone
    change is told at once."""

    def __init__(self, loop: asyncio.AbstractEventLoop,
                 emit: Callable[[Mapping[str, Any]], None]) -> None:
        """emit: called on the loop with the event's data."""
        self._loop = loop
        self._emit = emit
        self._lock = threading.Lock()
        self._runs: dict[str, None] = {}
        self._removed: dict[str, None] = {}
        self._what: dict[What, None] = {}
        self._planned = False
        self._seq = 0
        self._last = float("-inf")

    def announce(self, runs: Iterable[str] = (), removed: Iterable[str] = (),
                 what: Iterable[What] = ()) -> None:
        """From any thread, after commit. Ids imply what "runs". Never raises, never waits."""
        with self._lock:
            self._runs.update(dict.fromkeys(runs))
            self._removed.update(dict.fromkeys(removed))
            self._what.update(dict.fromkeys(what))
            if self._runs or self._removed:
                self._what["runs"] = None
            if self._planned or not self._what:
                return
            self._planned = True
        try:
            self._loop.call_soon_threadsafe(self._plan)
        except RuntimeError:
            # The loop is closed: the server is going, nobody listens any more.
            return

    def _plan(self) -> None:
        rest = self._last + PAUSE - self._loop.time()
        self._loop.call_later(max(0.0, rest), self._tell)

    def _tell(self) -> None:
        with self._lock:
            self._planned = False
            self._seq += 1
            runs, removed = list(self._runs), list(self._removed)
            event = RunsChanged(
                seq=self._seq, runs=runs[:MOST], removed=removed[:MOST], what=list(self._what),
                all=len(runs) > MOST or len(removed) > MOST)
            self._runs, self._removed, self._what = {}, {}, {}
        self._last = self._loop.time()
        self._emit(msgspec.to_builtins(event))
