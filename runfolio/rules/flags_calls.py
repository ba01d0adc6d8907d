"""What a call does to the objects it is given: functions of the notebook are followed, of others
only what facts/statewords.py knows is said."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from ..facts import purity
from ..facts import statewords as words
from ..facts.stateexprs import digest
from ..facts.stateops import Below, Call, Expr, Function, Ref
from .flags_kinds import CONTAINERS, dotted_name, kind_of
from .flags_memory import Scope, Step, Value, closure, merged
from .flags_objects import FITTED, Input, Object, Path

_TRUE = digest(ast.Constant(True))
_COMPILED: Path = ("#compile",)


class Values(Protocol):
    """Who evaluates expressions and follows functions."""

    def value(self, expr: Expr, scope: Scope | None, *, carry: bool = True) -> Value: ...
    def called(self, thing: Object) -> dict[str, Input]: ...
    def follow(self, function: Function, given: list[Value], named: dict[str, Value]) -> Value: ...


@dataclass(frozen=True)
class _Given:
    """The arguments of a call."""

    args: list[Value]
    named: dict[str, Value]
    bare: bool

    @property
    def values(self) -> list[Value]:
        return [*self.args, *self.named.values()]

    @property
    def things(self) -> list[Object]:
        return [one.thing for one in self.values if one.thing is not None]

    def is_true(self, name: str) -> bool:
        return name in self.named and self.named[name].digest == _TRUE


@dataclass(frozen=True)
class _Receiver:
    """What a method is called on. owners: objects of which it is an element, with its path."""

    name: str
    root: Object
    path: Path
    thing: Object | None
    owners: list[tuple[Object, Path]]
    is_named: bool


class Calls:
    """Calls of one step."""

    def __init__(self, step: Step, values: Values) -> None:
        self._step = step
        self._values = values
        self._gradients: dict[str, Input] = {}

    def call(self, call: Call, scope: Scope | None, *, bare: bool = False) -> Value:
        """What a call does and gives; bare: its value is not used."""
        if isinstance(call.func, Ref):
            return self._named_call(call, call.func.path, scope, bare)
        if not isinstance(call.func, Below):
            given = self._given(call, scope, bare)
            return Value(merged([self._values.value(call.func, scope), *given.values]))
        base = self._values.value(call.func.base, scope)
        given = self._given(call, scope, bare)
        method = call.func.path[-1]
        if method == "backward":
            self._gradients.update(base.inputs)
        inputs = merged([base, *given.values])
        if method in words.SAME and len(call.func.path) == 1:
            return Value(inputs, base.thing, base.kind, base.parts, copied=base.copied,
                         same=base.same)
        kind = "plot" if method in purity.FIGURE_MAKERS | purity.PLOT_METHODS else ""
        same = base.copied if method in words.CONVERTING | words.SAME else None
        return Value(inputs, kind=kind, copied=same)

    def _given(self, call: Call, scope: Scope | None, bare: bool, carry: bool = True) -> _Given:
        args = [self._values.value(one, scope, carry=carry) for one in call.args]
        named = {name: self._values.value(one, scope, carry=carry) for name, one in call.named}
        given = _Given(args, named, bare)
        for name, value in named.items():
            drawn = value.thing is not None and value.thing.kind == "generator"
            if drawn and value.thing and name in words.GENERATOR_KEYWORDS:
                self._step.change(value.thing, (), value.inputs)
        for value in given.values:
            if carry and value.thing is not None and value.thing.kind == "iterator":
                self._step.change(value.thing, (), value.inputs)
        return given

    # Functions

    def _named_call(self, call: Call, path: list[str], scope: Scope | None, bare: bool) -> Value:
        root, is_named = self._step.look(path[0], scope)
        if len(path) > 1 and root is not None and root.kind != "module":
            receiver = self._receiver(path, root, is_named)
            return self._on_object(call, path[-1], receiver, scope, bare)
        if root is not None and root.kind != "module":
            return self._own(call, path[0], root, is_named, scope, bare)
        given = self._given(call, scope, bare)
        if path == ["next"] and given.things:
            self._step.change(given.things[0], (), merged(given.values))
        return self._foreign(call, dotted_name(path, root), given)

    def _own(self, call: Call, name: str, thing: Object, is_named: bool, scope: Scope | None,
             bare: bool) -> Value:
        """A call of what the notebook has made: its function or class, or an object."""
        follows = thing.function is not None or thing.defined is not None
        read = self._step.read(name, thing, (), named=is_named, carry=not follows)
        given = self._given(call, scope, bare, carry=not follows)
        inputs = {**merged(given.values), **read, **self._values.called(thing)}
        if thing.function is not None:
            found = self._values.follow(thing.function, given.args, given.named)
            return Value({**inputs, **found.inputs}, found.thing, found.kind, found.parts)
        if thing.defined is not None:
            return self._instance(thing, inputs, given)
        return Value(inputs)

    def _instance(self, thing: Object, inputs: dict[str, Input], given: _Given) -> Value:
        assert thing.defined is not None
        made = self._step.new(Value(inputs, kind=self._kind_by_bases(thing)))
        made.defined, made.parts = thing.defined, given.things
        for method in thing.defined.methods:
            if method.name == "__init__":
                self._values.follow(method, [Value(thing=made), *given.args], given.named)
        made.defined = thing.defined
        return Value(inputs, made, made.kind)

    def _kind_by_bases(self, thing: Object) -> str:
        assert thing.defined is not None
        for base in thing.defined.bases:
            path = base.split(".")
            dotted = dotted_name(path, self._step.look(path[0], None)[0])
            if dotted.startswith(words.KERAS_MODULES) and path[-1] in words.GOING_ON_BASES:
                return "keras"
        return "instance"

    def _foreign(self, call: Call, dotted: str, given: _Given) -> Value:
        inputs = merged(given.values)
        last = dotted.rpartition(".")[2]
        if last in words.PASSING:
            parts = [part for one in given.args for part in one.things]
            kind = CONTAINERS.get(last) or ("iterator" if last in words.ITERATORS else "")
            return Value(inputs, kind=kind, parts=tuple(parts))
        kind = kind_of(dotted, warm=given.is_true("warm_start"))
        parts = [part for one in given.values for part in one.things]
        if kind == "optimizer":
            first = given.args[:1] or [one for name, one in given.named.items() if "param" in name]
            parts = [part for one in first for part in one.things]
        first_given = given.args[0] if given.args else Value()
        same = (first_given.copied or first_given.thing) if last in words.CONVERTING else None
        return Value(inputs, kind=kind, parts=tuple(parts), copied=same)

    # Methods

    def _receiver(self, path: list[str], root: Object, is_named: bool) -> _Receiver:
        thing: Object | None = root
        owners: list[tuple[Object, Path]] = []
        below = tuple(path[1:-1])
        for at, key in enumerate(below):
            inner = thing.fields.get(key) if thing is not None else None
            if inner is None:
                # Within something that is not known by itself: an element of the last known one.
                assert thing is not None
                return _Receiver(path[0], root, below, None, [*owners, (thing, below[at:])],
                                 is_named)
            owners = [(owner, (*sub, key)) for owner, sub in owners]
            assert thing is not None
            owners.append((thing, (key,)))
            thing = inner
        return _Receiver(path[0], root, below, thing, owners, is_named)

    def _on_object(self, call: Call, method: str, receiver: _Receiver, scope: Scope | None,
                   bare: bool) -> Value:
        thing = receiver.thing
        own = self._method_of(thing, method)
        if own is not None and thing is not None:
            given = self._given(call, scope, bare, carry=False)
            read = self._read(receiver, carry=False)
            found = self._values.follow(own, [Value(thing=thing), *given.args], given.named)
            return Value({**read, **merged(given.values), **found.inputs}, found.thing,
                         found.kind, found.parts)
        given = self._given(call, scope, bare)
        if method in words.PARAMETERS:
            self._read(receiver, carry=False)
            inputs = self._step.inputs(receiver.name, receiver.root, receiver.path, identity=True)
            return Value(inputs, parts=(thing or receiver.root,))
        if method in words.SAME and not receiver.path and thing is not None:
            read = {**merged(given.values), **self._read(receiver, carry=False)}
            return Value(read, kind=thing.kind, parts=(thing,), copied=thing, same=True)
        changed = self._changes(method, receiver, given)
        inputs = {**merged(given.values), **self._read(receiver, carry=not changed)}
        kind = "plot" if method in purity.FIGURE_MAKERS | purity.PLOT_METHODS else ""
        if method in words.ITERATING_METHODS:
            kind = "iterator"
        whole = thing if not receiver.path and method in words.CONVERTING else None
        return Value(inputs, kind=kind, copied=whole)

    def _method_of(self, thing: Object | None, method: str) -> Function | None:
        if thing is None or thing.defined is None or thing.kind == "definition":
            return None
        return next((one for one in thing.defined.methods if one.name == method), None)

    def _read(self, receiver: _Receiver, *, carry: bool) -> Mapping[str, Input]:
        return self._step.read(receiver.name, receiver.root, receiver.path,
                               named=receiver.is_named, carry=carry)

    def _changes(self, method: str, receiver: _Receiver, given: _Given) -> bool:
        """What the method changes of its object; True when it goes on with it by itself."""
        inputs = merged(given.values)
        thing = receiver.thing
        kind = thing.kind if thing is not None else ""
        if kind in ("module", "plot"):
            return True
        if kind in ("generator", "iterator") and method not in words.RESETTING | {"close"}:
            return self._change(receiver, inputs)
        if method == "backward":
            self._gradients.update(self._step.inputs(receiver.name, receiver.root, receiver.path))
        if method == "step":
            return self._stepped(receiver, given)
        if method in words.RESETTING and given.values:
            return self._change(receiver, inputs, goes_on=False, overwrites=True)
        if self._trains(kind, method):
            return self._trained(method, receiver, given)
        if method in words.FITTING:
            return self._change(receiver, inputs, FITTED, goes_on=False, overwrites=True)
        if method == "compile" and thing is not None:
            thing.parts += given.things
            return self._change(receiver, inputs, _COMPILED, goes_on=False, overwrites=True)
        if given.is_true("inplace") or self._mutates(method, receiver, given):
            # Entries that are set again are as they were.
            return self._change(receiver, inputs, goes_on=method != "update" or kind != "dict")
        return False

    def _trained(self, method: str, receiver: _Receiver, given: _Given) -> bool:
        """Trainers and learners go on with their models."""
        thing, inputs = receiver.thing, merged(given.values)
        kind = thing.kind if thing is not None else ""
        known = [one for one in given.things if one.kind not in ("definition", "generator")]
        models = known[:1] if kind == "trainer" and method == "fit" else []
        parts = thing.parts if thing is not None and kind in ("trainer", "learner") else []
        for one in [*models, *parts]:
            if one.kind in ("", "instance", "keras"):
                self._step.change(one, (), inputs)
        return self._change(receiver, inputs)

    def _trains(self, kind: str, method: str) -> bool:
        if method in words.GOING_ON:
            return True
        by_kind = {"keras": words.KERAS_METHODS, "study": words.STUDY_METHODS,
                   "learner": words.LEARNER_METHODS, "trainer": words.TRAINER_METHODS,
                   "warm": frozenset({"fit"})}
        return method in by_kind.get(kind, ())

    def _mutates(self, method: str, receiver: _Receiver, given: _Given) -> bool:
        if purity.is_axes_name(receiver.name):
            return False
        if method in words.TAKING:
            return True
        kind = receiver.thing.kind if receiver.thing is not None else ""
        if kind == "frame" and method in purity.PURE_METHODS | {"append"}:
            return False
        changing = method in words.CHANGING or method in words.CHANGING_OF.get(kind, ())
        return given.bare and (changing or words.is_inplace(method))

    def _stepped(self, receiver: _Receiver, given: _Given) -> bool:
        """An optimizer's step changes what it was given to optimize, a scheduler's its optimizer;
        anything else that steps goes on by itself."""
        thing, inputs = receiver.thing, {**merged(given.values), **self._gradients}
        read = self._step.inputs(receiver.name, receiver.root, receiver.path)
        for one in [thing, *given.things]:
            if one is not None and one.kind == "optimizer":
                for part in closure(one.parts):
                    self._step.change(part, (), {**inputs, **read})
                self._step.change(one, (), inputs)
        if thing is not None and thing.kind == "optimizer":
            return True
        if thing is not None and thing.kind == "scheduler":
            for part in thing.parts:
                if part.kind == "optimizer":
                    self._step.change(part, (), {**inputs, **read})
        if given.bare:
            return self._change(receiver, inputs)
        return False

    def _change(self, receiver: _Receiver, inputs: dict[str, Input], path: Path = (), *,
                goes_on: bool = True, overwrites: bool = False) -> bool:
        read = self._read(receiver, carry=False)
        found = {**read, **inputs}
        for owner, below in receiver.owners:
            self._step.change(owner, (*below, *path), found, goes_on=goes_on,
                              overwrites=overwrites)
        if receiver.thing is not None:
            self._step.change(receiver.thing, path, found, goes_on=goes_on, overwrites=overwrites)
        return True

