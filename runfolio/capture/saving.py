"""Which runs the rule has changed, and their writing: runs are written only by the rule."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from typing import Protocol, TypeVar

from ..models.run import Run
from ..rules.boundaries import RuleRun
from ..service.children import children_made
from ..service.made import Made
from ..service.recompute import RunContext, make, run_id_of
from ..store.protocol import Tx
from . import writing
from .epoch import MISSING, EpochLog

T = TypeVar("T")


class Write(Protocol):
    """The store's writer."""

    def __call__(self, work: Callable[[Tx], T]) -> Future[T]: ...


class RunSaver:
    """The runs of one epoch as they are kept."""

    def __init__(self, log: EpochLog, write: Write, changed: Callable[[list[str]], None]) -> None:
        self._log = log
        self._write = write
        self._changed = changed
        self._states: dict[str, object] = {}
        self._kept: dict[str, Run] = {}
        self._lengthened: set[str] = set()
        self._settled: set[str] = set()
        """Frozen runs as they were written: only a step's late facts change them."""

    def kept(self, run_id: str) -> Run | None:
        """The run as the store keeps it: its number, colour and what users set."""
        return self._kept.get(run_id)

    def save(self, context: RunContext | None, *, again: str | None = None) -> None:
        """Write the runs that the rule opened, closed or gave a result since they were last
        written; with again also those that hold this step, whose facts changed. A run that only
        got more steps waits for flush: what it holds is replayed from the log if need be."""
        if context is None:
            return
        for run in self._log.rule.runs:
            if again is None and run.opening in self._settled:
                continue
            holds = again is not None and (run.owns(again) or again in run.inherited)
            if holds or self._states.get(run.opening) != _state(run):
                self._save_one(context, run)
            elif not run.frozen:
                self._lengthened.add(run.opening)

    @property
    def waits(self) -> bool:
        """Has an open run more steps than were written?"""
        return bool(self._lengthened)

    def flush(self, context: RunContext | None) -> None:
        """Write open runs that got more steps."""
        run = self._log.rule.open_run
        if context is not None and run is not None and run.opening in self._lengthened:
            self._save_one(context, run)

    def save_open(self, context: RunContext | None) -> None:
        """Write the open run: something that it has from outside the rule changed."""
        run = self._log.rule.open_run
        if context is not None and run is not None:
            self._save_one(context, run)

    def _save_one(self, context: RunContext, run: RuleRun) -> None:
        self._states[run.opening] = _state(run)
        if run.frozen:
            self._settled.add(run.opening)
        self._lengthened.discard(run.opening)
        made = made_of(self._log, context, run)
        children = [child.run.run_id for child in made.children]
        future = self._write(writing.Saved(made))
        future.add_done_callback(lambda done: self._on_saved(done, children))

    def _on_saved(self, future: Future[Run], children: list[str]) -> None:
        """On the writer's thread: a dict's assignment is all that is shared."""
        if future.cancelled() or future.exception() is not None:
            return
        run = future.result()
        self._kept[run.run_id] = run
        self._changed([run.run_id, *children])


def made_of(log: EpochLog, context: RunContext, run: RuleRun, run_id: str | None = None) -> Made:
    """A run of the log as it is now. run_id: of a run that no step opened."""
    def made_by(step_id: str) -> str | None:
        for one in log.rule.runs:
            if one.owns(step_id) and one.opening in log.records:
                return run_id_of(log.records[one.opening].step)
        return None

    made = make(context, run, log.records, log.executed, made_by, log.closed_at(run), run_id)
    made.run.flags.update(log.honesty.of_run(run))
    if log.partial:
        made.run.flags[log.partial] = list(run.own)
    gaps = log.gaps_of(run)
    if gaps:
        made.run.flags[MISSING] = gaps
    children = children_made(made, run, log.executed, log.records, log.ended_at is not None)
    return replace(made, children=children)


def _state(run: RuleRun) -> object:
    """What makes a run worth writing at once."""
    return run.status, run.name, len(run.results), sorted(run.flags), run.opened_by
