"""Runs after the fact: made of recorded steps, split and merged. Steps never change; a run that
is replaced goes to the trash, from where it comes back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import msgspec

from .. import ids
from ..errors import BadRequest, Conflict
from ..models.curation import Curated, FromSteps, Merge, Split
from ..models.notebook import ExperimentUpdate
from ..models.run import Run, RunUpdate
from ..store.protocol import Store, Tx
from .common import Announces, run_in
from .made import Made
from .recompute import save

Work = Callable[[Tx], Curated]
MadeOfSteps = Callable[[Tx, Sequence[str], str], Made]
"""The run of these own steps, under this run_id. Raises BadRequest, NotFound."""


class CurationService:
    """Use cases of runs that a user makes of what was recorded."""

    def __init__(self, store: Store, announcer: Announces, made_of: MadeOfSteps) -> None:
        self._store = store
        self._announcer = announcer
        self._made_of = made_of

    def from_steps(self, body: FromSteps) -> Curated:
        """A run whose own steps are these. Raises BadRequest where they are no range of one
        kernel epoch, NotFound."""
        def work(tx: Tx) -> Curated:
            made = self._made_of(tx, list(dict.fromkeys(body.steps)), ids.fresh())
            # Its steps stay those of their runs too, and so do the child runs in them.
            run = save(tx, replace(made, children=[]))
            if body.name is not None:
                run = tx.runs.update(run.run_id, RunUpdate(name=body.name))
            return Curated(runs=[run], replaced=[])
        return self._done(work)

    def split(self, body: Split) -> Curated:
        """Two runs in place of one. Raises BadRequest, Conflict for an open run, NotFound."""
        def work(tx: Tx) -> Curated:
            run = _closed(tx, body.run_id)
            own = _own(tx, run.run_id)
            at = own.index(body.at) if body.at in own else 0
            if at == 0:
                raise BadRequest("A run is split at one of its own steps after the first.")
            return self._in_place_of(tx, [run], [own[:at], own[at:]])
        return self._done(work)

    def merge(self, body: Merge) -> Curated:
        """One run in place of several. Raises BadRequest where they did not follow each other,
        Conflict for an open run, NotFound."""
        def work(tx: Tx) -> Curated:
            runs = [_closed(tx, run_id) for run_id in dict.fromkeys(body.runs)]
            runs.sort(key=lambda run: (run.opened_at, run.run_id))
            own = [step for run in runs for step in _own(tx, run.run_id)]
            return self._in_place_of(tx, runs, [list(dict.fromkeys(own))])
        return self._done(work)

    def _in_place_of(self, tx: Tx, runs: Sequence[Run], parts: Sequence[Sequence[str]]
                     ) -> Curated:
        """New runs of these own steps; what a user set on the old ones goes to the first new one,
        tags and note to all."""
        experiments = {run.experiment_id: tx.experiments.get(run.experiment_id) for run in runs}
        for run in runs:
            tx.runs.delete(run.run_id)
        made = [save(tx, self._made_of(tx, part, ids.fresh())) for part in parts]
        first = runs[0]
        made = [tx.runs.update(run.run_id, _kept(runs, named=run is made[0])) for run in made]
        before = experiments[first.experiment_id]
        if before is not None and before.baseline_run_id in {run.run_id for run in runs}:
            tx.experiments.update(
                first.experiment_id, ExperimentUpdate(baseline_run_id=made[0].run_id))
        return Curated(runs=made, replaced=[run.run_id for run in runs])

    def restored(self, tx: Tx, run: Run) -> None:
        """A run came out of the trash: the child runs of its steps hang below it again."""
        epoch = tx.runs.of_epoch(run.kernel_id, run.kernel_epoch)
        if run.parent_run_id is None and any(one.parent_run_id for one in epoch):
            for child in self._made_of(tx, _own(tx, run.run_id), run.run_id).children:
                save(tx, child)

    def _done(self, work: Work) -> Curated:
        found = self._store.write_now(work)
        self._announcer.announce(runs=[run.run_id for run in found.runs], removed=found.replaced)
        return found


def _closed(tx: Tx, run_id: str) -> Run:
    run = run_in(tx, run_id)
    if run.parent_run_id is not None:
        raise BadRequest("A child run is neither split nor merged.",
                         "It can be moved below another run.")
    if run.status == "open":
        raise Conflict("The run is still open.", "New run in the notebook's toolbar ends it.")
    return run


def _own(tx: Tx, run_id: str) -> list[str]:
    """Its own steps in executed order, also those after its last result."""
    return [step.step_id for step in tx.steps.of_run(run_id) if step.role != "inherited"]


def _kept(runs: Sequence[Run], *, named: bool) -> RunUpdate:
    notes = list(dict.fromkeys(run.note for run in runs if run.note))
    tags = list(dict.fromkeys(tag for run in runs for tag in run.tags))
    update = RunUpdate(tags=tags, note="\n\n".join(notes) or None)
    if named:
        update.starred = any(run.starred for run in runs)
        names = [run.name for run in runs if run.name]
        update.name = names[0] if names else msgspec.UNSET
    return update
