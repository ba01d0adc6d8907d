"""What use cases share: what they are given, and how they check it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from .. import ids
from ..errors import BadRequest, NotFound
from ..models.event import What
from ..models.metric import Series
from ..models.run import CellRef, Run
from ..store.protocol import Tx

#: Items of a page unless told (decisions.md, Wire).
PAGE = 100


def nothing() -> None:
    """Told to nobody."""


class Announces(Protocol):
    """Tells everybody that something changed (api/events.py)."""

    def announce(self, runs: Iterable[str] = (), removed: Iterable[str] = (),
                 what: Iterable[What] = ()) -> None:
        """After commit, from any thread."""


class Nobody:
    """Announces to nobody: for tools without a server."""

    def announce(self, runs: Iterable[str] = (), removed: Iterable[str] = (),
                 what: Iterable[What] = ()) -> None:
        """Nobody listens."""


@dataclass(frozen=True)
class Course:
    """What an open run sees of its steps now."""

    cells: list[CellRef]
    """Its effective cells in executed order."""
    series: dict[tuple[str, str], Series]
    """(step_id, key) → what steps that have not ended gave so far; the store has the others."""


class OpenView(Protocol):
    """The open view of runs while cells execute (service/live.py)."""

    def overlay(self, run: Run) -> Run:
        """A stored run, or its open view where it is being made."""

    def open_runs(self, notebook_id: str | None = None) -> list[Run]:
        """Open runs, newest first."""

    def course(self, run_id: str) -> Course | None:
        """What a run that is being made sees of its steps; None for any other."""


class NothingOpen:
    """The open view where nothing executes."""

    def overlay(self, run: Run) -> Run:
        """The run as it is stored."""
        return run

    def open_runs(self, notebook_id: str | None = None) -> list[Run]:
        """None."""
        return []

    def course(self, run_id: str) -> Course | None:
        """None."""
        return None


def checked_ids(given: Sequence[str], what: str) -> tuple[str, ...]:
    """Ids as a client gave them. Raises BadRequest where one has not the form of an id."""
    for item in given:
        if not ids.is_id(item):
            raise BadRequest(f"{item[:64]!r} is not the id of a {what}.")
    return tuple(given)


def checked_id(given: str | None, what: str) -> str | None:
    """One id, or none. Raises BadRequest."""
    return None if given is None else checked_ids([given], what)[0]


def run_in(tx: Tx, run_id: str) -> Run:
    """A stored run. Raises NotFound."""
    run = tx.runs.get(run_id)
    if run is None:
        raise NotFound("There is no such run.", "It may have been deleted.")
    return run
