"""At start: nothing stays open whose kernel is gone (DESIGN §3.10).

Epochs that nobody closed are replayed from the log; what was executing is lost, what had ended
without entering the rule enters now; then the epoch ends and its runs are kept as they are.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import msgspec

from ..models.base import Time, now
from ..models.step import Step
from ..service.recompute import RunContext, save
from ..store.protocol import Tx
from ..store.records import Epoch, OpenEpoch
from . import writing
from .epoch import EpochLog
from .logged import Joined, contents_of
from .saving import made_of
from .spool import SpoolRecord
from .stored import LOGGED, records_of
from .trace import Trace


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
    for kept in contents_of(records):
        tx.contents.put(kept.digest, kept.mime, kept.data)
    joined.take(records, lambda: steps[-1].msg_id if steps else None)
    for step in steps:
        found = joined.by_msg_id.get(step.msg_id)
        if found is not None:
            body = msgspec.json.encode(found)
            tx.facts.replace(step.step_id, LOGGED, writing.LOGGED_VERSION, body)
            tx.metrics.replace(step.step_id, "", found.metrics)
            writing.children_metrics(tx, step, found)


def _close(tx: Tx, left: OpenEpoch, logged: Sequence[SpoolRecord]) -> list[str]:
    epoch, at = left.epoch, now()
    steps = tx.steps.of_epoch(epoch.kernel_id, epoch.number)
    _take_logged(tx, [step for step in steps if step.step_id in left.busy], logged)
    last = max((step.ended_at or step.started_at for step in steps), default=at)
    for step in steps:
        if step.step_id in left.busy:
            step.status, step.ended_at = "lost", last
            tx.steps.update(step)
    logs = replayed(tx, epoch, steps)
    busy = _enter_rest(tx, epoch, logs, steps, set(left.busy))
    for log in logs.values():
        if log.rule.runs:
            event = log.end("died", busy, last)
            tx.rule_events.append(epoch.kernel_id, epoch.number, event)
    tx.epochs.close(epoch.kernel_id, epoch.number, "lost", last)
    return save_all(tx, epoch, logs)


def replayed(tx: Tx, epoch: Epoch, steps: list[Step]) -> dict[str, EpochLog]:
    """The logs of an epoch as they were, by notebook_id, from the events that entered the rule.
    The notebook of the kernel's own session is first."""
    logs: dict[str, EpochLog] = {}
    _log_of(logs, epoch, None)
    records = records_of(tx, steps)
    at: Time = epoch.started
    for event in tx.rule_events.of_epoch(epoch.kernel_id, epoch.number):
        record = records.get(event.step_id or "")
        if record is not None:
            at = record.step.started_at
        _log_of(logs, epoch, event.notebook_id).replay(event, record, at)
    kept = tx.runs.of_epoch(epoch.kernel_id, epoch.number)
    for log in logs.values():
        log.recall(kept)
    return logs


def _log_of(logs: dict[str, EpochLog], epoch: Epoch, notebook_id: str | None) -> EpochLog:
    """The log of a notebook in this epoch, made if new."""
    name = notebook_id or epoch.notebook_id
    if name not in logs:
        trace = Trace(epoch.kernel_id, epoch.number)
        logs[name] = EpochLog(epoch.kernel_id, epoch.number, epoch.language, trace)
        logs[name].guest = None if name == epoch.notebook_id else name
    return logs[name]


def _enter_rest(tx: Tx, epoch: Epoch, logs: dict[str, EpochLog], steps: list[Step],
                busy: set[str]) -> bool:
    """Steps that the rule has not seen; was one of them executing?"""
    rest = [step for step in steps
            if not any(step.step_id in log.records for log in logs.values())]
    records = records_of(tx, rest)
    for step in rest:
        log, record = _log_of(logs, epoch, step.notebook_id), records[step.step_id]
        events = log.enter(record).events
        events += [other.enter_foreign(record) for other in logs.values() if other is not log]
        for event in events:
            tx.rule_events.append(step.kernel_id, step.epoch, event)
    return any(step.step_id in busy for step in rest)


def save_all(tx: Tx, epoch: Epoch, logs: Mapping[str, EpochLog]) -> list[str]:
    """Write all runs of an epoch anew."""
    kept = {run.notebook_id: run for run in tx.runs.of_epoch(epoch.kernel_id, epoch.number)}
    saved: list[str] = []
    for notebook_id, log in logs.items():
        notebook = tx.notebooks.get(notebook_id)
        if notebook is None:
            continue
        if notebook_id in kept:
            # A headless run can have named another experiment.
            notebook.experiment_id = kept[notebook_id].experiment_id
        context = RunContext(notebook, epoch.kernel_id, epoch.number, epoch.language,
                             epoch.environment_digest)
        saved += [save(tx, made_of(log, context, run)).run_id for run in log.rule.runs]
    return saved
