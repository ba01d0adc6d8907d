"""The objects of the server part, wired: store, capture and use cases.

Importing this takes as long as loading the whole server part does, so the server does it in a
thread, once it listens (extension.py).
"""

from __future__ import annotations

import asyncio
import logging
import threading
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jupyter_core.paths import jupyter_data_dir, jupyter_runtime_dir

from .api.events import Announcer
from .capture.curated import made_of_steps
from .capture.forwarded import Forwarded
from .capture.inbox import Inbox
from .capture.intents import IntentBook
from .capture.limits import Limits
from .capture.notebooks import Notebooks
from .capture.wiring import Capture
from .probes.processes import living_kernels
from .service.live import Live
from .service.services import Services
from .store import spill
from .store.writer import QueuedStore

#: Seconds after the start at which it is looked again for what an earlier server left open.
AGAIN = (3.0, 15.0, 60.0)


@dataclass(frozen=True)
class Given:
    """What the server has, and what its settings say."""

    app: Any
    """The ServerApp."""
    log: logging.Logger
    announcer: Announcer
    pool: Executor
    """Where use cases run."""
    store_dir: Path
    record_by_default: bool
    limits: Limits
    inbox: Inbox
    """Where what the tap hears waits."""


class Wired:
    """All of it. begin and end in the server's loop."""

    def __init__(self, given: Given) -> None:
        """Make the objects; nothing is opened and nothing attached yet."""
        app, self.log = given.app, given.log
        self._given = given
        self.pool = given.pool
        self.store = QueuedStore(given.store_dir / "store.db", log=self.log,
                                 spill=Path(jupyter_runtime_dir()) / spill.FOLDER)
        self.intents = IntentBook()
        self.live = Live(self._notebook_of)
        self._later: list[asyncio.TimerHandle] = []
        self._begun = asyncio.Event()
        self.places = Notebooks(app.session_manager, app.event_logger, self.log,
                                lambda event: self.pipeline.on_path(event))
        self.capture = Capture(
            self.store, self.places, Path(app.root_dir), log=self.log, book=self.intents,
            spool_root=Path(jupyter_runtime_dir()) / "runfolio", live=self.live,
            limits=given.limits, inbox=given.inbox, changed=self._runs_changed)
        self.pipeline = self.capture.pipeline
        self.forwarded = Forwarded(app.kernel_manager, app.event_logger, self.pipeline.put,
                                   self.log, last_epoch=self.capture.last_epoch)
        self.services = Services(
            self.store, given.announcer, self.live, self.intents, self.forwarded, made_of_steps,
            switched=self.pipeline.on_switch, intended=self.pipeline.wake,
            lost=lambda: self.pipeline.dropped)

    async def begin(self) -> None:
        """Open the store, close what an earlier server left open, then take what kernels say."""
        try:
            await self._begin()
        finally:
            self._begun.set()

    async def _begin(self) -> None:
        loop = asyncio.get_running_loop()
        self.store.start()
        self.services.recording.begin(self._given.record_by_default)
        self.services.notices.begin()
        living = await loop.run_in_executor(None, self._close_left)
        if living is not None:
            # Where living processes can be told: a kernel outlives a killed server by a moment.
            self._later = [loop.call_later(seconds, self._close_again) for seconds in AGAIN]
        threading.Thread(target=self._pick_up, name="runfolio-pick-up", daemon=True).start()
        self.pipeline.start()
        self.places.start()
        self.forwarded.start()

    async def end(self) -> None:
        """End what is open, write what waits and let go. A server that goes while it begins is
        let begin first: an end that fails would hold it."""
        await self._begun.wait()
        for timer in self._later:
            timer.cancel()
        self.forwarded.stop()
        self.places.stop()
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(None, self.pipeline.stop)
        await loop.run_in_executor(None, self.store.close)

    def _runs_changed(self, run_ids: list[str]) -> None:
        self._given.announcer.announce(runs=run_ids, what=("runs",))

    def _pick_up(self) -> None:
        """Take in what shells recorded by themselves while no server listened to them."""
        from .headless.pickup import pick_up, waiting

        spool = Path(jupyter_data_dir()) / "runfolio" / "spool"
        if waiting(spool):
            pick_up(self.store, spool, roots=[Path(self._given.app.root_dir)], log=self.log,
                    limits=self._given.limits, changed=self._runs_changed)

    def _close_left(self, own: frozenset[str] = frozenset()) -> set[str] | None:
        """Close what an earlier server left open, apart from our own kernels; the living ones that
        were found. Reads /proc and spools: not for the loop."""
        living = living_kernels()
        self.capture.close_left((living or set()) | own)
        return living

    def _close_again(self) -> None:
        own = frozenset(self._given.app.kernel_manager.list_kernel_ids())
        asyncio.get_running_loop().run_in_executor(None, self._close_left, own)

    def _notebook_of(self, name: str) -> str | None:
        """The notebook_id of what a client named by id or as path:… ."""
        if not name.startswith("path:"):
            return name
        found = self.store.read(lambda tx: tx.notebooks.find(name[len("path:"):]))
        return None if found is None else found.notebook_id
