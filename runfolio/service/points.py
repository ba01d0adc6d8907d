"""Points of metrics, thinned for the screen with extremes kept."""

from __future__ import annotations

from collections.abc import Sequence

from ..models.metric import PointsAnswer, PointSeries, Series
from ..models.run import CellRef, Run
from ..store.points import thin
from ..store.protocol import Store, Tx
from .common import NothingOpen, OpenView, checked_ids
from .courses import Courses, series_child

#: Points of a series unless told: what fits the pixels of a chart.
MOST = 500


class PointService:
    """Use cases of points."""

    def __init__(self, store: Store, live: OpenView | None = None) -> None:
        self._store = store
        self._live = live or NothingOpen()

    def list(self, runs: Sequence[str], keys: Sequence[str],
             max_points: int = MOST) -> PointsAnswer:
        """The series of metrics of runs: by run in the order given, by key, in executed order.

        Runs see metrics through their effective steps; those of inherited ones say so. A run
        that is being made has the points that its busy step gave so far. Runs that do not exist
        (any more) have no series.
        """
        run_ids = checked_ids([*dict.fromkeys(runs)], "run")
        wanted = [*dict.fromkeys(keys)]

        def work(tx: Tx) -> list[PointSeries]:
            known = tx.runs.many(run_ids) | self._only_open(tx, run_ids)
            courses = Courses(tx, list(known.values()), self._live)
            steps = [cell.step_id for found in courses.cells.values() for cell in found]
            series = courses.series(steps, wanted)
            asked = [(known[run_id], cell, key) for run_id in run_ids if run_id in known
                     for key in wanted for cell in courses.cells.get(run_id, ())]
            return [_answer(run.run_id, cell, key, series[place], max_points)
                    for run, cell, key in asked
                    if (place := (cell.step_id, series_child(run, cell), key)) in series]

        return PointsAnswer(series=self._store.read(work))

    def _only_open(self, tx: Tx, run_ids: Sequence[str]) -> dict[str, Run]:
        """Those of the runs that are being made and not in the trash."""
        found = {run.run_id: run for run in self._live.open_runs() if run.run_id in run_ids}
        trash = tx.runs.trashed(found) if found else set()
        return {run_id: run for run_id, run in found.items() if run_id not in trash}


def _answer(run_id: str, cell: CellRef, key: str, series: Series, most: int) -> PointSeries:
    kept = thin(series.values, most)
    return PointSeries(
        run_id=run_id, step_id=cell.step_id, cell_key=cell.cell_key, key=key,
        x=[series.x[at] for at in kept], values=[series.values[at] for at in kept],
        count=len(series.values), inherited=cell.role == "inherited")
