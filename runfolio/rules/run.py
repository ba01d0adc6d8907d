"""A run as the rule makes it: its own steps, what it inherited, and what follows from both."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from ..models.rule import RuleEvent, StepResults
from ..models.run import OpenedBy, RunStatus
from .order import Order

FlagName = Literal["failed-after-result", "killed-after-result", "interrupted", "foreign-code"]


@dataclass(frozen=True)
class Entry:
    """One execution that entered the rule; seq counts them over all epochs."""

    seq: int
    step: str
    cell: str
    event: RuleEvent


class RuleRun:
    """One run. Everything public is read-only and follows from the events.

    Once frozen, the boundary, the steps and the status stay as they are; late results are still
    added to the results of the steps that made them.
    """

    def __init__(
        self, opened_by: OpenedBy, inherited: Mapping[str, Entry],
        shown: Mapping[str, StepResults], order: Order,
    ) -> None:
        """inherited: the latest execution of each cell of the epoch before the run opened.
        shown: results of every step, kept by the rule."""
        self.opened_by: OpenedBy = opened_by
        self.name: str | None = None
        self._named_at: str | None = None
        self._inherited = dict(inherited)
        self._shown = shown
        self._order = order
        self._entries: list[Entry] = []
        self._index: dict[str, int] = {}
        self._first: dict[str, int] = {}
        self._results: set[str] = set()
        self._last: int | None = None
        self._foreign: list[tuple[int, str]] = []
        self._troubled: list[Entry] = []
        """Own steps that failed or were interrupted: without any, nothing is looked for."""
        self._killed_in: str | None = None
        self._closed = False
        self._stale: list[str] = []

    # What it is

    @property
    def opening(self) -> str:
        """step_id of the step that opened it."""
        return self._entries[0].step

    @property
    def own(self) -> list[str]:
        """step_ids of all its own steps in executed order, replaced ones too."""
        return [entry.step for entry in self._entries]

    @property
    def draft(self) -> bool:
        """True while it has no result."""
        return not self._results

    @property
    def frozen(self) -> bool:
        """Closed, and its boundary can no longer move: a run is closed by the next step's
        opening another, which late_run_all cannot undo, or by the end of its epoch."""
        return self._closed

    @property
    def status(self) -> RunStatus:
        """Judged at the step of the last result; of a draft, at its last step (DESIGN §3.10)."""
        if not self._closed:
            return "open"
        judged = self._entries[-1 if self._last is None else self._last]
        if judged.step == self._killed_in:
            return "killed"
        if judged.event.interrupted:
            return "killed" if self._last is None else "finished"
        return "failed" if judged.event.failed else "finished"

    # Its steps

    def effective_at(self, step: str) -> list[str]:
        """step_ids of the latest execution of each cell, own or inherited, up to an own step
        and with it; in executed order. Raises KeyError for a step that is not the run's own."""
        return [entry.step for entry in self._effective(self._index[step])]

    @property
    def steps(self) -> list[str]:
        """The effective steps at the last result; of a draft, at its end."""
        return [entry.step for entry in self._effective(self._last)]

    @property
    def inherited(self) -> list[str]:
        """Those of its effective steps that were executed before it opened."""
        return [entry.step for entry in self._inherited_entries()]

    @property
    def after_result(self) -> list[str]:
        """Own steps later than the last result: they alter nothing."""
        return [entry.step for entry in self._after()]

    def _effective(self, last: int | None) -> list[Entry]:
        cells = dict(self._inherited)
        for entry in self._entries[: None if last is None else last + 1]:
            cells[entry.cell] = entry
        return sorted(cells.values(), key=lambda entry: entry.seq)

    def _inherited_entries(self) -> list[Entry]:
        opened = self._entries[0].seq
        return [entry for entry in self._effective(self._last) if entry.seq < opened]

    def _after(self) -> list[Entry]:
        return [] if self._last is None else self._entries[self._last + 1 :]

    # Its results

    @property
    def results(self) -> dict[str, StepResults]:
        """By own step, in executed order. A look that showed the same again is not among them."""
        return {entry.step: self._shown[entry.step] for entry in self._entries
                if entry.step in self._results}

    @property
    def inherited_results(self) -> dict[str, StepResults]:
        """By inherited step: kept apart, never the run's own."""
        return {entry.step: self._shown[entry.step] for entry in self._inherited_entries()
                if entry.step in self._shown}

    @property
    def stale(self) -> list[str]:
        """Inherited steps with results above which the run executed a cell that is no look."""
        return list(self._stale) if self._closed else self._stale_now()

    def _stale_now(self) -> list[str]:
        opened = self._entries[0].seq
        effective = self._effective(self._last)
        ran = [entry.cell for entry in effective if entry.seq >= opened and not entry.event.look]
        return [
            entry.step for entry in effective
            if entry.seq < opened and entry.step in self._shown
            and any(self._order.above(cell, entry.cell) for cell in ran)
        ]

    # What must be said of it

    @property
    def flags(self) -> dict[str, list[str]]:
        """Flag name to the step_ids it stands on; flags without a step are left out."""
        found: dict[FlagName, list[str]] = {
            "failed-after-result": self._failed_after(),
            "killed-after-result": self._killed_after(),
            "interrupted": self._interrupted(),
            "foreign-code": [step for _, step in self._foreign],
        }
        return {str(name): steps for name, steps in found.items() if steps}

    def _failed_after(self) -> list[str]:
        """Steps after the result whose cell failed and was not mended."""
        if not self._troubled:
            return []
        latest = {entry.cell: entry for entry in self._after()}
        return [entry.step for entry in latest.values()
                if entry.event.failed and not entry.event.interrupted
                and entry.step != self._killed_in]

    def _killed_after(self) -> list[str]:
        return [entry.step for entry in self._after() if entry.step == self._killed_in
                ] if self._killed_in else []

    def _interrupted(self) -> list[str]:
        """Stopped by hand and not run again. The step for which a draft is killed says so by
        the status."""
        if not self._troubled:
            return []
        latest = {entry.cell: entry for entry in self._entries}
        judged = self._entries[-1].step if self._last is None else None
        return [entry.step for entry in sorted(latest.values(), key=lambda entry: entry.seq)
                if entry.event.interrupted and entry.step != judged]

    # What the rule asks and does: not for others

    def fork(self, shown: Mapping[str, StepResults], order: Order) -> RuleRun:
        """A copy for a forked rule; what never changes is shared."""
        other = copy.copy(self)
        other._shown, other._order = shown, order
        other._entries, other._foreign = list(self._entries), list(self._foreign)
        other._index, other._first = dict(self._index), dict(self._first)
        other._troubled = list(self._troubled)
        other._results = set(self._results)
        return other

    def repeats(self, cell: str) -> bool:
        """Would executing the cell overwrite what a result rests on (DESIGN §3.3 a and b)?"""
        if self._last is None:
            return False
        if cell in self._first:
            return self._first[cell] <= self._last
        return cell in self._inherited and any(
            self._order.above(cell, entry.cell) for entry in self._entries
            if entry.step in self._results
        )

    def has_result(self) -> bool:
        """Has it a result that decides about boundaries?"""
        return self._last is not None

    def owns(self, step: str) -> bool:
        """Is the step one of its own?"""
        return step in self._index

    def last_step(self) -> str:
        """Its latest own step."""
        return self._entries[-1].step

    def entry_of(self, step: str) -> Entry:
        """The execution with this step_id. Raises KeyError."""
        return self._entries[self._index[step]]

    def shown_by(self, cell: str, before: Entry) -> tuple[list[Entry], list[Entry]]:
        """Own executions of the cell before one that have results, and the inherited one if it
        has and only looks were executed since: what the same cell showed already."""
        earlier = [entry for entry in self._entries if entry.seq < before.seq]
        own = [entry for entry in earlier if entry.cell == cell and entry.step in self._results]
        old = self._inherited.get(cell)
        if old is None or old.step not in self._shown or any(
            not entry.event.look for entry in earlier
        ):
            return own, []
        return own, [old]

    def ran_since(self, entry: Entry, before: Entry) -> bool:
        """Was anything but looks executed between the two?"""
        return any(entry.seq < other.seq < before.seq and not other.event.look
                   for other in self._entries)

    def add(self, entry: Entry, counts: bool) -> None:
        """One more own step; counts: its results are results of the run."""
        at = len(self._entries)
        self._entries.append(entry)
        self._index[entry.step] = at
        self._first.setdefault(entry.cell, at)
        if entry.event.failed or entry.event.interrupted:
            self._troubled.append(entry)
        if entry.event.run is not None and self.name is None:
            self.name, self._named_at = entry.event.run, entry.step
        if counts:
            self.count(entry.step)

    def count(self, step: str) -> None:
        """The results of an own step are results of the run. A closed run keeps its steps."""
        self._results.add(step)
        if not self._closed:
            self._last = max(self._index[step], -1 if self._last is None else self._last)

    def take_last(self) -> tuple[Entry, list[str]]:
        """Give its last own step away, and the foreign code after it: the boundary moves."""
        entry = self._entries.pop()
        at = len(self._entries)
        del self._index[entry.step]
        if self._troubled and self._troubled[-1] is entry:
            self._troubled.pop()
        if self._first[entry.cell] == at:
            del self._first[entry.cell]
        if self._named_at == entry.step:
            self.name = self._named_at = None
        self._results.discard(entry.step)
        self._last = max((self._index[step] for step in self._results), default=None)
        later = [step for place, step in self._foreign if place > at]
        self._foreign = [(place, step) for place, step in self._foreign if place <= at]
        return entry, later

    def add_foreign(self, step: str) -> None:
        """Code of a console or tool ran on the kernel now."""
        self._foreign.append((len(self._entries), step))

    def close(self, killed_in: str | None = None) -> None:
        """Nothing more belongs to it; killed_in: its step that was executing then."""
        self._stale = self._stale_now()
        self._killed_in = killed_in
        self._closed = True
