"""What is known of the objects in a kernel's memory: who made and who changed them (shapes)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from ..facts.stateops import Class, Function

Path = tuple[str, ...]
T = TypeVar("T")

FITTED: Path = ("#fit",)
"""What a fit makes of an object: all of it, but made anew by the next fit."""
_ALL = ("", FITTED[0])


MOST = 24
"""So many cells that change an object, elements that a cell changes, and cells that make a name
are remembered, the latest ones: what is forgotten is not said."""


@dataclass(frozen=True, eq=False)
class Record:
    """One making or changing of an object. seq: of the step; digest: of a literal or definition,
    equal for equal ones."""

    seq: int
    cell: str
    inputs: Mapping[str, Input]
    digest: str | None = None


@dataclass(frozen=True)
class Input:
    """An object as it was when something was made from it: its records, the last one last.
    identity: only which object it is counts, not what is in it."""

    records: tuple[Record, ...]
    identity: bool = False


Inputs = Mapping[str, Input]


@dataclass(eq=False)
class Change:
    """What one cell changed in place: elements → the step that did, and does it go on there?"""

    record: Record
    paths: dict[Path, tuple[int, bool]] = field(default_factory=dict)
    heads: set[str] = field(default_factory=set)
    """First keys of the elements, "" for all of the object: what is asked first."""

    def bears(self, path: Path) -> bool:
        """Is an element of it, or what it is part of, among those that were changed?"""
        if not path or not self.heads.isdisjoint(_ALL):
            return True
        return path[0] in self.heads and any(overlap(one, path) for one in self.paths)

    def add(self, path: Path, seq: int, goes_on: bool) -> None:
        """One more element; the oldest is forgotten over the bound."""
        self.paths[path] = (seq, goes_on)
        self.heads.add(path[0] if path else "")
        if len(self.paths) > MOST:
            del self.paths[next(iter(self.paths))]

    def remove(self, path: Path) -> bool:
        """Without the element and what is within it; True when there was any."""
        if path and path[0] not in self.heads:
            return False
        gone = [one for one in self.paths if one[: len(path)] == path]
        for one in gone:
            del self.paths[one]
        self.heads = {one[0] if one else "" for one in self.paths}
        return bool(gone)


@dataclass(eq=False)
class Object:
    """One object. kind: what it is, as far as known ("" nothing).

    changes: by cell, the latest last; lineage: cells that made the name from itself (or changed
    what it was made from), with the step; parts: objects that it holds; fields: objects known as
    its elements; equals: cells that had made the name the same before; unknown: anything may have
    happened to it.
    """

    made: Record
    kind: str = ""
    anew: bool = True
    parts: list[Object] = field(default_factory=list)
    fields: dict[str, Object] = field(default_factory=dict)
    changes: dict[str, Change] = field(default_factory=dict)
    lineage: dict[str, int] = field(default_factory=dict)
    names: dict[str, None] = field(default_factory=dict)
    equals: dict[str, None] = field(default_factory=dict)
    module: str = ""
    function: Function | None = None
    defined: Class | None = None
    unknown: bool = False

    @property
    def silent(self) -> bool:
        """Nothing is ever said of it: modules, plots, what is not known."""
        return self.unknown or self.kind in ("module", "plot")

    def records(self, before: int) -> tuple[Record, ...]:
        """All that made it what it is, of earlier steps; the latest last."""
        found = [self.made, *(change.record for change in self.changes.values())]
        return tuple(record for record in found if record.seq < before)

    def relevant(self, path: Path) -> Iterator[Record]:
        """Records that bear on an element of it."""
        yield self.made
        for change in self.changes.values():
            if change.bears(path):
                yield change.record

    def goes_on(self, cell: str, path: Path, now: int) -> bool:
        """Does who reads the element go on with what an earlier step of the cell left there?"""
        if self.lineage.get(cell, now) < now:
            return True
        change = self.changes.get(cell)
        return change is not None and any(
            goes_on and seq < now and overlap(changed, path)
            for changed, (seq, goes_on) in change.paths.items())

    def change(self, record: Record, path: Path, goes_on: bool) -> None:
        """The record's cell changed an element in place; it stands for what the cell had changed
        before."""
        change = self.changes.pop(record.cell, None) or Change(record)
        change.record = record
        change.add(path, record.seq, goes_on)
        self.changes[record.cell] = change
        if len(self.changes) > MOST:
            del self.changes[next(iter(self.changes))]

    def overwritten(self, path: Path) -> None:
        """An element is as it was made now, whatever had changed it before."""
        for cell, change in list(self.changes.items()):
            if change.remove(path) and not change.paths:
                del self.changes[cell]
        if not path:
            self.lineage.clear()

    def touched(self) -> Collection[str]:
        """Cells that go on with what they find there."""
        found = [cell for cell, change in self.changes.items()
                 if any(goes_on for _, goes_on in change.paths.values())]
        return {*self.lineage, *found}


def overlap(one: Path, other: Path) -> bool:
    """Is one element the other, or within it?"""
    shorter = min(len(one), len(other))
    return one[:shorter] == other[:shorter]


class History:
    """When names were made anew and changed, by cell, the latest last."""

    def __init__(self) -> None:
        self.made: dict[str, dict[str, tuple[int, str | None]]] = {}
        self.changed: dict[str, dict[str, int]] = {}
        self.last: dict[str, int] = {}
        """Name → the latest of these steps."""
        self.makes: dict[str, dict[str, int]] = {}
        """Name → cells that make or change it in their latest execution, with the step."""
        self._of_cell: dict[str, set[str]] = {}

    def note(self, name: str, record: Record, *, change: bool = False) -> None:
        """The cell made the name anew or changed its object."""
        self.last[name] = record.seq
        if change:
            _latest(self.changed.setdefault(name, {}), record.cell, record.seq)
        else:
            seen = (record.seq, record.digest)
            _latest(self.made.setdefault(name, {}), record.cell, seen)

    def executed(self, cell: str, seq: int, names: Collection[str]) -> None:
        """What the cell makes now: what it made in earlier executions it does no more."""
        for name in self._of_cell.get(cell, set()).difference(names):
            self.makes[name].pop(cell, None)
        for name in names:
            _latest(self.makes.setdefault(name, {}), cell, seq)
        self._of_cell[cell] = set(names)


def _latest(known: dict[str, T], cell: str, what: T) -> None:
    """The cell's is the latest now; the oldest is forgotten over the bound."""
    known.pop(cell, None)
    known[cell] = what
    if len(known) > MOST:
        del known[next(iter(known))]
