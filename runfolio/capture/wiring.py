"""Capture put together: the one wiring that a server, a headless run and a pick-up share.

What differs is who hands over items (a tap on a server's kernels, a tap on one kernel, a spool
that is read) and how a kernel's notebook is known; both are given.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path

from ..errors import StoreUnavailable
from ..service.live import Live
from ..store.protocol import Store
from .doors import Doors
from .inbox import Inbox
from .intents import IntentBook
from .limits import Limits
from .notebooks import Places
from .pipeline import Pipeline
from .reconcile import reconcile
from .redact import Caps
from .snapshots import Snapshots
from .spool import Spool
from .trace import Caps as TraceCaps


class Capture:
    """Pipeline, spool and what they need around one store; nothing runs before pipeline.start."""

    def __init__(
        self, store: Store, places: Places, root: Path | None, *, spool_root: Path,
        log: logging.Logger, limits: Limits | None = None, book: IntentBook | None = None,
        live: Live | None = None, inbox: Inbox | None = None,
        changed: Callable[[list[str]], None] = lambda run_ids: None,
    ) -> None:
        """root: the folder that notebook paths are relative to. inbox: where a tap's items wait
        already. changed: told run_ids after their commit, on any thread."""
        limits = limits or Limits()
        self.store = store
        self.book = book or IntentBook()
        self.spool = Spool(spool_root, log)
        self._changed = changed
        doors = Doors(
            store=store, book=self.book, live=live or Live(lambda name: None), log=log,
            spool=self.spool, snapshots=Snapshots(store, self.book, root, log),
            caps=Caps(output_bytes=limits.output_bytes), changed=changed,
            wake=lambda: self.pipeline.wake(),
            installed=lambda began: self.pipeline.reread(began))
        caps = TraceCaps(head_bytes=limits.stream_bytes, tail_bytes=limits.stream_bytes)
        self.pipeline = Pipeline(doors, places, root, log, caps, inbox)

    def last_epoch(self, kernel_id: str) -> int:
        """Of a kernel that outlived an earlier server; 0 where the store cannot tell now."""
        try:
            return self.store.read(lambda tx: tx.epochs.highest(kernel_id))
        except StoreUnavailable:
            return 0

    def close_left(self, living: set[str]) -> Future[list[str]]:
        """Close what an earlier program left open of kernels that are not living. What they had
        logged before it died belongs to the steps it left open."""
        gone = [kernel_id for kernel_id in self.spool.leftovers() if kernel_id not in living]
        left = {kernel_id: self.spool.drain(kernel_id) for kernel_id in gone}
        done = self.store.write(lambda tx: reconcile(tx, left, living))

        def after(found: Future[list[str]]) -> None:
            for kernel_id in gone:
                self.spool.release(kernel_id)
            if not found.cancelled() and found.exception() is None:
                self._changed(found.result())

        done.add_done_callback(after)
        return done
