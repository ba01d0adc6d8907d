"""What must be said of steps and runs by the log alone, for any language (DESIGN §3.14).

Where a flag needs the document's order or its cells, it is raised only where a client told them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

LogFlag = Literal[
    "repeated", "out-of-order", "skipped", "executed-elsewhere", "edited-since", "deleted-cell"
]
"""On a step, with its list:
repeated: the cell ran before in this life of the kernel; how often, with this time.
out-of-order: cells further down that the run executed before.
skipped: cells in between the run's step before and this one that have not run.
executed-elsewhere: the cell is not in the document; its key.
On a run, with the step_ids of its effective steps: the same, and
edited-since: the cell's code in the document was another when the run's last step ran.
deleted-cell: the cell was no longer in the document then, and what it defined lived on.
"""

STATE_FLAGS = ("stale-input", "read-from-below", "carried-state")
"""Of Python steps, by flags_state; on the run wherever one of its effective steps has it."""

MOST_NAMES = 50
"""So many are listed of one flag."""

Flags = dict[str, list[str]]


@dataclass(frozen=True)
class Ran:
    """An effective step of a run. own: executed while the run was open."""

    step: str
    cell: str
    own: bool


class LogFlags:
    """Cells of one kernel epoch: how often they ran, and the document as it was last told."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._places: dict[str, int] = {}
        self._gone: frozenset[str] = frozenset()
        self._edited: frozenset[str] = frozenset()

    def fork(self) -> LogFlags:
        """A copy that may be fed with what is only probable."""
        other = LogFlags()
        other.__dict__.update(self.__dict__)
        other._counts = Counter(self._counts)
        return other

    def set_document(self, cells: Sequence[str], edited: Sequence[str] = ()) -> None:
        """Cell keys from top to bottom; edited: those whose code is not what they ran last."""
        before = self._gone.union(self._places)
        self._places = {cell: place for place, cell in enumerate(cells)}
        self._gone = before.difference(cells)
        self._edited = frozenset(edited)

    def feed(self, cell: str, own: Sequence[str]) -> Flags:
        """A cell was executed; own: cells that its run executed before it, in their order."""
        self._counts[cell] += 1
        self._edited -= {cell}
        found: Flags = {}
        if self._counts[cell] > 1:
            found["repeated"] = [str(self._counts[cell])]
        if not self._places:
            return found
        here = self._places.get(cell)
        if here is None:
            return found if cell in self._gone else {**found, "executed-elsewhere": [cell]}
        below = [one for one in dict.fromkeys(own) if self._places.get(one, -1) > here]
        if below:
            found["out-of-order"] = below[:MOST_NAMES]
        above = [one for one in own[-1:] if one in self._places]
        skipped = self._not_run(self._places[above[0]], here) if above else []
        if skipped:
            found["skipped"] = skipped[:MOST_NAMES]
        return found

    def _not_run(self, first: int, last: int) -> list[str]:
        return [cell for cell, place in self._places.items()
                if first < place < last and not self._counts[cell]]

    def of_run(self, effective: Sequence[Ran], own: Sequence[Ran]) -> Flags:
        """Flag → step_ids. effective: the run's effective steps in executed order; own: all
        executions that it made itself, replaced ones too."""
        found: Flags = {
            "repeated": _repeated(own),
            "out-of-order": self._out_of_order(effective),
            "skipped": self._skipped(effective),
        }
        if self._places:
            found |= {
                "executed-elsewhere": [one.step for one in effective if one.own
                                       and one.cell not in self._places.keys() | self._gone],
                "edited-since": [one.step for one in effective if one.cell in self._edited],
                "deleted-cell": [one.step for one in effective if one.cell in self._gone],
            }
        return {name: steps for name, steps in found.items() if steps}

    def _out_of_order(self, effective: Sequence[Ran]) -> list[str]:
        """Steps before which the run executed a cell that stands below."""
        lowest, found = -1, []
        for one in effective:
            place = self._places.get(one.cell)
            if place is None or not one.own:
                continue
            if place < lowest:
                found.append(one.step)
            lowest = max(lowest, place)
        return found

    def _skipped(self, effective: Sequence[Ran]) -> list[str]:
        """Steps right below a cell that did not run, between the uppermost and the lowest."""
        placed = sorted((self._places[one.cell], one.step) for one in effective
                        if one.cell in self._places)
        pairs = zip(placed, placed[1:], strict=False)
        return [step for (upper, _), (place, step) in pairs if self._not_run(upper, place)]


def _repeated(own: Sequence[Ran]) -> list[str]:
    """Executions of cells that the run had executed before."""
    seen: set[str] = set()
    found = []
    for one in own:
        if one.cell in seen:
            found.append(one.step)
        seen.add(one.cell)
    return found
