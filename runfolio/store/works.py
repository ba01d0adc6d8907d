"""Writes as data: what a function would do to the store, so that it can be weighed, lightened,
put into a file and done later. Pure.

A function of a transaction that only writes is asked on a transaction that notes its calls. One
that reads what it then writes cannot be noted; where such writes are many, it is an object of a
class registered by `spillable`, whose fields say all.
"""

from __future__ import annotations

import dataclasses
import inspect
from collections.abc import Callable, Sequence
from functools import cache
from types import FunctionType, NoneType
from typing import Any, TypeVar, get_type_hints

import msgspec

from ..models.decoding import decode_msgpack
from ..models.step import Step
from . import protocol
from .light import Tally, lightened

W = TypeVar("W", bound=type)

#: What an object costs beyond the bytes it holds, about.
_OBJECT = 48
#: Items of a list that are weighed, at most twice as many; struct fields are fewer.
_SAMPLE = 64

_KINDS: dict[str, type] = {}


def spillable(kind: W) -> W:
    """Register a dataclass whose objects are functions of a transaction and can be encoded."""
    _KINDS[kind.__name__] = kind
    return kind


class Unnotable(Exception):
    """The function reads, so that what it does cannot be known before."""


@dataclasses.dataclass(frozen=True)
class Call:
    """One call of a noun's writing method."""

    noun: str
    method: str
    args: tuple[Any, ...]


@dataclasses.dataclass(frozen=True)
class Calls:
    """A write as the calls that it makes."""

    calls: list[Call]

    def __call__(self, tx: protocol.Tx) -> None:
        for call in self.calls:
            getattr(getattr(tx, call.noun), call.method)(*call.args)

    def light(self) -> tuple[Calls, Tally]:
        """The same without outputs, and what was left out."""
        tally = Tally()
        calls = [Call(call.noun, call.method, tuple(
            lightened(arg, lambda _digest: False, tally) if isinstance(arg, Step) else arg
            for arg in call.args)) for call in self.calls]
        return Calls([call for call in calls if call.noun != "contents"
                      or call.args[0] not in tally.digests]), tally


class _NotedCall(msgspec.Struct, array_like=True):
    noun: str
    method: str
    args: list[msgspec.Raw]


class _Noted(msgspec.Struct, array_like=True):
    """A write as bytes: an object of the kind, or calls."""

    kind: str
    body: msgspec.Raw
    calls: list[_NotedCall]


def noted(function: Callable[[protocol.Tx], Any]) -> Calls | None:
    """The calls of a function that only writes and answers nothing; None: it cannot be noted."""
    calls: list[Call] = []
    try:
        if function(_Notes(calls)) is not None:  # type: ignore[arg-type]  # stands in for a Tx
            return None
    except Unnotable:
        return None
    return Calls(calls)


def encode(function: Callable[[protocol.Tx], Any]) -> bytes | None:
    """A write as bytes; None where it cannot be."""
    try:
        if type(function) in _KINDS.values():
            body = msgspec.Raw(_encode(function))
            return _encode(_Noted(type(function).__name__, body, []))
        calls = function if isinstance(function, Calls) else noted(function)
        if calls is None:
            return None
        return _encode(_Noted("", msgspec.Raw(_encode(None)), [
            _NotedCall(call.noun, call.method, [msgspec.Raw(_encode(arg)) for arg in call.args])
            for call in calls.calls]))
    except UnicodeEncodeError:
        return None  # a lone surrogate, which only the columns take


def decode(data: bytes) -> Callable[[protocol.Tx], Any]:
    """What encode encoded. Raises msgspec.DecodeError, KeyError where it is something else."""
    found = decode_msgpack(data, _Noted)
    if found.kind:
        work: Callable[[protocol.Tx], Any] = decode_msgpack(found.body, _KINDS[found.kind])
        return work
    return Calls([
        Call(call.noun, call.method, tuple(
            decode_msgpack(arg, kind) for arg, kind in zip(
                call.args, _writing()[call.noun][call.method][1], strict=True)))
        for call in found.calls])


def weigh(value: object) -> int:
    """About how many bytes of memory a function, or anything, holds. Of a long list some items
    stand for all, so that it takes no longer for long ones."""
    size = 0.0
    waiting: list[tuple[object, float]] = [(value, 1.0)]
    seen: set[int] = set()
    while waiting:
        one, times = waiting.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        size += _OBJECT * times
        if isinstance(one, str | bytes):
            size += len(one) * times
        else:
            parts = _parts(one)
            some = parts[::len(parts) // _SAMPLE + 1]
            share = times * len(parts) / max(1, len(some))
            waiting += [(part, share) for part in some]
    return round(size)


def _parts(one: object) -> Sequence[object]:
    """What a shape, a function or a list holds; of any other object nothing is its own."""
    if isinstance(one, list | tuple):
        return one
    if isinstance(one, dict):
        return [*one.keys(), *one.values()]
    if isinstance(one, FunctionType):
        return [cell.cell_contents for cell in one.__closure__ or ()]
    kind: Any = type(one)
    return [getattr(one, name) for name in _fields(kind)]


@cache
def _fields(kind: type[Any]) -> tuple[str, ...]:
    """The names of what objects of a shape hold; of any other kind, none."""
    if issubclass(kind, msgspec.Struct):
        return tuple(kind.__struct_fields__)
    if dataclasses.is_dataclass(kind):
        return tuple(field.name for field in dataclasses.fields(kind))
    return ()


_encode = msgspec.msgpack.Encoder().encode


@cache
def _writing() -> dict[str, dict[str, tuple[inspect.Signature, list[Any]]]]:
    """noun → method → signature and kinds of arguments, of methods that answer nothing."""
    found: dict[str, dict[str, tuple[inspect.Signature, list[Any]]]] = {}
    for noun, kind in get_type_hints(protocol.Tx).items():
        found[noun] = {}
        for name, method in vars(kind).items():
            if name.startswith("_") or not inspect.isfunction(method):
                continue
            hints = get_type_hints(method)
            if hints.pop("return") is NoneType:
                found[noun][name] = inspect.signature(method), list(hints.values())
    return found


class _Notes:
    """A transaction that notes calls. Reading raises Unnotable."""

    def __init__(self, calls: list[Call]) -> None:
        self._calls = calls

    def __getattr__(self, noun: str) -> _NotesOf:
        return _NotesOf(noun, self._calls)


class _NotesOf:
    """One noun of it."""

    def __init__(self, noun: str, calls: list[Call]) -> None:
        self._noun = noun
        self._calls = calls

    def __getattr__(self, method: str) -> Callable[..., None]:
        known = _writing()[self._noun].get(method)
        if known is None:
            raise Unnotable(method)

        def call(*args: Any, **named: Any) -> None:
            bound = known[0].bind(None, *args, **named)
            bound.apply_defaults()
            self._calls.append(Call(self._noun, method, bound.args[1:]))

        return call
