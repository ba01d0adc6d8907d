"""The open view: runs as they probably are while cells execute (DESIGN §3.15).

The pipeline publishes snapshots, and only when somebody asks: making one takes time linear in the
run's steps, which nobody's cells shall pay for while no page looks. The store's runs stay what the
rule has decided. A snapshot is replaced whole, so that readers on other threads never see half of
one.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

from ..models.run import LiveAnswer, Run
from .common import Course

WAIT_SECONDS = 0.5
"""So long a reader waits for a new snapshot; then the one before is the answer, for all who ask
until the one that was asked for is there."""


class Live:
    """Snapshots of open runs by kernel: one of each notebook that uses it. Any thread but the one
    that makes them may read."""

    def __init__(self, notebook_of: Callable[[str], str | None]) -> None:
        """notebook_of: notebook_id of what a client named, by id or as path:… ."""
        self._notebook_of = notebook_of
        self._open: dict[str, list[tuple[Run, Course | None]]] = {}
        self._maker: Callable[[], threading.Event] | None = None
        self._stale = False
        self._asked = threading.Event()
        """Set when the snapshots that were asked for last are there."""
        self._asked.set()

    def made_by(self, maker: Callable[[], threading.Event]) -> None:
        """maker: asks for new snapshots and gives the event that says that they are there."""
        self._maker = maker

    def outdated(self) -> None:
        """Something changed that the snapshots show: whoever asks next has them made."""
        self._stale = True

    def _fresh(self) -> None:
        if self._stale and self._maker is not None and self._asked.is_set():
            # Before asking: what changes meanwhile is for the next one.
            self._stale = False
            self._asked = self._maker()
            self._asked.wait(WAIT_SECONDS)

    def publish(self, kernel_id: str, found: Sequence[tuple[Run, Course | None]]) -> None:
        """The open runs of a kernel are these now, each with what it sees of its steps."""
        if found:
            self._open[kernel_id] = list(found)
        else:
            self._open.pop(kernel_id, None)

    def drop(self, kernel_id: str, epoch: int) -> list[str]:
        """The kernel's life is over and its runs are stored: they are no longer open. Their
        ids."""
        found = self._open.get(kernel_id, [])
        over = [run.run_id for run, _ in found if run.kernel_epoch == epoch]
        self.publish(kernel_id, [one for one in found if one[0].run_id not in over])
        return over

    def _runs(self) -> list[tuple[Run, Course | None]]:
        return [one for found in list(self._open.values()) for one in found]

    def open_runs(self, notebook_id: str | None = None) -> list[Run]:
        """Open runs, newest first; of one notebook if told."""
        self._fresh()
        runs = [run for run, _ in self._runs()
                if notebook_id is None or run.notebook_id == notebook_id]
        return sorted(runs, key=lambda run: run.opened_at, reverse=True)

    def overlay(self, run: Run) -> Run:
        """A stored run, or its open view where it is being made."""
        self._fresh()
        for live, _ in self._runs():
            if live.run_id == run.run_id:
                return live
        return run

    def course(self, run_id: str) -> Course | None:
        """What a run that is being made sees of its steps; None for any other."""
        self._fresh()
        return next((course for run, course in self._runs() if run.run_id == run_id), None)

    def get(self, notebook: str) -> LiveAnswer:
        """The newest open run of a notebook (id, or path:…), if any."""
        notebook_id = self._notebook_of(notebook)
        runs = self.open_runs(notebook_id) if notebook_id else []
        return LiveAnswer(run=runs[0] if runs else None)
