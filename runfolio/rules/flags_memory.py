"""The names of a kernel and the objects behind them, and one step's changes to them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from .flags_judge import Above, Judge
from .flags_objects import History, Input, Inputs, Object, Path, Record


@dataclass(eq=False)
class Scope:
    """The names of a function while it is followed."""

    local: frozenset[str]
    parent: Scope | None
    names: dict[str, Object] = field(default_factory=dict)


@dataclass(frozen=True)
class Value:
    """What an expression gives. thing: the object, where it is one that is known; copied: it
    is a conversion of that object, and with same that object itself; digest: of a literal or
    definition."""

    inputs: Inputs = field(default_factory=dict)
    thing: Object | None = None
    kind: str = ""
    parts: tuple[Object, ...] = ()
    digest: str | None = None
    copied: Object | None = None
    same: bool = False
    anew: bool = True

    @property
    def things(self) -> tuple[Object, ...]:
        """The objects that whoever holds the value holds."""
        return (self.thing,) if self.thing is not None else self.parts


class Memory:
    """Names and objects of one kernel epoch."""

    def __init__(self) -> None:
        self.names: dict[str, Object] = {}
        self.history = History()

    def makers(self, name: str) -> Iterator[str]:
        """Cells that made what the name means now, and what a function of that name reads."""
        reads = [name, *self.reads_of(self.names.get(name))]
        for read in reads:
            thing = self.names.get(read)
            if thing is not None and thing.kind != "module":
                yield from (record.cell for record in thing.relevant(()))

    def reads_of(self, thing: Object | None) -> list[str]:
        """Names that a function or the methods of a class read when they are called."""
        if thing is None:
            return []
        if thing.function is not None:
            return thing.function.reads
        methods = thing.defined.methods if thing.defined is not None else ()
        return [read for method in methods for read in method.reads]

    def forget(self) -> None:
        """Anything may have happened to any name."""
        for thing in self.names.values():
            if thing.kind != "module":
                thing.unknown = True


class Step:
    """One step's making, changing and reading of objects; what must be said of it.

    quiet: the step failed: nothing is said, and what it made or changed is unknown.
    """

    def __init__(self, memory: Memory, above: Above, cell: str, seq: int, quiet: bool) -> None:
        self.memory = memory
        self._judge = Judge(memory.history, above, cell)
        self._cell = cell
        self._seq = seq
        self._quiet = quiet
        self._found: dict[str, dict[str, None]] = {}
        self._asked: set[tuple[str, Path]] = set()
        self._makes: dict[str, None] = {}
        self._earlier: dict[int, dict[Path, tuple[Record, ...]]] = {}
        self.setting: Object | None = None
        """The object of which an element is being set: what is read of all of it to do so need
        not be that element."""
        self.converting: Path = ()
        """The element of it that is only being converted."""

    def flags(self) -> dict[str, list[str]]:
        """Flag → names."""
        return {flag: sorted(names) for flag, names in sorted(self._found.items())}

    def end(self) -> None:
        """The step is over."""
        if not self._quiet:
            self.memory.history.executed(self._cell, self._seq, self._makes)

    def blind(self) -> None:
        """From here on nothing is known."""
        self._found.clear()
        self.memory.forget()

    # Reading

    def look(self, name: str, scope: Scope | None) -> tuple[Object | None, bool]:
        """What the name means, and is it a name of the notebook (not of a function)?"""
        while scope is not None:
            if name in scope.local:
                return scope.names.get(name), False
            scope = scope.parent
        return self.memory.names.get(name), True

    def read(self, name: str, thing: Object, path: Path, *, named: bool, carry: bool) -> Inputs:
        """Something is computed from an element of the object (path () for all of it).

        named: under a name of the notebook; carry: the element is really looked at.
        """
        if carry and not (self.setting is thing and path in ((), self.converting)):
            self._carried(thing, path)
        if named:
            self._judged(name, thing, path)
        return self.inputs(name, thing, path)

    def _carried(self, thing: Object, path: Path) -> None:
        if not thing.silent and thing.goes_on(self._cell, path, self._seq):
            for name in thing.names:
                self._say("carried-state", name)

    def _judged(self, name: str, thing: Object, path: Path) -> None:
        if thing.silent or thing.made.seq == self._seq or (name, path) in self._asked:
            return
        self._asked.add((name, path))
        if self._judge.stale(name, thing, path):
            self._say("stale-input", name)
        if self._judge.from_below(thing):
            self._say("read-from-below", name)

    def _say(self, flag: str, name: str) -> None:
        if not self._quiet and not name.startswith("_"):
            self._found.setdefault(flag, {})[name] = None

    def inputs(self, name: str, thing: Object, path: Path, *, identity: bool = False) -> Inputs:
        """The object as something that others are made from. What this step made itself stands
        for what it was made from."""
        found: dict[str, Input] = {}
        if thing.made.seq == self._seq:
            found.update(thing.made.inputs)
        else:
            earlier = self._records(thing, path)
            key = next(iter(thing.names), f"\0{name}")
            kept = earlier[:1] if identity else earlier
            found[name if name in thing.names else key] = Input(kept, identity)
        change = thing.changes.get(self._cell)
        if change is not None and change.record.seq == self._seq and not identity:
            found.update(change.record.inputs)
        return found

    def _records(self, thing: Object, path: Path) -> tuple[Record, ...]:
        """Of earlier steps; asked for at every read."""
        known = self._earlier.setdefault(id(thing), {})
        if path not in known:
            known[path] = tuple(one for one in thing.relevant(path) if one.seq < self._seq)
        return known[path]

    # Making

    def bind(self, name: str, value: Value, scope: Scope | None) -> None:
        """The name means the value from now on."""
        while scope is not None:
            if name in scope.local:
                scope.names[name] = value.thing or self.new(value)
                return
            scope = scope.parent
        old = self.memory.names.get(name)
        if old is not None and (value.thing is old or (value.same and value.copied is old)):
            return
        made = value.thing or self._named(name, value, old)
        self._rename(name, old, made)
        self._makes[name] = None
        if self._quiet:
            self.memory.names[name] = Object(made.made, unknown=True)

    def new(self, value: Value) -> Object:
        """An object of its own."""
        record = Record(self._seq, self._cell, value.inputs, value.digest)
        return Object(record, value.kind, value.anew, list(value.parts))

    def _named(self, name: str, value: Value, old: Object | None) -> Object:
        unchanged = (old is not None and value.digest is not None and not old.unknown
                     and old.made.digest == value.digest)
        made = self.new(value)
        if old is not None and unchanged:
            if not old.changes:
                made.equals = {**old.equals, old.made.cell: None}
            return made
        if old is not None and name in value.inputs and not value.inputs[name].identity:
            made.made = Record(self._seq, self._cell, self._settled(name, value.inputs))
            made.lineage = self._lineage(old, adds=value.copied is not old)
        if not self._quiet:
            self.memory.history.note(name, made.made)
        return made

    def _lineage(self, old: Object, *, adds: bool) -> dict[str, int]:
        """Cells that what is made from the object goes on with; now this one too, unless it
        only converts it: done again, that adds nothing."""
        found = {**dict.fromkeys(old.touched(), 0), **old.lineage}
        return {**found, self._cell: found.get(self._cell, self._seq)} if adds else found

    def _settled(self, name: str, inputs: Inputs) -> Inputs:
        """Made again from what the cell made before: that stands for what it was made from."""
        source = inputs.get(name)
        last = source.records[-1] if source and source.records else None
        if last is None or last.cell != self._cell:
            return inputs
        rest = {key: one for key, one in inputs.items() if key != name}
        return {**last.inputs, **rest}

    def _rename(self, name: str, old: Object | None, made: Object) -> None:
        if old is not None:
            old.names.pop(name, None)
        made.names[name] = None
        self.memory.names[name] = made

    def drop(self, name: str) -> None:
        """The name means nothing any more."""
        thing = self.memory.names.pop(name, None)
        if thing is not None:
            thing.names.pop(name, None)

    # Changing

    def change(self, thing: Object, path: Path, inputs: Inputs, *, goes_on: bool = True,
               overwrites: bool = False) -> None:
        """An element is changed in place. goes_on: from what it was; overwrites: it is as if
        made anew, whatever had changed it before."""
        if thing.kind in ("module", "plot"):
            return
        if self._quiet:
            thing.unknown = True
            return
        if goes_on and not overwrites:
            self._carried(thing, path)
        if thing.made.seq == self._seq:
            thing.made = Record(self._seq, self._cell, {**thing.made.inputs, **inputs})
            for name in thing.names:
                self.memory.history.note(name, thing.made)
            return
        before = len(thing.changes)
        if overwrites:
            thing.overwritten(path)
        old = thing.changes.get(self._cell)
        if len(thing.changes) < before or (old is not None and old.record.seq < self._seq):
            self._earlier.pop(id(thing), None)
        record = self._changing(thing, inputs)
        thing.change(record, path, goes_on)
        for name in thing.names:
            self.memory.history.note(name, record, change=True)
            self._makes[name] = None

    def _changing(self, thing: Object, inputs: Inputs) -> Record:
        before = tuple(one for one in thing.records(self._seq) if one.cell != self._cell)
        own = next(iter(thing.names), f"\0{id(thing)}")
        found: dict[str, Input] = {}
        old = thing.changes.get(self._cell)
        if old is not None and old.record.seq == self._seq:
            found.update(old.record.inputs)
        found.update((name, one) for name, one in inputs.items() if name not in thing.names)
        if before:
            found[own] = Input(before)
        return Record(self._seq, self._cell, found)


def merged(values: Iterable[Value]) -> dict[str, Input]:
    """Inputs of several values; of one name the fuller one."""
    found: dict[str, Input] = {}
    for value in values:
        for name, one in value.inputs.items():
            if name not in found or found[name].identity or not one.identity:
                found[name] = one
    return found


def closure(things: Collection[Object]) -> list[Object]:
    """The objects and the parts of them, bounded."""
    found: dict[int, Object] = {}
    waiting = list(things)
    while waiting and len(found) < 50:
        one = waiting.pop()
        if id(one) not in found:
            found[id(one)] = one
            waiting += one.parts
    return list(found.values())


