"""What the capture thread asks the store to write, one function a transaction.

Each takes finished values and answers a function of the transaction: it may be run again when the
database was locked, so it touches nothing but the transaction (store/protocol.py). Those that
read before they write are objects, so that they can wait in a file (store/works.py).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

import msgspec

from .. import ids
from ..facts import annotations as annotation_facts
from ..facts import metrics, params
from ..models.base import Time
from ..models.environment import Environment
from ..models.logged import Logged
from ..models.notebook import Notebook
from ..models.rule import RuleEvent
from ..models.run import Run
from ..models.step import Step
from ..rules.cellkeys import Alias, CellKeys
from ..rules.logged import logged_of
from ..rules.results import StepRecord
from ..service.made import Made
from ..service.recompute import save
from ..store.protocol import Tx
from ..store.records import Epoch, EpochEnd, StepQuery
from ..store.works import spillable
from .redact import Kept
from .stored import ANNOTATIONS, LOGGED, METRICS, PARAMS

LOGGED_VERSION = 1


REMEMBERED_STEPS = 500
"""So many of a notebook's latest steps are looked at to know its cells again."""


def notebook_at(path: str, at: Time, experiment: str | None = None, file: str | None = None,
                seen: Collection[str] = ()) -> Callable[[Tx], tuple[Notebook, bool, CellKeys]]:
    """The notebook at a path, made if new; whether it is recorded; the cells known of it.
    experiment: the name of the one that its runs are of from now on, here only. file: device
    and inode of the file there; seen: ids and digests of cells that are in it."""
    def work(tx: Tx) -> tuple[Notebook, bool, CellKeys]:
        if file is not None:
            _follow_file(tx, path, file, seen)
        notebook = tx.notebooks.ensure(path, at)
        if file is not None:
            tx.notebooks.mark_file(notebook.notebook_id, file)
        if experiment is not None:
            notebook.experiment_id = tx.experiments.ensure(experiment, at).experiment_id
        keys = CellKeys(notebook.notebook_id, tx.cell_aliases.of_notebook(notebook.notebook_id))
        query = StepQuery(notebook_id=notebook.notebook_id, limit=REMEMBERED_STEPS)
        for step in reversed(tx.steps.timeline(query)[0]):
            if step.cell_key is not None:
                keys.remember(step.cell_key, step.cell_id, step.code_digest, step.code)
        keys.begin_epoch()
        return notebook, tx.recording.is_on(notebook.notebook_id), keys
    return work


def _follow_file(tx: Tx, path: str, file: str, seen: Collection[str]) -> None:
    """A file that was moved while no server ran, or by other means than the server, is the same
    notebook. The number of the file alone is no proof: a known cell must be in it."""
    before = tx.notebooks.of_file(file) if tx.notebooks.find(path) is None else None
    if before is None:
        return
    query = StepQuery(notebook_id=before.notebook_id, limit=REMEMBERED_STEPS)
    if any(step.cell_id in seen or step.code_digest in seen
           for step in tx.steps.timeline(query)[0]):
        tx.notebooks.rename(before.path, path)


def is_recorded(notebook_id: str) -> Callable[[Tx], bool]:
    """The notebook's switch."""
    return lambda tx: tx.recording.is_on(notebook_id)


def epoch(began: Epoch, environment: Environment | None = None) -> Callable[[Tx], None]:
    """The epoch as it is known now, with its environment."""
    def work(tx: Tx) -> None:
        if environment is not None and began.environment_digest is not None:
            tx.environments.put(began.environment_digest, environment)
        tx.epochs.open(began)
    return work


def begun(step: Step) -> Callable[[Tx], None]:
    """A step began."""
    return lambda tx: tx.steps.insert(step)


def entered(record: StepRecord, events: Sequence[RuleEvent], contents: Sequence[Kept],
            aliases: Sequence[Alias]) -> Callable[[Tx], None]:
    """A step ended and entered the rule: step, contents, facts, metrics, the rule's input."""
    def work(tx: Tx) -> None:
        step = record.step
        tx.steps.insert(step)
        _aliases(tx, step, aliases)
        for content in contents:
            tx.contents.put(content.digest, content.mime, content.data)
        _facts(tx, record)
        for event in events:
            tx.rule_events.append(step.kernel_id, step.epoch, event)
    return work


def late_facts(record: StepRecord, events: Sequence[RuleEvent]) -> Callable[[Tx], None]:
    """Facts of a step that had entered are others now; the step itself stays."""
    def work(tx: Tx) -> None:
        _facts(tx, record)
        for event in events:
            tx.rule_events.append(record.step.kernel_id, record.step.epoch, event)
    return work


@spillable
@dataclass(frozen=True)
class Identified:
    """Which cell a step was became known after it had entered; its outputs stay."""

    step: Step
    events: Sequence[RuleEvent]
    aliases: Sequence[Alias]

    def __call__(self, tx: Tx) -> None:
        step = self.step
        kept = tx.steps.get(step.step_id)
        if kept is None:
            return
        for name in ("cell_id", "cell_key", "cell_number", "heading", "origin"):
            setattr(kept, name, getattr(step, name))
        tx.steps.update(kept)
        _aliases(tx, step, self.aliases)
        for event in self.events:
            tx.rule_events.append(step.kernel_id, step.epoch, event)


def _aliases(tx: Tx, step: Step, aliases: Sequence[Alias]) -> None:
    for alias in aliases:
        if step.notebook_id is not None:
            tx.cell_aliases.put(step.notebook_id, alias.alias, alias.cell_key, alias.confidence,
                                step.started_at)


def _facts(tx: Tx, record: StepRecord) -> None:
    step_id = record.step.step_id
    encode = msgspec.json.encode
    tx.facts.replace(step_id, PARAMS, params.VERSION, encode(record.params))
    tx.facts.replace(step_id, METRICS, metrics.VERSION, encode(record.metrics))
    if record.annotation not in (None, annotation_facts.Annotation()):
        tx.facts.replace(step_id, ANNOTATIONS, annotation_facts.VERSION, encode(record.annotation))
    logged = logged_of(record)
    if logged != Logged():
        tx.facts.replace(step_id, LOGGED, LOGGED_VERSION, encode(logged))
    # A key is one series of a step: what was logged stands for what was printed.
    series = record.metrics.metrics | record.logged_metrics
    if series:
        tx.metrics.replace(step_id, "", series)
    children_metrics(tx, record.step, logged)


def children_metrics(tx: Tx, step: Step, logged: Logged) -> None:
    """Points are keyed (step, child run, key)."""
    for token, part in logged.children.items():
        child = ids.child_run_id(step.kernel_id, step.epoch, token)
        tx.metrics.replace(step.step_id, child, part.logged.metrics)


def content(kept: Kept) -> Callable[[Tx], None]:
    """A content that was logged from memory."""
    return lambda tx: tx.contents.put(kept.digest, kept.mime, kept.data)


def rule_event(kernel_id: str, number: int, event: RuleEvent) -> Callable[[Tx], None]:
    """An event that is no step's entering."""
    return lambda tx: tx.rule_events.append(kernel_id, number, event)


@spillable
@dataclass(frozen=True)
class Saved:
    """A run as it is now."""

    made: Made

    def __call__(self, tx: Tx) -> Run:
        return save(tx, self.made)


def closed(kernel_id: str, number: int, how: EpochEnd, at: Time) -> Callable[[Tx], None]:
    """The epoch ended."""
    return lambda tx: tx.epochs.close(kernel_id, number, how, at)


def annotation_notice(record: StepRecord, notebook: Notebook) -> Callable[[Tx], None]:
    """Annotations that could not be read are said in the panel, once per code of the cell."""
    def work(tx: Tx) -> None:
        step = record.step
        for warning in record.annotation.warnings if record.annotation else ():
            facts = {
                "message": warning.message, "line": str(warning.line),
                "cell_id": step.cell_id or "", "path": notebook.path,
                "execution_count": str(step.execution_count or ""),
            }
            key = f"{notebook.notebook_id} {step.cell_key} {step.code_digest} {warning.line}"
            tx.notices.add("annotation", ids.digest(key.encode()), facts, step.started_at)
    return work
