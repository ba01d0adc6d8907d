"""At start: nothing stays open whose kernel is gone (DESIGN §3.10).

Epochs that nobody closed are replayed from the log; what was executing is lost, what had ended
without entering the rule enters now; then the epoch ends and its runs are kept as they are.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TypeVar

import msgspec

from ..facts.annotations import Annotation
from ..facts.params import Extract
from ..models.base import Time, now
from ..models.metric import MetricFacts
from ..models.step import Step
from ..rules.results import StepRecord
from ..service.recompute import RunContext, save
from ..store.protocol import Tx
from ..store.records import Epoch, Fact, OpenEpoch
from . import writing
from .epoch import EpochLog
from .logged import Joined, Logged
from .saving import made_of
from .spool import SpoolRecord
from .trace import Trace

T = TypeVar("T")

def reconcile(tx: Tx, logged: Mapping[str, Sequence[SpoolRecord]],
              living: Collection[str] = ()) -> list[str]:
    """Close all epochs that were left open; the run_ids that changed. logged: what code in
    kernels had logged and no server has read, by kernel. living: kernels that have a process,
    which may be another server's: theirs stay open."""
    changed: list[str] = []
    for left in tx.epochs.left_open():
        if left.epoch.kernel_id in living:
            continue
        changed += _close(tx, left, logged.get(left.epoch.kernel_id, ()))
    return changed


def _take_logged(tx: Tx, steps: Sequence[Step], records: Sequence[SpoolRecord]) -> None:
    """Values of the steps that were executing; without a msg_id, of the last of them."""
    joined = Joined()
    joined.take(records, lambda: steps[-1].msg_id if steps else None)
    for step in steps:
        found = joined.by_msg_id.get(step.msg_id)
        if found is not None:
            body = msgspec.json.encode(found)
            tx.facts.replace(step.step_id, writing.LOGGED, writing.LOGGED_VERSION, body)
            tx.metrics.replace(step.step_id, "", found.metrics)


def _close(tx: Tx, left: OpenEpoch, logged: Sequence[SpoolRecord]) -> list[str]:
    epoch, at = left.epoch, now()
    steps = tx.steps.of_epoch(epoch.kernel_id, epoch.number)
    _take_logged(tx, [step for step in steps if step.step_id in left.busy], logged)
    last = max((step.ended_at or step.started_at for step in steps), default=at)
    for step in steps:
        if step.step_id in left.busy:
            step.status, step.ended_at = "lost", last
            tx.steps.update(step)
    log = replayed(tx, epoch, steps)
    busy = _enter_rest(tx, log, steps, set(left.busy))
    if log.rule.runs:
        event = log.end("died", busy, last)
        tx.rule_events.append(epoch.kernel_id, epoch.number, event)
    tx.epochs.close(epoch.kernel_id, epoch.number, "lost", last)
    return save_all(tx, epoch, log)


def replayed(tx: Tx, epoch: Epoch, steps: list[Step]) -> EpochLog:
    """The log of an epoch as it was, from the events that entered the rule."""
    trace = Trace(epoch.kernel_id, epoch.number)
    log = EpochLog(epoch.kernel_id, epoch.number, epoch.language, trace)
    records = records_of(tx, steps)
    at: Time = epoch.started
    for event in tx.rule_events.of_epoch(epoch.kernel_id, epoch.number):
        record = records.get(event.step_id or "")
        if record is not None:
            at = record.step.started_at
        log.replay(event, record, at)
    return log


def _enter_rest(tx: Tx, log: EpochLog, steps: list[Step], busy: set[str]) -> bool:
    """Steps that the rule has not seen; was one of them executing?"""
    rest = [step for step in steps if step.step_id not in log.records]
    records = records_of(tx, rest)
    for step in rest:
        entered = log.enter(records[step.step_id])
        for event in entered.events:
            tx.rule_events.append(step.kernel_id, step.epoch, event)
    return any(step.step_id in busy for step in rest)


def records_of(tx: Tx, steps: list[Step]) -> dict[str, StepRecord]:
    """Steps with the facts that are stored of them."""
    facts = tx.facts.of_steps([step.step_id for step in steps])
    return {step.step_id: _record(step, facts.get(step.step_id, {})) for step in steps}


def _record(step: Step, facts: Mapping[str, Fact]) -> StepRecord:
    logged = _body(facts, writing.LOGGED, Logged) or Logged()
    return StepRecord(
        step=step, params=_body(facts, writing.PARAMS, Extract) or Extract(),
        logged=logged.params,
        metrics=_body(facts, writing.METRICS, MetricFacts) or MetricFacts(),
        logged_metrics=logged.metrics,
        annotation=_body(facts, writing.ANNOTATIONS, Annotation))


def _body(facts: Mapping[str, Fact], name: str, kind: type[T]) -> T | None:
    fact = facts.get(name)
    return None if fact is None else msgspec.json.decode(fact.body, type=kind)


def save_all(tx: Tx, epoch: Epoch, log: EpochLog) -> list[str]:
    """Write all runs of an epoch anew."""
    notebook = tx.notebooks.get(epoch.notebook_id)
    if notebook is None:
        return []
    context = RunContext(notebook, epoch.kernel_id, epoch.number, epoch.language,
                         epoch.environment_digest)
    return [save(tx, made_of(log, context, run)).run_id for run in log.rule.runs]

