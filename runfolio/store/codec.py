"""Shapes and numbers to and from columns: JSON text, µs, float64 with its NaN flag."""

from __future__ import annotations

import math
from typing import Any, TypeVar

import msgspec

from ..models.base import Time, from_us, to_us
from ..models.decoding import decode
from ..models.numbers import Number, from_wire, to_wire

T = TypeVar("T")


def text(value: str) -> str:
    """Text that every database takes: lone surrogates (kernels send them) and NUL replaced."""
    if "\0" in value:
        value = value.replace("\0", "\u2400")
    try:
        value.encode()
    except UnicodeEncodeError:
        return value.encode("utf-8", "replace").decode()
    return value


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return text(value)
    if isinstance(value, dict):
        return {_clean(key): _clean(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_clean(item) for item in value]
    return value


def dump(value: Any) -> str:
    """A shape as JSON text."""
    try:
        return msgspec.json.encode(value).decode()
    except UnicodeEncodeError:
        return msgspec.json.encode(_clean(msgspec.to_builtins(value))).decode()


def dump_sure(value: Any) -> str:
    """dump, for shapes with Numbers: a float NaN that was not made a Number would be null in
    JSON, and the row could never be read again; here it becomes one."""
    body = dump(value)
    try:
        load(body, type(value))
    except msgspec.ValidationError:
        body = dump(_named(msgspec.to_builtins(value)))
    return body


def _named(value: Any) -> Any:
    if isinstance(value, float):
        return to_wire(value)
    if isinstance(value, dict):
        return {key: _named(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_named(item) for item in value]
    return value


def load(body: str | bytes, kind: type[T]) -> T:
    """The shape that dump wrote."""
    return decode(body, kind)


def us(time: Time | None) -> int | None:
    """A time as the column has it."""
    return None if time is None else to_us(time)


def time(us: int | None) -> Time | None:
    """A column as the time that it stands for."""
    return None if us is None else from_us(us)


def number(value: Number) -> tuple[float | None, bool]:
    """A number as its two columns: NaN is NULL with a flag, infinities are native."""
    as_float = from_wire(value)
    return (None, True) if math.isnan(as_float) else (as_float, False)
