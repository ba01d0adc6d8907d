"""Child runs as they are kept: own results and params, everything else from their parent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

import msgspec

from .. import ids
from ..facts.metrics import summarise
from ..models.base import Time, from_us
from ..models.param import Params
from ..models.run import Result, Run, RunStatus, StepCounts
from ..models.step import Role, Step
from ..rules.boundaries import RuleRun
from ..rules.changes import Effective, EffectiveCell
from ..rules.children import ChildRun, children_of
from ..rules.logged import RESULTS, latest
from ..rules.results import StepRecord, run_params
from .made import Made


def children_made(parent: Made, rule_run: RuleRun, executed: Sequence[str],
                  records: Mapping[str, StepRecord], ended: bool) -> list[Made]:
    """The child runs that began in own steps of a run. ended: the epoch is over, so that one
    whose end was not seen was killed."""
    own = set(rule_run.own)
    found = [child for child in children_of(executed, records) if child.steps[0] in own]
    return [_made(parent, rule_run, child, records, ended, place)
            for place, child in enumerate(found, 1)]


def _opened_at(parent: Run, child: ChildRun, place: int) -> Time:
    """By the kernel's clock, but never before its parent, which is dated by when the server heard
    of it; place: how many began before it, itself counted."""
    return max(from_us(child.began_at), parent.opened_at + timedelta(microseconds=place))


def _made(parent: Made, rule_run: RuleRun, child: ChildRun,
          records: Mapping[str, StepRecord], ended: bool, place: int) -> Made:
    own = set(rule_run.own)
    steps = [step_id for step_id in child.steps if step_id in own]
    results, params = _results(parent.run, child, steps, records)
    before = [step_id for step_id in rule_run.effective_at(steps[-1]) if step_id not in steps]
    members: list[tuple[str, Role]] = [(step_id, "inherited") for step_id in before]
    members += [(step_id, "own") for step_id in steps]
    opened = _opened_at(parent.run, child, place)
    closed = _closed_at(child, ended, parent.run, opened)
    status = _status(child, ended, results)
    active = [records[step_id].step for step_id in steps]
    until = closed or max(step.ended_at or step.started_at for step in active)
    files = latest((step_id, logged.files) for step_id, logged in child.logged.items())
    run = msgspec.structs.replace(
        parent.run, run_id=_id(parent.run, child.token),
        parent_run_id=_parent_id(parent.run, child), name=child.name, opened_by="code",
        status=status, draft=not results, opened_at=opened, closed_at=closed,
        last_result_at=_last_result(results, records, closed),
        busy_seconds=sum(_overlap(step, opened, until) for step in active),
        wall_seconds=max(0.0, (until - opened).total_seconds()), params=params, results=results,
        inherited_results=[], observations={}, flags={}, tags=[], note=None,
        step_counts=StepCounts(own=len(steps), inherited=len(before)), logged_files=files,
        artifacts=[file.name for file in files if file.kind in RESULTS],
        datasets=[file.name for file in files if file.kind == "dataset"])
    return Made(run, members, Effective(_cells(members, run, records), params, None))


def _cells(members: Sequence[tuple[str, Role]], run: Run, records: Mapping[str, StepRecord]
           ) -> list[EffectiveCell]:
    """What a child run is compared by: the cells that it saw, not what its parent ran later.
    Cells that only show something and gave no result separate no runs."""
    with_results = {result.step_id for result in run.results}
    found: dict[str, EffectiveCell] = {}
    for step_id, _ in members:
        step = records[step_id].step
        if not step.look or step_id in with_results:
            cell = step.cell_key or step.step_id
            found.pop(cell, None)
            found[cell] = EffectiveCell(cell, step.cell_number, step.code, step.code_digest)
    return list(found.values())


def _id(parent: Run, token: str) -> str:
    return ids.child_run_id(parent.kernel_id, parent.kernel_epoch, token)


def _parent_id(parent: Run, child: ChildRun) -> str:
    """A child run in a child run hangs below that one."""
    return parent.run_id if child.parent is None else _id(parent, child.parent)


def _status(child: ChildRun, ended: bool, results: Sequence[Result]) -> RunStatus:
    """As of any run (DESIGN §3.10): interrupted before any result it was killed."""
    if child.status == "interrupted":
        return "finished" if results else "killed"
    return child.status or ("killed" if ended else "open")


def _closed_at(child: ChildRun, ended: bool, parent: Run, opened: Time) -> Time | None:
    if child.ended_at is not None:
        return max(from_us(child.ended_at), opened)
    return parent.closed_at if ended else None


def _results(parent: Run, child: ChildRun, steps: Sequence[str],
             records: Mapping[str, StepRecord]) -> tuple[list[Result], Params]:
    """One result of each step in which it logged one, with the parent's params at that step
    under its own so far; and the params of the child run over all of them."""
    at_step = {result.step_id: result.params for result in parent.results}
    own: Params = {}
    found = []
    for step_id in steps:
        logged = child.logged.get(step_id)
        if logged is None:
            continue
        own |= {name: msgspec.structs.replace(param, step_id=step_id)
                for name, param in logged.params.items()}
        artifacts = [file.name for file in logged.files if file.kind in RESULTS]
        if not logged.metrics and not artifacts:
            continue
        step = records[step_id].step
        found.append(Result(
            step_id=step_id, cell_key=step.cell_key, cell_number=step.cell_number,
            heading=step.heading, params={**at_step.get(step_id, parent.params), **own},
            metrics={key: summarise(series) for key, series in logged.metrics.items()},
            artifacts=artifacts))
    return found, run_params(found, records) if found else {**parent.params, **own}


def _last_result(results: Sequence[Result], records: Mapping[str, StepRecord],
                 closed: Time | None) -> Time | None:
    if not results:
        return None
    ended = records[results[-1].step_id].step.ended_at
    return min(closed, ended) if closed and ended else closed or ended


def _overlap(step: Step, opened: Time, until: Time) -> float:
    """Seconds of the step that were the child run's."""
    begin, end = max(step.started_at, opened), min(step.ended_at or until, until)
    return max(0.0, (end - begin).total_seconds())
