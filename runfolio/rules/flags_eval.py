"""Follows the operations of one step over the names of a kernel, without running anything."""

from __future__ import annotations

from collections.abc import Sequence

from ..facts import stateops as ops
from ..facts import statewords as words
from .flags_calls import Calls
from .flags_judge import Above
from .flags_memory import Memory, Scope, Step, Value, merged
from .flags_objects import Input, Object, Record

#: So many operations and expressions are followed in one step, calls of functions included.
MAX_FOLLOWED = 20_000
#: Functions that call functions are followed so deep.
MAX_DEPTH = 6


class _Enough(Exception):
    """More than is followed."""


class Execution:
    """One step of a cell."""

    def __init__(self, memory: Memory, above: Above, cell: str, seq: int, *, quiet: bool = False
                 ) -> None:
        self.step = Step(memory, above, cell, seq, quiet)
        self._calls = Calls(self.step, self)
        self._cell, self._seq = cell, seq
        self._left = MAX_FOLLOWED
        self._active: list[int] = []
        self._returned: list[list[Value]] = []

    def run(self, body: Sequence[ops.Op]) -> None:
        """Follow the step to its end."""
        try:
            self._block(body, None)
        except (_Enough, RecursionError):
            # Of a step that is not followed to its end nothing is known.
            self.step.blind()
        self.step.end()

    def flags(self) -> dict[str, list[str]]:
        """What must be said of it: flag → names."""
        return self.step.flags()

    # Operations

    def _block(self, body: Sequence[ops.Op], scope: Scope | None) -> None:
        for op in body:
            self._operation(op, scope)

    def _operation(self, op: ops.Op, scope: Scope | None) -> None:
        if isinstance(op, ops.Make):
            self._make(op, scope)
        elif isinstance(op, ops.Unpack):
            self._unpack(op, scope)
        elif isinstance(op, ops.Put):
            self._put(op, scope)
        elif isinstance(op, ops.More):
            self._more(op, scope)
        elif isinstance(op, (ops.Do, ops.Return)):
            self._evaluate(op, scope)
        else:
            self._rename(op, scope)

    def _rename(self, op: ops.Op, scope: Scope | None) -> None:
        if isinstance(op, (ops.Function, ops.Class)):
            self._define(op, scope)
        elif isinstance(op, ops.Import):
            self._import(op, scope)
        elif isinstance(op, ops.Drop) and scope is None:
            for name in op.names:
                self.step.drop(name)
        elif isinstance(op, ops.Blind):
            self.step.blind()

    def _evaluate(self, op: ops.Do | ops.Return, scope: Scope | None) -> None:
        if isinstance(op, ops.Do) and isinstance(op.value, ops.Call):
            self._followed()
            self._calls.call(op.value, scope, bare=op.bare)
            return
        value = self.value(op.value, scope)
        if isinstance(op, ops.Return) and self._returned:
            self._returned[-1].append(value)

    def _unpack(self, op: ops.Unpack, scope: Scope | None) -> None:
        value = self._consumed(op.value, scope) if op.turns else self.value(op.value, scope)
        for name in op.names:
            self.step.bind(name, Value(value.inputs), scope)

    def _make(self, op: ops.Make, scope: Scope | None) -> None:
        value = self.value(op.value, scope)
        for name in op.names:
            self.step.bind(name, value, scope)
            if value.thing is None:
                bound = self.step.look(name, scope)[0]
                value = Value(value.inputs, bound, value.kind)

    def _put(self, op: ops.Put, scope: Scope | None) -> None:
        name, path = op.path[0], tuple(op.path[1:])
        thing, named = self.step.look(name, scope)
        outer, self.step.setting = self.step.setting, thing
        self.step.converting = path if _converts(op.value, op.path) else ()
        value = self.value(op.value, scope)
        self.step.setting, self.step.converting = outer, ()
        if thing is None or thing.kind == "module":
            return
        inputs = self.step.read(name, thing, path, named=named, carry=op.more)
        self.step.change(thing, path, {**value.inputs, **(inputs if op.more else {})},
                         goes_on=True, overwrites=bool(path))
        if len(path) == 1 and value.thing is not None:
            thing.fields[path[0]] = value.thing
        elif path:
            thing.fields.pop(path[0], None)

    def _more(self, op: ops.More, scope: Scope | None) -> None:
        value = self.value(op.value, scope)
        thing, named = self.step.look(op.name, scope)
        if thing is None:
            self.step.bind(op.name, value, scope)
            return
        inputs = {**value.inputs,
                  **self.step.read(op.name, thing, (), named=named, carry=True)}
        if thing.kind in ("list", "dict", "set", "array", "frame"):
            self.step.change(thing, (), inputs)
        elif thing.unknown:
            self.step.bind(op.name, Value(inputs), scope)
            self.step.memory.names.get(op.name, thing).unknown = True
        else:
            plain = thing.kind == "literal" and value.kind == "literal"
            kind = "literal" if plain else thing.kind
            self.step.bind(op.name, Value(inputs, kind=kind, anew=plain), scope)

    def _define(self, op: ops.Function | ops.Class, scope: Scope | None) -> None:
        head = self.value(op.head, scope)
        self.step.bind(op.name, Value(head.inputs, kind="definition", digest=op.digest), scope)
        thing = self.step.look(op.name, scope)[0]
        if thing is None:
            return
        if isinstance(op, ops.Function):
            thing.function = op
        else:
            thing.defined = op

    def _import(self, op: ops.Import, scope: Scope | None) -> None:
        for alias, module in op.names.items():
            made = Object(Record(self._seq, self._cell, {}), "module", module=module)
            if scope is not None and alias in scope.local:
                scope.names[alias] = made
            else:
                self.step.drop(alias)
                self.step.memory.names[alias] = made
                made.names[alias] = None

    # Expressions

    def _followed(self) -> None:
        self._left -= 1
        if self._left < 0:
            raise _Enough

    def value(self, expr: ops.Expr, scope: Scope | None, *, carry: bool = True) -> Value:
        """What an expression gives. carry: objects named in it are really looked at."""
        self._followed()
        if isinstance(expr, ops.Lit):
            kind = "literal" if expr.kind == "value" else expr.kind
            return Value(kind=kind, digest=expr.digest)
        if isinstance(expr, ops.Ref):
            return self._reference(expr, scope, carry)
        if isinstance(expr, ops.Call):
            return self._calls.call(expr, scope)
        if isinstance(expr, ops.Below):
            return Value(self.value(expr.base, scope).inputs)
        return self._group(expr, scope)

    def _group(self, expr: ops.Group, scope: Scope | None) -> Value:
        holds = expr.kind in ("list", "tuple", "dict", "set")
        values = [self.value(one, scope, carry=not holds) for one in expr.items]
        kind = expr.kind if expr.kind != "op" else ""
        if expr.kind == "op" and values and all(one.kind == "literal" for one in values):
            kind = "literal"
        parts = tuple(part for one in values for part in one.things) if holds else ()
        return Value(merged(values), kind=kind, parts=parts)

    def _reference(self, expr: ops.Ref, scope: Scope | None, carry: bool) -> Value:
        name, path = expr.path[0], tuple(expr.path[1:])
        thing, named = self.step.look(name, scope)
        if thing is None or thing.kind == "module":
            return Value()
        inputs = dict(self.step.read(name, thing, path, named=named, carry=carry))
        inputs.update(self.called(thing))
        found: Object | None = thing
        for key in path:
            found = found.fields.get(key) if found is not None else None
        if found is None:
            return Value(inputs, parts=(thing,))
        return Value(inputs, thing=found, kind=found.kind)

    def called(self, thing: Object) -> dict[str, Input]:
        """What a function or the methods of a class read of the notebook when called."""
        if id(thing) in self._active or len(self._active) > MAX_DEPTH:
            return {}
        self._active.append(id(thing))
        found: dict[str, Input] = {}
        for name in self.step.memory.reads_of(thing):
            self._followed()
            read = self.step.memory.names.get(name)
            if read is not None and read.kind != "module":
                found.update(self.step.read(name, read, (), named=True, carry=False))
                found.update(self.called(read))
        self._active.pop()
        return found

    def _consumed(self, expr: ops.Expr, scope: Scope | None) -> Value:
        """What a loop goes through: iterators are used up by it."""
        value = self.value(expr, scope)
        if value.thing is not None and value.thing.kind == "iterator":
            self.step.change(value.thing, (), value.inputs)
        return value

    # Functions

    def follow(self, function: ops.Function, given: Sequence[Value], named: dict[str, Value]
               ) -> Value:
        """What calling a function of the notebook does and gives."""
        every = merged([*given, *named.values()])
        if function.yields:
            return Value(every, kind="iterator")
        if id(function) in self._active or len(self._active) > MAX_DEPTH:
            return Value(every)
        scope = Scope(frozenset(function.local), None)
        arguments = {**dict(zip(function.params, given, strict=False)), **named}
        for name, value in arguments.items():
            if name in scope.local:
                self.step.bind(name, value, scope)
        self._active.append(id(function))
        self._returned.append([])
        self._block(function.body, scope)
        self._active.pop()
        returned = self._returned.pop()
        if not returned:
            return Value(every)
        last = returned[-1]
        return Value({**every, **merged(returned)}, last.thing, last.kind, last.parts)


def _converts(value: ops.Expr, path: list[str]) -> bool:
    """`df['a'] = pd.to_datetime(df['a'])`, `df['a'] = df['a'].astype(int)`."""
    if not isinstance(value, ops.Call) or not isinstance(value.func, ops.Ref):
        return False
    *receiver, last = value.func.path
    first = value.args[0] if value.args else None
    given = first.path if isinstance(first, ops.Ref) else []
    return last in words.CONVERTING and path in (receiver, given)
