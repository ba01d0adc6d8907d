"""What must be said of steps and runs by the log alone, for any language (DESIGN §3.14).

Where a flag needs the document's order or its cells, it is raised only where a client told them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Literal

LogFlag = Literal[
    "repeated", "out-of-order", "skipped", "earlier-epoch", "executed-elsewhere", "edited-since",
    "deleted-cell",
]
"""On a step, with its list:
repeated: the cell ran before in this life of the kernel; how often, with this time.
out-of-order: cells further down that the run executed before.
skipped: cells in between the run's step before and this one that have not run.
earlier-epoch: those of them that ran in an earlier life of the kernel: what they show is from then.
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
    """A step of a run. own: executed while the run was open."""

    step: str
    cell: str
    own: bool = True


@dataclass(frozen=True)
class Document:
    """The document as it was last told. places: cell key → place from the top, of cells that
    hold code; gone: cells that were in it before; edited: cells whose code is not what they ran
    last; earlier: cells that ran in an earlier life of the kernel, and not in this one."""

    places: Mapping[str, int] = field(default_factory=dict)
    gone: frozenset[str] = frozenset()
    edited: frozenset[str] = frozenset()
    earlier: frozenset[str] = frozenset()

    def told(self, cells: Sequence[str], edited: Sequence[str] = (),
             earlier: Sequence[str] = ()) -> Document:
        """The one that comes after it."""
        places = {cell: place for place, cell in enumerate(dict.fromkeys(cells))}
        return Document(places, (self.gone | self.places.keys()).difference(places),
                        frozenset(edited), frozenset(earlier))

    def between(self, upper: int, lower: int, ran: Container[str]) -> list[str]:
        """Cells between two places that did not run."""
        return [cell for cell, place in self.places.items()
                if upper < place < lower and cell not in ran]


class LogFlags:
    """Cells of one kernel epoch: how often they ran, and the document."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self.document = Document()

    def fork(self) -> LogFlags:
        """A copy that may be fed with what is only probable."""
        other = LogFlags()
        other._counts, other.document = Counter(self._counts), self.document
        return other

    def set_document(self, cells: Sequence[str], edited: Sequence[str] = (),
                     earlier: Sequence[str] = ()) -> None:
        """Cell keys from top to bottom; edited: those whose code is not what they ran last;
        earlier: those that ran in an earlier life of the kernel."""
        self.document = self.document.told(
            cells, edited, [cell for cell in earlier if cell not in self._counts])

    def feed(self, cell: str, own: Iterable[str]) -> Flags:
        """A cell was executed; own: cells that its run executed before it, in their order."""
        self._counts[cell] += 1
        document = self.document
        if cell in document.edited or cell in document.earlier:
            self.document = replace(document, edited=document.edited - {cell},
                                    earlier=document.earlier - {cell})
        found: Flags = {}
        if self._counts[cell] > 1:
            found["repeated"] = [str(self._counts[cell])]
        if not document.places:
            return found
        if cell in document.places:
            return found | self._by_place(document.places[cell], list(own))
        return found if cell in document.gone else {**found, "executed-elsewhere": [cell]}

    def _by_place(self, here: int, own: Sequence[str]) -> Flags:
        places = self.document.places
        below = [one for one in dict.fromkeys(own) if places.get(one, -1) > here]
        above = [places[one] for one in own[-1:] if one in places]
        skipped = self.document.between(above[0], here, self._counts) if above else []
        earlier = [cell for cell in skipped if cell in self.document.earlier]
        found = {"out-of-order": below[:MOST_NAMES], "skipped": skipped[:MOST_NAMES],
                 "earlier-epoch": earlier[:MOST_NAMES]}
        return {name: cells for name, cells in found.items() if cells}


def of_run(document: Document, effective: Sequence[Ran], own: Sequence[Ran]) -> Flags:
    """Flag → step_ids of a run. document: as it was when its last step ran; effective: its
    effective steps in executed order; own: all executions that it made, replaced ones too."""
    found: Flags = {"repeated": _repeated(own)}
    if document.places:
        found |= {
            "out-of-order": _out_of_order(document, effective),
            **_skipped(document, effective),
            "executed-elsewhere": [one.step for one in effective if one.own
                                   and one.cell not in document.places
                                   and one.cell not in document.gone],
            "edited-since": [one.step for one in effective if one.cell in document.edited],
            "deleted-cell": [one.step for one in effective if one.cell in document.gone],
        }
    return {name: steps for name, steps in found.items() if steps}


def _out_of_order(document: Document, effective: Sequence[Ran]) -> list[str]:
    """Steps before which the run executed a cell that stands below."""
    lowest, found = -1, []
    for one in effective:
        place = document.places.get(one.cell)
        if place is None or not one.own:
            continue
        if place < lowest:
            found.append(one.step)
        lowest = max(lowest, place)
    return found


def _skipped(document: Document, effective: Sequence[Ran]) -> Flags:
    """Steps right below a cell that did not run, between the uppermost and the lowest; of those
    the ones below a cell that ran in an earlier life of the kernel."""
    ran = {one.cell for one in effective}
    placed = sorted((document.places[one.cell], one.step) for one in effective
                    if one.cell in document.places)
    found: Flags = {"skipped": [], "earlier-epoch": []}
    for (upper, _), (lower, step) in pairwise(placed):
        cells = document.between(upper, lower, ran)
        if cells:
            found["skipped"].append(step)
        if not document.earlier.isdisjoint(cells):
            found["earlier-epoch"].append(step)
    return found


def _repeated(own: Sequence[Ran]) -> list[str]:
    """Executions of cells that the run had executed before."""
    seen: set[str] = set()
    found = []
    for one in own:
        if one.cell in seen:
            found.append(one.step)
        seen.add(one.cell)
    return found
