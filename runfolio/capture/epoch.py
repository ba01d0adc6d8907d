"""One kernel epoch: steps in the order in which they ran, their facts, and the rule over them.

Holds what one life of a kernel needs and decides nothing durable: it answers with what is to be
written (Entered). No threads, no store, no clock of its own, so that reconciliation at start and
the pipeline share it.
"""

from __future__ import annotations

import copy
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import msgspec

from ..facts import annotations as annotation_facts
from ..facts import failed, looks, metrics, params
from ..facts.annotations import Annotation
from ..models.base import Time
from ..models.logged import Logged
from ..models.rule import RuleEvent, StepResults
from ..models.run import Run
from ..models.step import RawStep, Step
from ..rules.boundaries import Rule, RuleRun
from ..rules.logged import result_files, result_series, with_logged
from ..rules.results import StepRecord
from .honesty import Honesty
from .intents import Claim
from .items import PARTIAL
from .trace import StepChanged, Trace

MISSING = "steps-missing"
"""Flag: before these steps the kernel executed something that was not seen."""

#: The same code is read at every look at the busy step and again when it enters; params.resolve
#: knows extracts by identity.
_extract = lru_cache(maxsize=512)(params.extract)


@dataclass
class Waiting:
    """A step on its way to the rule."""

    step: Step
    raw: RawStep
    ended: bool = False
    deadline: float = 0.0
    """Monotonic time after which it enters without an intent."""
    claim: Claim | None = None
    new_run: bool = False
    """New run was asked for before it began."""
    begun: bool = False
    """Its beginning is in the store, or is not to be."""
    changed: StepChanged | None = None
    """Its outputs so far, while it runs."""


@dataclass(frozen=True)
class Entered:
    """What a step's entering gives to write: its record and the rule's input."""

    record: StepRecord
    events: list[RuleEvent]


class EpochLog:
    """Steps, facts and rule of one epoch; see the module."""

    def __init__(self, kernel_id: str, number: int, language: str | None, trace: Trace) -> None:
        self.kernel_id = kernel_id
        self.number = number
        self.guest: str | None = None
        """notebook_id, where the log is of a notebook that shares another one's kernel."""
        self.language = language
        self.trace = trace
        self.rule = Rule()
        self.records: dict[str, StepRecord] = {}
        self.executed: list[str] = []
        self.waiting: deque[Waiting] = deque()
        self.partial = ""
        """A flag for all of its runs: not everything could be seen."""
        self.own_modules: frozenset[str] = frozenset()
        """Modules of the notebook's own folder: importing one may do anything."""
        self.ended_at: Time | None = None
        self.last_ended: Time | None = None
        """When the latest step ended."""
        self.closed: dict[str, Time] = {}
        """Opening step of a run → when it closed."""
        self._imports: dict[str, str] = {}
        self._last: dict[str, Step] = {}
        self._count: int | None = None
        self._gaps: list[str] = []
        self.honesty = Honesty(python=self._is_python())

    def fork(self) -> EpochLog:
        """A copy that may be fed with what is only probable."""
        other = copy.copy(self)
        other.rule = self.rule.fork()
        other.records, other.closed = dict(self.records), dict(self.closed)
        other.executed, other._gaps = list(self.executed), list(self._gaps)
        other._imports, other._last = dict(self._imports), dict(self._last)
        other.honesty = self.honesty.fork()
        return other

    def _is_python(self) -> bool:
        return (self.language or "python").lower() == "python"

    def annotate(self, step: Step, claim: Claim | None) -> Annotation:
        """The step's annotations, from its code and from the cell's tags and metadata."""
        return annotation_facts.parse(
            step.code, language=(self.language or "python").lower(),
            tags=claim.tags if claim else (), metadata=claim.runfolio if claim else None)

    def is_look(self, step: Step) -> bool:
        """True for code that only shows something, by what the epoch has imported."""
        return self._is_python() and looks.is_look(
            step.code, imports=self._imports, own_modules=self.own_modules)

    def record_of(self, step: Step, claim: Claim | None, logged: Logged) -> StepRecord:
        """Facts of a step with its outputs; the step gets its look."""
        annotation = self.annotate(step, claim)
        language = (self.language or "python").lower()
        step.look = self.is_look(step)
        ran = step.code
        if self._is_python() and step.status in ("failed", "interrupted"):
            ran = failed.ran(step.code, step.outputs)
        extract = _extract(ran, language=language, cell=step.cell_key or "",
                           declared=annotation.params)
        printed = metrics.extract(step.code, step.outputs, language=language)
        record = StepRecord(step=step, params=extract, metrics=printed, annotation=annotation)
        return with_logged(record, logged)

    def enter(self, record: StepRecord, before: Sequence[RuleEvent] = ()) -> Entered:
        """The step enters the rule, after what the user asked for just before it."""
        step = record.step
        event = self.event_of(record)
        for one in (*before, event):
            one.notebook_id = self.guest
        self._note_gap(step)
        self.last_ended = step.ended_at or self.last_ended
        self.records[step.step_id] = record
        events = [*before, event]
        for one in events:
            self._feed(one, step.started_at)
        if event.kind == "execute":
            self.executed.append(step.step_id)
            self._learn(step)
        return Entered(record, events)

    def enter_foreign(self, record: StepRecord) -> RuleEvent:
        """Another notebook executed a step in this kernel: no step here, but foreign code."""
        step = record.step
        self._note_gap(step)
        self.records[step.step_id] = record
        event = RuleEvent(kind="foreign", step_id=step.step_id, origin="console",
                          notebook_id=self.guest)
        self._feed(event, step.started_at)
        if self._is_python() and step.status != "failed":
            self._imports.update(looks.imports_of(step.code))
        return event

    def _feed(self, event: RuleEvent, at: Time) -> None:
        open_before = self.rule.open_run
        self.rule.feed(event)
        record = self.records.get(event.step_id or "")
        self.honesty.fed(event, record.step if record else None, self.rule)
        if open_before is not None and open_before.status != "open":
            self.closed.setdefault(open_before.opening, at)

    def replay(self, event: RuleEvent, record: StepRecord | None, at: Time) -> None:
        """An event of the log again, at start: as it entered, not as it would be made now."""
        if record is not None:
            self.records[record.step.step_id] = record
        self._feed(event, at)
        if event.kind == "execute" and record is not None:
            self.executed.append(record.step.step_id)
            self._learn(record.step)

    def event_of(self, record: StepRecord) -> RuleEvent:
        """The rule's view of a step."""
        step = record.step
        if step.origin == "console" or step.origin == "tool":
            return RuleEvent(kind="foreign", step_id=step.step_id, origin=step.origin)
        return RuleEvent(
            kind="execute", step_id=step.step_id, cell_key=step.cell_key,
            results=results_of(record) or None, look=step.look, edited=self.is_edited(step),
            failed=step.status == "failed", interrupted=step.status == "interrupted",
            run=record.annotation.run if record.annotation else None)

    def is_edited(self, step: Step) -> bool:
        """The code differs from the cell's execution before; unknown (never) with secrets out."""
        last = self._last.get(step.cell_key or "")
        if last is None or last.redactions or step.redactions:
            return False
        return last.code_digest != step.code_digest

    def _learn(self, step: Step) -> None:
        self._last[step.cell_key or ""] = step
        if self._is_python() and step.status != "failed":
            self._imports.update(looks.imports_of(step.code))

    def _note_gap(self, step: Step) -> None:
        count = step.execution_count
        if count is None:
            return
        if self._count is not None and count > self._count + 1:
            self._gaps.append(step.step_id)
            self.honesty.unseen()
        self._count = max(count, self._count or 0)

    def recall(self, runs: Iterable[Run]) -> None:
        """What no event of the log tells, from the runs as they were kept: which executions were
        not seen, and that a kernel or its pages alone told of them."""
        for run in runs:
            self._gaps += run.flags.get(MISSING, [])
            self.partial = next((flag for flag in PARTIAL if flag in run.flags), self.partial)

    def skip(self, execution_count: int | None) -> None:
        """An execution that is not to be recorded was seen: no gap, nothing kept."""
        self.honesty.unseen()
        if execution_count is not None:
            self._count = max(execution_count, self._count or 0)

    def closed_at(self, run: RuleRun) -> Time | None:
        """When a run closed; of one that the log does not hold, when its last step ended."""
        if run in self.rule.runs or run.status == "open":
            return self.closed.get(run.opening)
        last = self.records[run.own[-1]].step
        return last.ended_at or last.started_at

    def gaps_of(self, run: RuleRun) -> list[str]:
        """Own steps before which executions were not seen."""
        own = set(run.own)
        return [step_id for step_id in self._gaps if step_id in own]

    def end(self, how: str, busy: bool, at: Time) -> RuleEvent:
        """The kernel restarted or is gone: the rule closes what is open."""
        self.ended_at = at
        event = RuleEvent(kind="restart" if how == "restart" else "died", busy=busy,
                          notebook_id=self.guest)
        self._feed(event, at)
        return event


def results_of(record: StepRecord) -> StepResults:
    """Facts of result grade, as far as the rule cares; logged values stand for printed ones."""
    found = {key: series for key, series in record.metrics.metrics.items()
             if series.grade == "result"} | result_series(record)
    return StepResults(
        metrics={key: series.values for key, series in found.items()},
        decimals={key: series.decimals for key, series in found.items()
                  if series.decimals is not None},
        selected=record.metrics.selected, artifacts=result_files(record))


def without_outputs(record: StepRecord) -> StepRecord:
    """What is kept of a step for the rest of its epoch: outputs are in the store, not in memory."""
    return replace(record, step=msgspec.structs.replace(record.step, outputs=[]))
