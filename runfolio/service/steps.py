"""Steps of runs, the timeline, outputs."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from ..errors import BadRequest, NotFound
from ..models.run import Run
from ..models.step import RunStep, RunSteps, StepOutputs, Timeline
from ..store.protocol import Store, Tx
from ..store.records import StepQuery
from .common import PAGE, NothingOpen, OpenView, checked_id, run_in


class StepService:
    """Use cases of steps."""

    def __init__(self, store: Store, live: OpenView | None = None) -> None:
        self._store = store
        self._live = live or NothingOpen()

    def of_run(self, run_id: str) -> RunSteps:
        """The run's steps in executed order, with their role. Raises NotFound."""
        open_run = next((run for run in self._live.open_runs() if run.run_id == run_id), None)

        def work(tx: Tx) -> list[RunStep]:
            if open_run is not None and open_run.live is not None:
                return _open_steps(tx, open_run)
            run_in(tx, run_id)
            return tx.steps.of_run(run_id)

        return RunSteps(steps=self._store.read(work))

    def list(self, limit: int = PAGE, cursor: str | None = None, kernel: str | None = None,
             notebook: str | None = None, since: int | None = None,
             without: Sequence[str] = ()) -> Timeline:
        """A page of the timeline of a kernel or notebook, newest first. Raises BadRequest."""
        if set(without) - {"outputs"}:
            raise BadRequest("without= takes outputs.")
        query = StepQuery(kernel_id=kernel, notebook_id=checked_id(notebook, "notebook"),
                          since=since, limit=limit, cursor=cursor, outputs="outputs" not in without)
        steps, more = self._store.read(lambda tx: tx.steps.timeline(query))
        return Timeline(steps=steps, cursor=more)

    def outputs(self, step_id: str) -> StepOutputs:
        """Outputs of a step. Raises NotFound."""
        step = self._store.read(lambda tx: tx.steps.get(step_id))
        if step is None:
            raise NotFound("There is no such step.")
        return StepOutputs(outputs=step.outputs)


def _open_steps(tx: Tx, run: Run) -> list[RunStep]:
    """The steps of a run that is being made, as far as they are kept."""
    live = run.live.steps if run.live is not None else []
    known = tx.steps.many(step.step_id for step in live)
    return [RunStep(**msgspec.structs.asdict(known[step.step_id]), role=step.role)
            for step in live if step.step_id in known]
