"""Which document each step was executed from, kept beside the step (docs/adr/0014).

All of it happens on a thread of its own, behind the capture thread: a slow disk or a large
notebook delays no step, and what fails costs a snapshot.
"""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from ..errors import RunfolioError
from ..models.base import Time, now
from ..store.protocol import Store, Tx
from ..store.records import StoredSnapshot
from .documents import Clean, DocumentCell, Prepared, Stamp, prepare, read, stamp
from .intents import Claim, IntentBook
from .redact import Kept

MAX_WAITING = 500
"""Steps whose document a browser may still tell."""
MAX_KNOWN = 20_000
MAX_DOCUMENTS = 16
MAX_BEHIND = 2_000
"""When so many wait to be taken, the next are not: a snapshot is worth no memory of the server."""


@dataclass(frozen=True)
class _Asked:
    """A step that wants its document."""

    step_id: str
    msg_id: str
    claim: Claim | None
    path: str
    language: str


@dataclass(frozen=True)
class _Reading:
    """A file as it was read. cells None: it could not be."""

    at: Time
    stamp: Stamp | None
    cells: list[DocumentCell] | None


class Snapshots:
    """See the module. begun, entered and settle are called by the capture thread."""

    def __init__(self, store: Store, book: IntentBook, root: Path | None, log: logging.Logger
                 ) -> None:
        """root: the folder that notebook paths are relative to."""
        self._store, self._book, self._root, self._log = store, book, root, log
        self._pool = ThreadPoolExecutor(1, "runfolio-snapshots")
        self._room = threading.Semaphore(MAX_BEHIND)
        self._waiting: OrderedDict[str, _Asked] = OrderedDict()
        self._filed: OrderedDict[str, None] = OrderedDict()
        self._looked: OrderedDict[str, _Reading] = OrderedDict()
        self._readings: OrderedDict[str, _Reading] = OrderedDict()
        self._documents: OrderedDict[str, Prepared] = OrderedDict()
        self._clean: OrderedDict[str, Clean] = OrderedDict()
        self._kept: OrderedDict[str, None] = OrderedDict()
        self._unsure: list[tuple[Future[Any], Prepared]] = []

    def begun(self, msg_id: str, path: str | None) -> None:
        """A step began that no browser has claimed: its notebook's saved file may be all that
        tells what the document was."""
        if path:
            self._submit(self._look, msg_id, path)

    def entered(self, step_id: str, msg_id: str, claim: Claim | None, path: str,
                language: str | None) -> None:
        """A step of a notebook is recorded, or is claimed only now: keep its document."""
        self._submit(self._take, _Asked(step_id, msg_id, claim, path,
                                        (language or "python").lower()))

    def settle(self) -> None:
        """Browsers may have told what was missing."""
        if self._waiting:
            self._submit(self._take_waiting)

    def close(self) -> None:
        """Do what waits, and end."""
        self._pool.shutdown(wait=True)

    def _submit(self, work: Callable[..., None], *args: Any) -> None:
        if not self._room.acquire(blocking=False):
            return
        try:
            self._pool.submit(self._guarded, work, *args)
        except RuntimeError:  # it is closed
            self._room.release()

    def _guarded(self, work: Callable[..., None], *args: Any) -> None:
        try:
            work(*args)
        except Exception as error:
            self._log.debug("Runfolio: a snapshot was not kept", exc_info=error)
        finally:
            self._room.release()

    # On the thread

    def _take(self, asked: _Asked) -> None:
        """By the browser's word; until it comes, by the file."""
        looked = self._looked.pop(asked.msg_id, None)
        if self._take_told(asked):
            return
        if asked.claim is not None and asked.claim.document is not None:
            _remember(self._waiting, asked.step_id, asked, MAX_WAITING)
        if asked.step_id in self._filed:
            return  # the file may be another one by now
        _remember(self._filed, asked.step_id, None, MAX_WAITING)
        reading = looked or self._read(asked.path)
        if reading is not None and reading.cells is not None:
            name = f"{asked.path} {reading.stamp} {asked.language}"
            document = self._prepared(name, reading.cells, asked.language)
            self._write(asked, document, StoredSnapshot(document.digest, "file", reading.at))

    def _take_waiting(self) -> None:
        for step_id, asked in list(self._waiting.items()):
            if self._take_told(asked):
                del self._waiting[step_id]

    def _take_told(self, asked: _Asked) -> bool:
        claim = asked.claim
        if claim is None or claim.document is None:
            return False
        told = self._book.told(claim.document)
        if told is None:
            return False
        cells = [DocumentCell(cell.cell_id, cell.cell_type, text, cell.left_out,
                              cell.source_digest or "") for cell, text in told]
        document = self._prepared(f"{claim.document} {asked.language}", cells, asked.language)
        self._write(asked, document, StoredSnapshot(document.digest, "browser", claim.received))
        return True

    def _prepared(self, name: str, cells: list[DocumentCell], language: str) -> Prepared:
        """The document; the one of before again, where it is the same."""
        self._make_sure()
        known = self._documents.get(name)
        if known is not None and known.digest in self._kept:
            return Prepared(known.digest)
        made = prepare(
            cells, language, lambda digest: self._known(language, digest),
            lambda digest, found: _remember(
                self._clean, f"{language} {digest}", found, MAX_KNOWN))
        _remember(self._documents, name, made, MAX_DOCUMENTS)
        return made

    def _known(self, language: str, digest: str) -> Clean | None:
        """A text of which is known that it is kept, or that it is never."""
        found = self._clean.get(f"{language} {digest}")
        if found is None or (found.digest is not None and found.digest not in self._kept):
            return None
        return found

    def _make_sure(self) -> None:
        """What was written is kept only if the store says so: with a full disk contents are left
        out (store/light.py), and what had not landed is told again."""
        done = [one for one in self._unsure if one[0].done()]
        self._unsure = [one for one in self._unsure if not one[0].done()]
        wanted = [part.digest for future, made in done
                  if not future.cancelled() and future.exception() is None for part in made.parts]
        if not wanted:
            return
        try:
            found = self._store.read(lambda tx: tx.snapshots.kept(wanted))
        except RunfolioError:
            return
        for digest in found:
            _remember(self._kept, digest, None, MAX_KNOWN)

    def _write(self, asked: _Asked, document: Prepared, snapshot: StoredSnapshot) -> None:
        future = self._store.write(kept(asked.step_id, document.parts, snapshot))
        if document.parts:
            self._unsure.append((future, document))

    # Files

    def _look(self, msg_id: str, path: str) -> None:
        reading = self._read(path)
        if reading is not None:
            _remember(self._looked, msg_id, reading, MAX_WAITING)

    def _read(self, path: str) -> _Reading | None:
        """The saved notebook as it is now; read again only when it has changed."""
        place = self._place(path)
        if place is None:
            return None
        at, state = now(), stamp(place)
        before = self._readings.get(path)
        if before is not None and before.stamp == state:
            return _Reading(at, state, before.cells)
        reading = _Reading(at, state, None if state is None else read(place))
        _remember(self._readings, path, reading, MAX_DOCUMENTS)
        return reading

    def _place(self, path: str) -> Path | None:
        """Where a notebook's path is, for one that is below the root folder."""
        parts = PurePosixPath(path).parts
        if self._root is None or not parts or ".." in parts or path.startswith("kernel:"):
            return None
        return self._root / path


def kept(step_id: str, parts: list[Kept], snapshot: StoredSnapshot) -> Callable[[Tx], None]:
    """Keep a document's parts and that the step was executed from it."""
    def work(tx: Tx) -> None:
        for part in parts:
            tx.contents.put(part.digest, part.mime, part.data)
        tx.snapshots.put(step_id, snapshot)
    return work


def _remember(book: OrderedDict[str, Any], key: str, value: Any, most: int) -> None:
    """Put the key last, forgetting the oldest over the cap."""
    book[key] = value
    book.move_to_end(key)
    while len(book) > most:
        book.popitem(last=False)
