"""What the store does for the rest of the house: nouns (store/nouns.py) within one transaction.

`Store.write(fn)` runs `fn(tx)` on the one writer thread, many of them in one transaction, and
answers when that is on disk. `Store.read(fn)` runs `fn(tx)` on a connection of its own in the
calling thread; there every noun's writing methods raise.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Protocol, TypeVar

from .nouns import (
    CellAliases,
    Contents,
    Environments,
    Epochs,
    Experiments,
    Facts,
    Metrics,
    Notebooks,
    Notices,
    RecordingSwitch,
    RuleEvents,
    Runs,
    Snapshots,
    Steps,
)
from .records import StoreState

T = TypeVar("T")


class Tx(Protocol):
    """The nouns, within one transaction (read-only ones in Store.read)."""

    notebooks: Notebooks
    experiments: Experiments
    epochs: Epochs
    steps: Steps
    contents: Contents
    snapshots: Snapshots
    facts: Facts
    rule_events: RuleEvents
    runs: Runs
    metrics: Metrics
    environments: Environments
    notices: Notices
    recording: RecordingSwitch
    cell_aliases: CellAliases


class Store(Protocol):
    """One store. Usable from any thread from the moment it is made; open() may come later."""

    path: Path

    def start(self) -> None:
        """Open in a thread of its own: answers at once. Writes wait until it is open."""

    def state(self) -> StoreState:
        """How it is now (a copy)."""

    def write(self, fn: Callable[[Tx], T]) -> Future[T]:
        """Queue fn for the next transaction. Never blocks, never raises.

        The future is done when fn's answer is on disk. fn may be run again when the database
        was locked or full (records wait, then land in their order), so it must touch nothing
        but tx; it may even be run by a later process, where it only writes. On a full disk
        outputs are left out (store/light.py). What fn raises fails its own future only. When
        too much waits, the future fails at once with StoreUnavailable and the state's
        `dropped` rises (docs/adr/0040).
        """

    def write_now(self, fn: Callable[[Tx], T], timeout: float = 5.0) -> T:
        """write and wait, for answers to a user: raises what fn raised, and StoreUnavailable
        at once when something stands in the way or after timeout seconds."""

    def read(self, fn: Callable[[Tx], T]) -> T:
        """fn's answer, in this thread, on what is committed. Raises StoreUnavailable."""

    def close(self, timeout: float = 10.0) -> None:
        """Write what waits, as far as it can be written in time, and close."""
