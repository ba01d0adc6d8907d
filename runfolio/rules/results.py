"""From a run and the facts of its steps to what is kept of it (DESIGN §3.6 and §3.7)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from operator import is_

import msgspec

from ..facts import params as param_facts
from ..facts.annotations import Annotation
from ..facts.metrics import summarise
from ..facts.params import Extract
from ..models.base import Time
from ..models.logged import ChildPart, LoggedFile
from ..models.metric import Grade, MetricFacts, Metrics, Series
from ..models.param import Param, Params
from ..models.rule import StepResults
from ..models.run import InheritedResult, Result, StepCounts
from ..models.step import Step
from .flags import STATE_FLAGS
from .run import RuleRun
from .values import identity, shown

_STRONGER_THAN_LOGGED = ("declared",)
_NOWHERE = 1 << 30


@dataclass(frozen=True)
class _Resolved:
    """Params by code as they were resolved before, and what of."""

    extracts: list[Extract]
    effective: list[str]
    params: Params

    def holds(self, extracts: Sequence[Extract], effective: Sequence[str]) -> bool:
        """Were they made of these very extracts? Late facts come as other objects."""
        return (self.effective == effective and len(self.extracts) == len(extracts)
                and all(map(is_, self.extracts, extracts)))


@dataclass
class StepRecord:
    """A step with all facts that were read off it."""

    step: Step
    params: Extract
    logged: dict[str, Param] = field(default_factory=dict)
    """runfolio.param(name, value)."""
    metrics: MetricFacts = field(default_factory=MetricFacts)
    logged_metrics: dict[str, Series] = field(default_factory=dict)
    """runfolio.log: always of result grade."""
    files: list[LoggedFile] = field(default_factory=list)
    children: dict[str, ChildPart] = field(default_factory=dict)
    """Of child runs (rules/children.py), by their token."""
    annotation: Annotation | None = None
    _resolved: _Resolved | None = field(default=None, repr=False, compare=False)
    """Params at this step are asked for at every later step of the run."""


@dataclass
class RunBody:
    """The fields of models.run.Run that follow from facts."""

    params: Params
    results: list[Result]
    inherited_results: list[InheritedResult]
    observations: Metrics
    flags: dict[str, list[str]]
    step_counts: StepCounts
    busy_seconds: float
    tags: list[str]
    name: str | None
    note: str | None
    last_result_at: Time | None


def assemble(
    run: RuleRun, records: Mapping[str, StepRecord], executed: Sequence[str],
    made_by: Callable[[str], str | None],
) -> RunBody:
    """What a run has to say, made anew from facts each time.

    records: of every step of the run, own and inherited, and of what was executed before.
    executed: step_ids of the epoch, oldest first. made_by: the run_id of the run whose own step
    this is. A step without a record says nothing; it stays a step of the run.
    """
    known = [step for step in executed if step in records]
    results = [
        _result(step, found, records, _params_at(step, run.effective_at(step), known, records))
        for step, found in run.results.items()
    ]
    params = (run_params(results, records) if results
              else _params_at(run.own[-1], run.steps, known, records))
    counts = StepCounts(own=len(run.own) - len(run.after_result),
                        inherited=len(run.inherited), after_result=len(run.after_result))
    last = records.get(results[-1].step_id) if results else None
    return RunBody(
        params=params,
        results=results,
        inherited_results=_inherited(run, records, known, made_by),
        observations=_observations(run, records),
        flags=run.flags | _state_flags(run, records),
        step_counts=counts,
        busy_seconds=sum(record.step.duration or 0.0 for record in _records(run.own, records)),
        tags=_tags(run, records),
        name=run.name,
        note=_note(run, records),
        last_result_at=last.step.ended_at if last else None,
    )


# Params


def _params_at(
    step: str, effective: Sequence[str], executed: Sequence[str],
    records: Mapping[str, StepRecord],
) -> Params:
    """Params by code and by log at a step, in the document's order."""
    found = dict(_resolved_at(step, effective, executed, records))
    for other in effective:
        record = records.get(other)
        for name, param in (record.logged if record else {}).items():
            if name in found and found[name].source in _STRONGER_THAN_LOGGED:
                continue
            found[name] = msgspec.structs.replace(param, step_id=other, source="logged")
    return _in_document_order(found, records)


def _resolved_at(
    step: str, effective: Sequence[str], executed: Sequence[str],
    records: Mapping[str, StepRecord],
) -> Params:
    before = [*takewhile(lambda other: other != step, executed), step]
    pairs = [(other, records[other].params) for other in before if other in records]
    extracts = [extract for _, extract in pairs]
    record = records.get(step)
    if record and record._resolved and record._resolved.holds(extracts, effective):
        return record._resolved.params
    params = param_facts.resolve(pairs, effective=set(effective))
    if record:
        record._resolved = _Resolved(extracts, list(effective), params)
    return params


def _in_document_order(params: Params, records: Mapping[str, StepRecord]) -> Params:
    """By cell number; within a cell, and where no client told numbers, as they were resolved."""

    def number(item: tuple[str, Param]) -> int:
        record = records.get(item[1].step_id or "")
        return (record.step.cell_number if record else None) or _NOWHERE

    return dict(sorted(params.items(), key=number))


def run_params(results: Sequence[Result], records: Mapping[str, StepRecord]) -> Params:
    """A param with one value over all results that have it is the run's; one with several is
    varied, never one number."""
    having: dict[str, list[tuple[str, Param]]] = {}
    for result in results:
        for name, param in result.params.items():
            having.setdefault(name, []).append((result.step_id, param))
    latest = {name: pairs[-1][1] for name, pairs in having.items()}
    return {name: _over_results(having[name]) for name in _in_document_order(latest, records)}


def _over_results(pairs: Sequence[tuple[str, Param]]) -> Param:
    """One param from its (step_id of the result, param), in the order of the results."""
    first = identity(pairs[0][1])
    if all(identity(param) == first for _, param in pairs):
        return pairs[-1][1]
    return Param(varied=[shown(param) for _, param in pairs],
                 varied_at=[step for step, _ in pairs])


# Results


def _result(
    step: str, found: StepResults, records: Mapping[str, StepRecord], params: Params,
) -> Result:
    record = records.get(step)
    return Result(
        step_id=step,
        cell_key=record.step.cell_key if record else None,
        cell_number=record.step.cell_number if record else None,
        heading=record.step.heading if record else None,
        metrics=_metrics(record, "result") if record else {},
        params=params, selected=dict(found.selected), artifacts=list(found.artifacts),
    )


def _inherited(
    run: RuleRun, records: Mapping[str, StepRecord], executed: Sequence[str],
    made_by: Callable[[str], str | None],
) -> list[InheritedResult]:
    """Results of steps from before the run opened, each as it was at its own step."""
    stale = set(run.stale)
    answer = []
    for step, found in run.inherited_results.items():
        effective = _latest_at(step, executed, records)
        result = _result(step, found, records, _params_at(step, effective, executed, records))
        answer.append(InheritedResult(
            **msgspec.structs.asdict(result), run_id=made_by(step), stale=step in stale,
        ))
    return answer


def _latest_at(
    step: str, executed: Sequence[str], records: Mapping[str, StepRecord]
) -> list[str]:
    """The latest execution of each cell of the epoch up to a step."""
    latest: dict[str, str] = {}
    for other in [*takewhile(lambda at: at != step, executed), step]:
        record = records.get(other)
        cell = record.step.cell_key if record else None
        latest.pop(cell or other, None)
        latest[cell or other] = other
    return list(latest.values())


def _metrics(record: StepRecord, grade: Grade) -> Metrics:
    """Metrics of one grade; what was logged stands for what was printed under the same key."""
    series = dict(record.metrics.metrics)
    for key, logged in record.logged_metrics.items():
        series[key] = msgspec.structs.replace(logged, grade="result", source="logged")
    return {key: summarise(one) for key, one in series.items() if one.grade == grade}


def _observations(run: RuleRun, records: Mapping[str, StepRecord]) -> Metrics:
    """Of its effective own steps; of one key the last one stands."""
    own = set(run.own)
    found: Metrics = {}
    for record in _records([step for step in run.steps if step in own], records):
        found.update(_metrics(record, "observation"))
    return found


def _state_flags(run: RuleRun, records: Mapping[str, StepRecord]) -> dict[str, list[str]]:
    """What must be said of the memory that its effective steps found (DESIGN §3.14)."""
    found: dict[str, list[str]] = {}
    for record in _records(run.steps, records):
        for flag in STATE_FLAGS:
            if flag in record.step.flags:
                found.setdefault(flag, []).append(record.step.step_id)
    return found


# What the user wrote


def _annotated(run: RuleRun, records: Mapping[str, StepRecord]) -> list[Annotation]:
    """Annotations of the latest own execution of each cell: what was written over is gone."""
    latest: dict[str, StepRecord] = {}
    for record in _records(run.own, records):
        cell = record.step.cell_key or record.step.step_id
        latest.pop(cell, None)
        latest[cell] = record
    return [record.annotation for record in latest.values() if record.annotation is not None]


def _tags(run: RuleRun, records: Mapping[str, StepRecord]) -> list[str]:
    tags = (tag for annotation in _annotated(run, records) for tag in annotation.tags)
    return list(dict.fromkeys(tags))


def _note(run: RuleRun, records: Mapping[str, StepRecord]) -> str | None:
    notes = [annotation.note for annotation in _annotated(run, records) if annotation.note]
    return notes[-1] if notes else None


def _records(steps: Sequence[str], records: Mapping[str, StepRecord]) -> list[StepRecord]:
    return [records[step] for step in steps if step in records]
