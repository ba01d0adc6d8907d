"""What must be said of the steps and runs of one epoch (DESIGN §3.14): flags as they are fed.

Stands beside the rule and sees what it sees, so that a log that is replayed says the same.
"""

from __future__ import annotations

from functools import lru_cache

from ..facts import state
from ..models.rule import RuleEvent
from ..models.step import Step
from ..rules.boundaries import Rule, RuleRun
from ..rules.flags import Document, Flags, LogFlags, Ran, of_run
from ..rules.flags_state import StateFold

_UNFINISHED = ("failed", "interrupted", "lost", "aborted")

#: The code of a cell that runs again is read once.
_extract = lru_cache(maxsize=256)(state.extract)


class Honesty:
    """Flags of one kernel epoch."""

    def __init__(self, *, python: bool) -> None:
        self._state = StateFold() if python else None
        self._log = LogFlags()
        self._opening: str | None = None
        self._own: dict[str, None] = {}
        self._cells: dict[str, str] = {}
        self._documents: dict[str, Document] = {}
        """Step → the document when it ran."""

    def fork(self) -> Honesty:
        """A copy for what is only probable: it says what the log says, nothing of the state."""
        other = Honesty(python=False)
        other._log, other._opening = self._log.fork(), self._opening
        other._own, other._documents = dict(self._own), dict(self._documents)
        other._cells = dict(self._cells)
        return other

    def unseen(self) -> None:
        """Code ran that was not recorded."""
        if self._state is not None:
            self._state.forget()

    def fed(self, event: RuleEvent, step: Step | None, rule: Rule) -> None:
        """The rule was fed with the event; step: the one that it is about. The step of an
        execution gets its flags."""
        if event.kind == "document":
            self._log.set_document(event.document, event.edited_cells, event.earlier_cells)
            if self._state is not None:
                self._state.set_document(event.document)
        elif event.kind == "execute" and step is not None:
            step.flags = {**step.flags, **self._flags(step, rule)}
        elif event.kind == "foreign" and step is not None and self._state is not None:
            self._state.foreign(_extract(step.code), failed=step.status in _UNFINISHED)

    def _flags(self, step: Step, rule: Rule) -> Flags:
        cell = self._cells[step.step_id] = step.cell_key or step.step_id
        run = rule.open_run
        if run is not None and run.opening != self._opening:
            # Another run is open; a late Run All may have given it steps that ran before.
            self._opening = run.opening
            self._own = {self._cells[one]: None for one in run.own if one in self._cells
                         and one != step.step_id}
        found = self._log.feed(cell, (one for one in self._own if one != cell))
        self._own.pop(cell, None)
        self._own[cell] = None
        self._documents[step.step_id] = self._log.document
        if self._state is not None:
            failed = step.status in _UNFINISHED
            found |= self._state.feed(cell, _extract(step.code), failed=failed)
        return found

    def of_run(self, run: RuleRun) -> Flags:
        """Flag → step_ids, by the log alone."""
        opened = set(run.own)
        effective = [Ran(step, self._cells.get(step, step), step in opened) for step in run.steps]
        later = set(run.after_result)
        own = [Ran(step, self._cells.get(step, step)) for step in run.own if step not in later]
        document = self._documents.get(run.own[-1], self._log.document)
        return of_run(document, effective, own)
