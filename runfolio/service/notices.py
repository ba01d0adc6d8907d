"""What the panel must say: kept notices, and what stands in the way of keeping any."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import Future, wait

from .. import ids
from ..errors import StoreUnavailable
from ..models.base import now
from ..models.notebook import Notice, NoticeKind, NoticeList
from ..store.protocol import Store
from .common import Announces

#: Seconds that an answer waits for the first notice while the store opens; if it takes longer,
#: the event brings it.
_OPENING = 1.0


class NoticeService:
    """Use cases of notices. Faults of the store are notices of this process only: they stand
    while the fault does, and dismissing one lasts as long."""

    def __init__(self, store: Store, announcer: Announces) -> None:
        self._store = store
        self._announcer = announcer
        self._lock = threading.Lock()
        self._standing: dict[NoticeKind, Notice] = {}
        self._dismissed: set[NoticeKind] = set()
        self._first: Future[Notice | None] | None = None

    def begin(self) -> None:
        """The first-use notice: once per store, until it is dismissed."""
        facts = {"store_path": str(self._store.path)}
        self._first = self._store.write(
            lambda tx: tx.notices.add("first-use", "", facts, now()))
        self._first.add_done_callback(self._tell_first)

    def _tell_first(self, done: Future[Notice | None]) -> None:
        if not done.cancelled() and done.exception() is None and done.result() is not None:
            self._announcer.announce(what=["notices"])

    def list(self) -> NoticeList:
        """All that is to be said, faults first."""
        if self._first is not None:
            wait([self._first], _OPENING)
        faults = self._faults()
        try:
            kept = self._store.read(lambda tx: tx.notices.current())
        except StoreUnavailable:
            # The fault itself is among the notices; what is kept cannot be read now.
            kept = []
        return NoticeList(notices=[*faults, *kept])

    def delete(self, notice_id: str) -> None:
        """Dismiss one for good. Raises NotFound."""
        if not self._dismiss_fault(notice_id):
            self._store.write_now(lambda tx: tx.notices.delete(notice_id))
        self._announcer.announce(what=["notices"])

    def _faults(self) -> Sequence[Notice]:
        state = self._store.state()
        facts: dict[NoticeKind, dict[str, str]] = {}
        if state.problem is not None:
            facts[state.problem] = {
                "store_path": str(self._store.path), "message": state.message,
                "pending": str(state.pending)}
        if state.dropped:
            facts["records-dropped"] = {"count": str(state.dropped)}
        with self._lock:
            self._dismissed &= facts.keys()
            self._standing = {
                kind: Notice(notice_id=old.notice_id if old else ids.fresh(), kind=kind,
                             created_at=old.created_at if old else now(), facts=said)
                for kind, said in facts.items() for old in [self._standing.get(kind)]}
            return [notice for kind, notice in self._standing.items()
                    if kind not in self._dismissed]

    def _dismiss_fault(self, notice_id: str) -> bool:
        with self._lock:
            for kind, notice in self._standing.items():
                if notice.notice_id == notice_id:
                    self._dismissed.add(kind)
                    return True
        return False
