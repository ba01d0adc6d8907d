"""Runs after the fact: made of recorded steps, split and merged. Steps never change; a run that
is replaced goes to the trash, from where it comes back."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from .. import ids
from ..errors import BadRequest, Conflict, NotFound
from ..models.curation import Curated, FromSteps, Merge, Split
from ..models.notebook import ExperimentUpdate
from ..models.run import Run, RunUpdate
from ..models.step import Step
from ..rules.chosen import chosen, executed, is_range
from ..store.protocol import Store, Tx
from .common import Announces, run_in
from .recompute import RunContext, make, save
from .stored import records_of

Work = Callable[[Tx], Curated]

_RANGE_HINT = "Steps of one kernel, one after the other, make a run."


class CurationService:
    """Use cases of runs that a user makes of what was recorded."""

    def __init__(self, store: Store, announcer: Announces) -> None:
        self._store = store
        self._announcer = announcer

    def from_steps(self, body: FromSteps) -> Curated:
        """A run whose own steps are these. Raises BadRequest where they are no range of one
        kernel epoch, NotFound."""
        def work(tx: Tx) -> Curated:
            made = _made(tx, list(dict.fromkeys(body.steps)))
            if body.name is not None:
                made = tx.runs.update(made.run_id, RunUpdate(name=body.name))
            return Curated(runs=[made], replaced=[])
        return self._done(work)

    def split(self, body: Split) -> Curated:
        """Two runs in place of one. Raises BadRequest, Conflict for an open run, NotFound."""
        def work(tx: Tx) -> Curated:
            run = _closed(tx, body.run_id)
            own = _own(tx, run.run_id)
            at = own.index(body.at) if body.at in own else 0
            if at == 0:
                raise BadRequest("A run is split at one of its own steps after the first.")
            return _in_place_of(tx, [run], [own[:at], own[at:]])
        return self._done(work)

    def merge(self, body: Merge) -> Curated:
        """One run in place of several. Raises BadRequest where they did not follow each other,
        Conflict for an open run, NotFound."""
        def work(tx: Tx) -> Curated:
            runs = [_closed(tx, run_id) for run_id in dict.fromkeys(body.runs)]
            runs.sort(key=lambda run: (run.opened_at, run.run_id))
            own = [step for run in runs for step in _own(tx, run.run_id)]
            return _in_place_of(tx, runs, [list(dict.fromkeys(own))])
        return self._done(work)

    def _done(self, work: Work) -> Curated:
        found = self._store.write_now(work)
        self._announcer.announce(runs=[run.run_id for run in found.runs], removed=found.replaced)
        return found


def _closed(tx: Tx, run_id: str) -> Run:
    run = run_in(tx, run_id)
    if run.status == "open":
        raise Conflict("The run is still open.", "New run in the notebook's toolbar ends it.")
    return run


def _own(tx: Tx, run_id: str) -> list[str]:
    """Its own steps in executed order, also those after its last result."""
    return [step.step_id for step in tx.steps.of_run(run_id) if step.role != "inherited"]


def _in_place_of(tx: Tx, runs: Sequence[Run], parts: Sequence[Sequence[str]]) -> Curated:
    """New runs of these own steps; what a user set on the old ones goes to the first new one,
    tags and note to all."""
    experiments = {run.experiment_id: tx.experiments.get(run.experiment_id) for run in runs}
    for run in runs:
        tx.runs.delete(run.run_id)
    made = [_made(tx, part) for part in parts]
    first = runs[0]
    made = [tx.runs.update(run.run_id, _kept(runs, named=at == 0)) for at, run in enumerate(made)]
    before = experiments[first.experiment_id]
    if before is not None and before.baseline_run_id in {run.run_id for run in runs}:
        tx.experiments.update(
            first.experiment_id, ExperimentUpdate(baseline_run_id=made[0].run_id))
    return Curated(runs=made, replaced=[run.run_id for run in runs])


def _kept(runs: Sequence[Run], *, named: bool) -> RunUpdate:
    notes = list(dict.fromkeys(run.note for run in runs if run.note))
    tags = list(dict.fromkeys(tag for run in runs for tag in run.tags))
    update = RunUpdate(tags=tags, note="\n\n".join(notes) or None)
    if named:
        update.starred = any(run.starred for run in runs)
        names = [run.name for run in runs if run.name]
        update.name = names[0] if names else msgspec.UNSET
    return update


def _made(tx: Tx, steps: Sequence[str]) -> Run:
    """The run of these own steps, kept."""
    step = _first(tx, steps)
    epoch = tx.epochs.get(step.kernel_id, step.epoch)
    notebook = tx.notebooks.get(step.notebook_id) if step.notebook_id else None
    if epoch is None or notebook is None:
        raise BadRequest("These steps are of no notebook.")
    events = tx.rule_events.of_epoch(step.kernel_id, step.epoch)
    order = executed(events)
    if not is_range(order, steps):
        raise BadRequest("The steps do not follow each other.", _RANGE_HINT)
    run = chosen(events, steps)
    records = records_of(tx, tx.steps.of_epoch(step.kernel_id, step.epoch))
    closed_at = max((records[one].step.ended_at or records[one].step.started_at
                     for one in run.own), default=None)
    context = RunContext(notebook, step.kernel_id, step.epoch, epoch.language,
                         epoch.environment_digest)
    made = make(context, run, records, order, tx.runs.made_by(order).get, closed_at,
                run_id=ids.fresh())
    return save(tx, made)


def _first(tx: Tx, steps: Sequence[str]) -> Step:
    """Any of the steps, which are all there and of one epoch."""
    known = tx.steps.many(steps)
    if len(known) < len(steps):
        raise NotFound("There is no such step.", "It may have been deleted.")
    if len({(step.kernel_id, step.epoch) for step in known.values()}) > 1:
        raise BadRequest("The steps are of several kernels.", _RANGE_HINT)
    return known[steps[0]]
