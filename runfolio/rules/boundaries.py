"""From what happened in a kernel to runs: the rule (DESIGN §3, contract/run-boundaries.json)."""

from __future__ import annotations

import copy
from collections.abc import Iterable

from ..models.rule import RuleEvent, StepResults
from ..models.run import OpenedBy
from .order import Order
from .run import Entry, RuleRun
from .showing import Verdict, merged, verdict

__all__ = ["Rule", "RuleRun", "replay"]


class Rule:
    """Feed it the events of a notebook's kernel, one epoch after the other, in their order.

    Pure: the same events make the same runs, and rule state is never stored but replayed.
    run_all and new_run stand right before the execute event that they are meant for.
    """

    def __init__(self) -> None:
        self.runs: list[RuleRun] = []
        """All runs, oldest first. They are live objects: read them, keep no copies."""
        self._order = Order()
        self._shown: dict[str, StepResults] = {}
        self._run_of: dict[str, int] = {}
        self._replaced: Entry | None = None
        self._seq = 0
        self._asked: OpenedBy | None = None
        self._begin_epoch()

    def _begin_epoch(self) -> None:
        self._latest: dict[str, Entry] = {}
        self._previous: str | None = None
        self._entered: str | None = None
        self._foreign: list[str] = []

    @property
    def open_run(self) -> RuleRun | None:
        """The run that the next step goes on with, unless it opens another."""
        return self.runs[-1] if self.runs and not self.runs[-1].frozen else None

    def feed(self, event: RuleEvent) -> None:
        """One more event. Late events about steps that are not known change nothing."""
        match event.kind:
            case "execute":
                self._execute(event)
            case "foreign":
                self._foreign_code(event)
            case "run_all" | "new_run":
                self._asked = "run-all" if event.kind == "run_all" else "new-run"
            case "late_run_all":
                self._late_run_all(event)
            case "late_results":
                self._late_results(event)
            case "document":
                self._order.set_document(event.document)
            case "restart" | "died":
                self._end_epoch(event)
            case "aborted":
                pass  # counts for nothing (DESIGN §3.9)

    def admit(self, event: RuleEvent, opened_by: OpenedBy | None) -> None:
        """An execute event for which a user has decided: it opens a run, or goes on with the
        open one."""
        self._admit(self._entry(event), opened_by)

    def fork(self) -> Rule:
        """A copy that may be fed with what is only probable, in time linear in the steps."""
        other = copy.copy(self)
        other._order = self._order.fork()
        other._shown, other._run_of = dict(self._shown), dict(self._run_of)
        other._latest, other._foreign = dict(self._latest), list(self._foreign)
        other.runs = [run.fork(other._shown, other._order) for run in self.runs]
        return other

    def probe(self, event: RuleEvent) -> OpenedBy | None:
        """Would this execution open a run, and why, by what is known before it has output?

        Changes nothing. Wrong only about a look that will show another value than before.
        """
        return self._known_opening(event)

    # Executions

    def _execute(self, event: RuleEvent) -> None:
        entry = self._entry(event)
        opened_by = self._known_opening(event)
        run = self.open_run
        if opened_by is None and run and self._verdict(run, entry) == "other":
            opened_by = "re-execution"
        self._admit(entry, opened_by)

    def _admit(self, entry: Entry, opened_by: OpenedBy | None) -> None:
        """The execution goes on with the open run, or opens one."""
        self._order.learn(entry.cell, self._previous)
        self._asked = None
        self._seq += 1
        if opened_by is not None:
            self._open(opened_by)
        self._enter(entry)
        self._entered = entry.step

    def _entry(self, event: RuleEvent) -> Entry:
        """Without a cell's key an execution is a cell of its own."""
        if event.step_id is None:
            raise ValueError("an execute event names its step")
        if event.results:
            self._shown[event.step_id] = event.results
        cell = event.cell_key or event.step_id
        return Entry(self._seq, event.step_id, cell, event)

    def _known_opening(self, event: RuleEvent) -> OpenedBy | None:
        """Why the step opens a run, by all reasons but its results."""
        run = self.open_run
        if self._asked is not None:
            return self._asked
        if run is None:
            return "first-step"
        if event.run is not None and event.run != run.name and (run.name or run.has_result()):
            return "annotation"
        if event.look:
            return None
        cell = event.cell_key or event.step_id or ""
        return "re-execution" if run.repeats(cell) else None

    def _verdict(self, run: RuleRun, entry: Entry) -> Verdict:
        """Are the results of an execution news to the run? Only of a look it is asked."""
        now = self._shown.get(entry.step)
        if now is None or not entry.event.look:
            return "new"
        own, inherited = run.shown_by(entry.cell, entry)
        before: StepResults | None = None
        for showing in [*inherited, *own]:
            before = merged(before, self._shown[showing.step])
        if before is None:
            return "new"
        ran_since = bool(own) and run.ran_since(own[-1], entry)
        found = verdict(before, now, edited=entry.event.edited, ran_since=ran_since)
        # What an inherited look showed stays with its own run: nothing is overwritten.
        return "new" if found == "other" and not own else found

    def _open(self, opened_by: OpenedBy) -> None:
        run = self.open_run
        if run is not None:
            run.close()
        opened = RuleRun(opened_by, self._latest, self._shown, self._order)
        for step in self._foreign:
            opened.add_foreign(step)
        self._foreign = []
        self.runs.append(opened)

    def _enter(self, entry: Entry) -> None:
        run = self.runs[-1]
        counts = entry.step in self._shown and self._verdict(run, entry) != "again"
        run.add(entry, counts)
        self._run_of[entry.step] = len(self.runs) - 1
        self._replaced = self._latest.get(entry.cell)
        self._latest[entry.cell] = entry
        self._previous = entry.cell

    # Everything else

    def _foreign_code(self, event: RuleEvent) -> None:
        """No step of a run; the run says that it happened. Before the first run of an epoch it
        is said by that one."""
        step = event.step_id or event.origin or "console"
        run = self.open_run
        if run is not None:
            run.add_foreign(step)
        else:
            self._foreign.append(step)
        self._entered = None

    def _late_run_all(self, event: RuleEvent) -> None:
        """The boundary moves to the step, unless a step has entered since (DESIGN §3.15)."""
        run = self.open_run
        if run is None or event.step_id is None or run.last_step() != event.step_id:
            return
        if run.opening == event.step_id:
            run.opened_by = "run-all"
            return
        entry, foreign = run.take_last()
        if self._replaced is None:
            del self._latest[entry.cell]
        else:
            self._latest[entry.cell] = self._replaced
        self._open("run-all")
        self._enter(entry)
        for step in foreign:
            self.runs[-1].add_foreign(step)

    def _late_results(self, event: RuleEvent) -> None:
        """Results after the step ended go to the run of the step, open or not."""
        step = event.step_id
        if step is None or step not in self._run_of or not event.results:
            return
        run = self.runs[self._run_of[step]]
        self._shown[step] = merged(self._shown.get(step), event.results)
        if step in run.results or self._verdict(run, run.entry_of(step)) != "again":
            run.count(step)

    def _end_epoch(self, event: RuleEvent) -> None:
        """The kernel is gone: nothing stays open. What was executing had entered before; was it
        foreign code, then no step of the run was killed."""
        run = self.open_run
        if run is not None:
            run.close(killed_in=self._entered if event.busy else None)
        self._begin_epoch()


def replay(events: Iterable[RuleEvent]) -> Rule:
    """The rule after these events."""
    rule = Rule()
    for event in events:
        rule.feed(event)
    return rule
