"""Points of metrics, thinned for the screen with extremes kept."""

from __future__ import annotations

from collections.abc import Sequence

from ..models.metric import PointsAnswer, PointSeries
from ..models.run import CellRef, Run
from ..store.points import thin
from ..store.protocol import Store, Tx
from ..store.records import StoredSeries
from .common import checked_ids

#: Points of a series unless told: what fits the pixels of a chart.
MOST = 500


class PointService:
    """Use cases of points."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def list(self, runs: Sequence[str], keys: Sequence[str],
             max_points: int = MOST) -> PointsAnswer:
        """The series of metrics of runs: by run in the order given, by key, in executed order.

        Runs see metrics through their effective steps; those of inherited ones say so. Runs that
        do not exist (any more) have no series.
        """
        run_ids = checked_ids([*dict.fromkeys(runs)], "run")
        wanted = [*dict.fromkeys(keys)]

        def work(tx: Tx) -> list[PointSeries]:
            known = tx.runs.many(run_ids)
            cells = tx.runs.cells(known)
            steps = [cell.step_id for found in cells.values() for cell in found]
            found = {(stored.step_id, stored.child, stored.key): stored
                     for stored in tx.metrics.of_steps(steps, wanted)}
            asked = [(known[run_id], cell, key) for run_id in run_ids if run_id in known
                     for key in wanted for cell in cells.get(run_id, ())]
            return [_answer(run.run_id, cell, found[place], max_points)
                    for run, cell, key in asked
                    if (place := (cell.step_id, series_child(run, cell), key)) in found]

        return PointsAnswer(series=self._store.read(work))


def series_child(run: Run, cell: CellRef) -> str:
    """Which series of a step are the run's: a child run has its own in its own steps, and sees
    its parent's in what it inherited."""
    return run.run_id if run.parent_run_id is not None and cell.role == "own" else ""


def _answer(run_id: str, cell: CellRef, stored: StoredSeries, most: int) -> PointSeries:
    series = stored.series
    kept = thin(series.values, most)
    return PointSeries(
        run_id=run_id, step_id=stored.step_id, cell_key=cell.cell_key, key=stored.key,
        x=[series.x[at] for at in kept], values=[series.values[at] for at in kept],
        count=len(series.values), inherited=cell.role == "inherited")
