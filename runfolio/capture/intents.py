"""Intents from the browser joined with executions from the kernel (DESIGN §4).

An execution is claimed by the intent that names its msg_id, else by the oldest unclaimed item of
its kernel without a msg_id whose code has the same digest (executors that run on the server).
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from ..models.base import Time, now
from ..models.intent import Intent, IntentBatch, IntentCell, IntentItem, IntentKind
from .sources import Sources

MAX_PENDING = 20_000
MAX_CLAIMED = 5_000
MAX_INTENTS = 20_000
MAX_DOCUMENTS = 64
MAX_KERNELS = 1_000


@dataclass(frozen=True)
class Claim:
    """What the browser meant by one execution."""

    intent_id: str
    kind: IntentKind
    first: bool
    """First item of its intent: where a Run All begins."""
    kernel_id: str
    path: str
    user: str | None
    cell_id: str
    tags: list[str]
    runfolio: dict[str, Any] | None
    """The cell's metadata of that name."""
    document: str | None
    """Digest of the document's cells."""
    cells: list[IntentCell] | None
    """The document's cells when it was sent, top to bottom; None where they are not known."""
    received: Time
    by: str = "msg_id"
    """How it was joined: msg_id or digest."""

    @property
    def number(self) -> int | None:
        """The cell's place among the document's code cells, from 1."""
        found = self._position()
        return None if found is None else found[0]

    @property
    def heading(self) -> str | None:
        """Nearest heading at or above the cell."""
        found = self._position()
        return None if found is None else found[1].heading

    def _position(self) -> tuple[int, IntentCell] | None:
        code = [cell for cell in self.cells or () if cell.cell_type == "code"]
        for number, cell in enumerate(code, 1):
            if cell.cell_id == self.cell_id:
                return number, cell
        return None


@dataclass(eq=False)
class _Pending:
    """An item that no execution has claimed yet."""

    intent: Intent
    item: IntentItem
    first: bool
    received: Time
    place: int = 0
    """Its key in the order of receipt."""


@dataclass
class _Kernel:
    """What is known of one kernel's recorder."""

    heard: Time | None = None
    new_runs: deque[Time] = field(default_factory=deque)
    by_msg_id: dict[str, _Pending] = field(default_factory=dict)
    by_digest: dict[str, deque[_Pending]] = field(default_factory=dict)
    reached: int = 0
    """Place of the latest item that ran: what was put before it and did not run never will."""


class IntentBook:
    """All intents of all kernels, in memory, bounded. Any thread may call anything.

    clock tells the time of receipt; tests give their own.
    """

    def __init__(self, clock: Callable[[], Time] = now) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._kernels: OrderedDict[str, _Kernel] = OrderedDict()
        self._documents: OrderedDict[str, list[IntentCell]] = OrderedDict()
        self._sources = Sources()
        self._seen: OrderedDict[str, None] = OrderedDict()
        self._pending: OrderedDict[int, tuple[str, _Pending]] = OrderedDict()
        self._claimed: OrderedDict[tuple[str, str], Claim] = OrderedDict()
        self._counter = 0

    def add(self, batch: IntentBatch) -> list[str]:
        """Take a batch; the same intent again changes nothing. Returns documents whose cells, or
        texts of cells, are not known and should be sent."""
        unknown: dict[str, None] = {}
        with self._lock:
            received = self._clock()
            for intent in batch.intents:
                self._take_document(intent)
                if intent.document is not None:
                    unknown[intent.document] = None
                if not _remember(self._seen, intent.intent_id, None, MAX_INTENTS):
                    self._take(intent, received)
            return [digest for digest in unknown if not self._is_known(digest)]

    def claim(self, kernel_id: str, msg_id: str, code: str | None = None) -> Claim | None:
        """What was meant by this execution; the same answer when asked again. code as executed;
        None (an aborted request) joins by msg_id only."""
        with self._lock:
            known = self._claimed.get((kernel_id, msg_id))
            if known is not None:
                return self._with_cells(known)
            kernel = self._kernels.get(kernel_id)
            if kernel is None:
                return None
            pending, by = kernel.by_msg_id.get(msg_id), "msg_id"
            if pending is None and code is not None:
                pending, by = self._by_digest(kernel, code), "digest"
            if pending is None:
                return None
            self._drop(kernel, pending)
            kernel.reached = max(kernel.reached, pending.place)
            claim = self._claim_of(pending, by)
            _remember(self._claimed, (kernel_id, msg_id), claim, MAX_CLAIMED)
            return claim

    def expects(self, kernel_id: str) -> bool:
        """True when a recorder has posted for this kernel's epoch."""
        with self._lock:
            kernel = self._kernels.get(kernel_id)
            return kernel is not None and kernel.heard is not None

    def waiting(self, kernel_id: str) -> list[str]:
        """Of each cell that was sent to the kernel and has neither begun nor been aborted the path
        of its notebook. Some kernels (IRkernel) say nothing of what they drop behind an error: a
        later one that ran tells it."""
        with self._lock:
            kernel = self._kernels.get(kernel_id)
            if kernel is None:
                return []
            queued = chain(kernel.by_msg_id.values(), *kernel.by_digest.values())
            return [pending.intent.path for pending in queued if pending.place > kernel.reached]

    def new_run_asked(self, kernel_id: str) -> bool:
        """True when New run was asked since the last time this was; asking consumes it."""
        with self._lock:
            kernel = self._kernels.get(kernel_id)
            if kernel is None or not kernel.new_runs:
                return False
            kernel.new_runs.clear()
            return True

    def cells(self, document: str) -> list[IntentCell] | None:
        """The cells of a document by its digest, top to bottom."""
        with self._lock:
            return self._documents.get(document)

    def told(self, document: str) -> list[tuple[IntentCell, str | None]] | None:
        """A document's cells with their texts, top to bottom; None as long as one is missing.
        What was left out by the browser has none."""
        with self._lock:
            if not self._is_known(document):
                return None
            return [(cell, self._sources.get(cell.source_digest or ""))
                    for cell in self._documents[document]]

    def _is_known(self, document: str) -> bool:
        cells = self._documents.get(document)
        return cells is not None and all(
            cell.left_out is not None or cell.source_digest is None
            or cell.source_digest in self._sources for cell in cells)

    def end_epoch(self, kernel_id: str, at: Time) -> None:
        """Forget what was meant for an epoch that ended at that time and never ran in it. What
        came later is for the next one and stays."""
        with self._lock:
            kernel = self._kernels.get(kernel_id)
            if kernel is None:
                return
            if kernel.heard is not None and kernel.heard < at:
                kernel.heard = None
            for owner, pending in list(self._pending.values()):
                if owner == kernel_id and pending.received < at:
                    self._drop(kernel, pending)

    def _take_document(self, intent: Intent) -> None:
        if intent.sources is not None:
            self._sources.take(intent.sources)
        if intent.document is not None and intent.cells is not None:
            _remember(self._documents, intent.document, intent.cells, MAX_DOCUMENTS)
        elif intent.document is not None and intent.document in self._documents:
            self._documents.move_to_end(intent.document)

    def _take(self, intent: Intent, received: Time) -> None:
        kernel = self._kernels.setdefault(intent.kernel_id, _Kernel())
        self._kernels.move_to_end(intent.kernel_id)
        while len(self._kernels) > MAX_KERNELS:
            self._kernels.popitem(last=False)
        kernel.heard = received
        if intent.kind == "new-run":
            kernel.new_runs.append(received)
        for index, item in enumerate(intent.items):
            self._put(kernel, _Pending(intent, item, index == 0, received))

    def _put(self, kernel: _Kernel, pending: _Pending) -> None:
        if pending.item.msg_id is not None:
            kernel.by_msg_id[pending.item.msg_id] = pending
        else:
            kernel.by_digest.setdefault(pending.item.source_digest, deque()).append(pending)
        self._counter += 1
        pending.place = self._counter
        self._pending[pending.place] = (pending.intent.kernel_id, pending)
        while len(self._pending) > MAX_PENDING:
            kernel_id, oldest = next(iter(self._pending.values()))
            self._drop(self._kernels.get(kernel_id, kernel), oldest)

    def _by_digest(self, kernel: _Kernel, code: str) -> _Pending | None:
        digest = hashlib.sha256(code.encode("utf-8", "replace")).hexdigest()
        queue = kernel.by_digest.get(digest)
        return queue[0] if queue else None

    def _drop(self, kernel: _Kernel, pending: _Pending) -> None:
        """Take an item out of the order and of the indexes."""
        self._pending.pop(pending.place, None)
        msg_id = pending.item.msg_id
        if msg_id is not None:
            if kernel.by_msg_id.get(msg_id) is pending:
                del kernel.by_msg_id[msg_id]
            return
        queue = kernel.by_digest.get(pending.item.source_digest)
        if queue is not None and pending in queue:
            queue.remove(pending)
            if not queue:
                del kernel.by_digest[pending.item.source_digest]

    def _claim_of(self, pending: _Pending, by: str) -> Claim:
        intent, item = pending.intent, pending.item
        return Claim(
            intent_id=intent.intent_id,
            kind=intent.kind,
            first=pending.first,
            kernel_id=intent.kernel_id,
            path=intent.path,
            user=intent.user,
            cell_id=item.cell_id,
            tags=list(item.tags),
            runfolio=item.runfolio,
            document=intent.document,
            cells=self._documents.get(intent.document) if intent.document else None,
            received=pending.received,
            by=by,
        )

    def _with_cells(self, claim: Claim) -> Claim:
        """The claim with the document's cells, when they came after it was made."""
        if claim.cells is not None or claim.document is None:
            return claim
        if claim.document not in self._documents:
            return claim
        fields = {**claim.__dict__, "cells": self._documents[claim.document]}
        return Claim(**fields)


def _remember(book: OrderedDict[Any, Any], key: Any, value: Any, most: int) -> bool:
    """Put the key last, forgetting the oldest over the cap; True when it was there before."""
    known = key in book
    book[key] = value
    book.move_to_end(key)
    while len(book) > most:
        book.popitem(last=False)
    return known
