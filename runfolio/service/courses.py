"""Effective cells and series of runs, stored or being made: of them points and sparks are made."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..models.metric import Series
from ..models.run import CellRef, Run
from ..store.protocol import Tx
from .common import OpenView

Place = tuple[str, str, str]
"""step_id, child, key."""


class Courses:
    """What runs see of their steps. Of one that is being made as it is now: the points of a busy
    step are stored only when it has ended."""

    def __init__(self, tx: Tx, runs: Sequence[Run], live: OpenView) -> None:
        """In one query, whatever the number of runs."""
        self._tx = tx
        self.cells: dict[str, list[CellRef]] = tx.runs.cells(run.run_id for run in runs)
        self._growing: dict[Place, Series] = {}
        for run in runs:
            course = live.course(run.run_id)
            if course is not None:
                self.cells[run.run_id] = course.cells
                self._growing |= {(step_id, "", key): series
                                  for (step_id, key), series in course.series.items()}

    def series(self, steps: Iterable[str], keys: Sequence[str]) -> dict[Place, Series]:
        """Series of these metrics of the steps, in one query."""
        wanted, steps = set(keys), list(steps)
        asked = set(steps)
        found = {(one.step_id, one.child, one.key): one.series
                 for one in self._tx.metrics.of_steps(steps, list(keys))}
        return found | {place: series for place, series in self._growing.items()
                        if place[0] in asked and place[2] in wanted}


def series_child(run: Run, cell: CellRef) -> str:
    """Which series of a step are the run's: a child run has its own in its own steps, and sees
    its parent's in what it inherited."""
    return run.run_id if run.parent_run_id is not None and cell.role == "own" else ""
