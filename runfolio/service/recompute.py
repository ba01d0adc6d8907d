"""Rule run + step records → the Run that is kept; the one place where runs are made.

Used by the pipeline while cells run, by reconciliation at start and by late facts: derived JSON
is never patched, it is made anew (decisions.md, Late facts).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from .. import ids
from ..models.base import Time
from ..models.notebook import Notebook
from ..models.run import Run
from ..models.step import Role, Step
from ..rules import VERSION
from ..rules.boundaries import RuleRun
from ..rules.changes import Effective, EffectiveCell, changes, same
from ..rules.logged import RESULTS, files_of
from ..rules.results import StepRecord, assemble
from ..store.protocol import Tx
from .made import Made

CARRIED = "carried-state"

CANDIDATES = 50
"""So many earlier runs are looked at for one whose effective code and params are equal."""


@dataclass(frozen=True)
class RunContext:
    """What a run has from its kernel epoch."""

    notebook: Notebook
    kernel_id: str
    epoch: int
    language: str | None
    environment_digest: str | None


def run_id_of(opening: Step) -> str:
    """The id of the automatic run that a step opened."""
    return ids.run_id(ids.ms_of(opening.step_id), opening.kernel_id, opening.epoch,
                      opening.msg_id)


def make(
    context: RunContext, rule_run: RuleRun, records: Mapping[str, StepRecord],
    executed: Sequence[str], made_by: Callable[[str], str | None], closed_at: Time | None,
    run_id: str | None = None,
) -> Made:
    """The run of the store's shape. number, revision, color, changes and replicate_of are
    decided when it is saved. run_id: of a run that no step opened; else it is the opening
    step's."""
    body = assemble(rule_run, records, executed, made_by)
    opening = records[rule_run.opening].step
    own = [records[step_id].step for step_id in rule_run.own]
    last = max((step.ended_at or step.started_at for step in own), default=opening.started_at)
    run = Run(
        run_id=run_id or run_id_of(opening), notebook_id=context.notebook.notebook_id,
        experiment_id=context.notebook.experiment_id, revision=0, rules_version=VERSION,
        number=0, name=body.name, status=rule_run.status, draft=rule_run.draft,
        opened_by=rule_run.opened_by, opened_at=opening.started_at,
        last_result_at=body.last_result_at,
        closed_at=closed_at if rule_run.status != "open" else None,
        busy_seconds=body.busy_seconds,
        # A clock that was set back in between cannot make it less than what was measured.
        wall_seconds=max(body.busy_seconds, (last - opening.started_at).total_seconds()),
        notebook_path=context.notebook.path, language=context.language,
        kernel_id=context.kernel_id, kernel_epoch=context.epoch, params=body.params,
        results=body.results, inherited_results=body.inherited_results,
        observations=body.observations, flags=body.flags, step_counts=body.step_counts,
        environment_digest=context.environment_digest, tags=body.tags, note=body.note,
    )
    run.logged_files = files_of(rule_run.own, records)
    run.artifacts = [file.name for file in run.logged_files if file.kind in RESULTS]
    run.datasets = [file.name for file in files_of(rule_run.steps, records)
                    if file.kind == "dataset"]
    return Made(run, members(rule_run), _effective(run, rule_run, records))


def _with_results(run: Run) -> set[str]:
    return {result.step_id for result in [*run.results, *run.inherited_results]}


def members(rule_run: RuleRun) -> list[tuple[str, Role]]:
    """(step_id, role) of all steps of a run in executed order: inherited, then its own."""
    after = set(rule_run.after_result)
    found: list[tuple[str, Role]] = [(step_id, "inherited") for step_id in rule_run.inherited]
    for step_id in rule_run.own:
        found.append((step_id, "after-result" if step_id in after else "own"))
    return found


def _effective(run: Run, rule_run: RuleRun, records: Mapping[str, StepRecord]) -> Effective:
    """Without cells that only show something and gave no result: whether a plot was drawn
    before or after the last result separates no runs."""
    results = _with_results(run)
    steps = [records[step_id].step for step_id in rule_run.steps]
    cells = [EffectiveCell(step.cell_key or step.step_id, step.cell_number, step.code,
                           step.code_digest)
             for step in steps if not step.look or step.step_id in results]
    return Effective(cells, run.params, None)


def effective_of(tx: Tx, runs: Sequence[Run], *, with_code: bool, with_looks: bool = False
                 ) -> dict[str, Effective]:
    """What stored runs are compared by. Without code (empty texts) it is enough for `same`,
    which reads digests and params only; with looks, all effective cells."""
    cells = tx.runs.cells([run.run_id for run in runs])
    wanted = {cell.step_id for found in cells.values() for cell in found}
    steps = tx.steps.many(wanted) if with_code else {}
    looks = set() if with_looks else tx.steps.looks(wanted)
    answer = {}
    for run in runs:
        left_out = looks - _with_results(run)
        found = [EffectiveCell(cell.cell_key, cell.number,
                               steps[cell.step_id].code if with_code else "", cell.code_digest)
                 for cell in cells.get(run.run_id, ()) if cell.step_id not in left_out]
        packages = packages_of(tx, run) if with_code else None
        answer[run.run_id] = Effective(found, run.params, packages)
    return answer


def packages_of(tx: Tx, run: Run) -> dict[str, str] | None:
    """Name → version; None where the packages of the run were not recorded."""
    if run.environment_digest is None:
        return None
    environment = tx.environments.get(run.environment_digest)
    if environment is None or environment.source == "unknown":
        return None
    return {package.name: package.version for package in environment.packages}


def save(tx: Tx, made: Made) -> Run:
    """Keep the run and its child runs, each with what separates it from the one before, within
    the transaction."""
    kept = _save(tx, made)
    for child in made.children:
        _save(tx, child)
    return kept


def _before(earlier: Sequence[Run], run: Run) -> Run | None:
    """What a run is compared with: the latest earlier one; of child runs, of the same parent."""
    siblings = [one for one in earlier if one.parent_run_id == run.parent_run_id]
    found = siblings or earlier
    return found[0] if found else None


def _save(tx: Tx, made: Made) -> Run:
    run = made.run
    mine = Effective(made.effective.cells, made.effective.params, packages_of(tx, run))
    earlier = tx.runs.earlier(run.notebook_id, run.opened_at, CANDIDATES,
                              children=run.parent_run_id is not None)
    before = _before(earlier, run)
    known = effective_of(tx, [before] if before else [], with_code=True)
    run.changes = changes(known[before.run_id] if before else None, mine)
    if before:
        run.changes.against, run.changes.against_number = before.run_id, before.number
    # State is not code: a run that went on with it repeats none that did not (DESIGN §3.8).
    alike = [other for other in earlier if (CARRIED in other.flags) == (CARRIED in run.flags)]
    if run.parent_run_id is not None:
        # Code names its child runs to tell them apart: fold 2 is no second fold 1.
        alike = [other for other in alike if other.name == run.name]
    run.replicate_of = None if run.draft else _replicate_of(tx, mine, alike)
    return tx.runs.save(run, made.members)


def _replicate_of(tx: Tx, mine: Effective, earlier: Sequence[Run]) -> str | None:
    """The head of the group that a run repeats: the first run with equal effective code."""
    candidates = effective_of(tx, earlier, with_code=False)
    for run in earlier:
        if same(candidates[run.run_id], mine):
            return run.replicate_of or run.run_id
    return None
