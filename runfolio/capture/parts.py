"""A kernel that notebooks share: each has its own runs, of the steps that it asked for.

Runs open per notebook and kernel epoch (DESIGN §3.1). The kernel's own notebook is that of its
session; another is known by the path in its intents. What one notebook executes is foreign code
to the runs of the others, since it changed what they work on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Future
from concurrent.futures import TimeoutError as StillWaiting
from typing import Protocol, TypeVar

from ..errors import RunfolioError
from ..models.notebook import Notebook
from ..rules.cellkeys import CellKeys
from ..store.protocol import Tx
from .epoch import EpochLog
from .identify import Identifier
from .intents import Claim
from .notebooks import clean_path
from .saving import RunSaver

T = TypeVar("T")

WAIT_AT_END = 5.0
"""Seconds that the end of an epoch waits for the store's word of a notebook."""

Known = tuple[Notebook, bool, CellKeys]
"""A notebook, whether it is recorded, and its cells."""


class Write(Protocol):
    """The store's writer."""

    def __call__(self, work: Callable[[Tx], T]) -> Future[T]: ...


class Part:
    """What one kernel epoch is for one notebook."""

    def __init__(self, log: EpochLog, identify: Identifier, saver: RunSaver) -> None:
        self.log = log
        self.identify = identify
        self.saver = saver
        self.notebook: Notebook | None = None
        self.recording = True

    def know(self, found: Known) -> None:
        """The notebook, its switch and its cells."""
        self.notebook, self.recording, keys = found
        self.identify.know(keys)


class Parts:
    """The parts of one epoch; the kernel's own notebook's is main."""

    def __init__(self, main: Part, make: Callable[[], Part],
                 ask: Callable[[str], Future[Known]]) -> None:
        """make: a part for another notebook. ask: the store for the notebook at a path."""
        self.main = main
        self._make = make
        self._ask = ask
        self._guests: dict[str, Part] = {}
        self._asked: dict[str, Future[Known]] = {}
        self._own_paths: set[str] = set()

    def __iter__(self) -> Iterator[Part]:
        """All whose notebook is known, the main one first, known or not."""
        yield self.main
        yield from self._guests.values()

    def of(self, claim: Claim | None, *, wait: bool = False) -> Part | None:
        """Whose step the claimed execution is; None while the store is asked for its notebook.
        wait: for the store's answer, at the end of the epoch."""
        path = clean_path(claim.path) if claim is not None else ""
        return self.at(path) or self._come(path, wait)

    def at(self, path: str) -> Part | None:
        """The part of the notebook at a path as a client tells it; None for one that nothing of
        was executed yet."""
        path = clean_path(path)
        if self.main.notebook is None or not path or self._is_own(path):
            return self.main
        guest = next((part for part in self._guests.values()
                      if part.notebook is not None and part.notebook.path == path), None)
        return guest or self._guests.get(path)

    def _is_own(self, path: str) -> bool:
        """Is or was that the path of the kernel's own notebook? An intent can be older than a
        renaming."""
        if self.main.notebook is not None:
            self._own_paths.add(self.main.notebook.path)
        return path in self._own_paths

    def _come(self, path: str, wait: bool) -> Part | None:
        asked = self._asked.get(path)
        if asked is None:
            asked = self._asked[path] = self._ask(path)
        if not (wait or asked.done()):
            return None
        del self._asked[path]
        try:
            found = asked.result(WAIT_AT_END)
        except (RunfolioError, CancelledError, StillWaiting):
            return self.main  # the store has no word of it: better there than nowhere
        part = self._guests[path] = self._make()
        part.know(found)
        part.log.guest = found[0].notebook_id
        return part
