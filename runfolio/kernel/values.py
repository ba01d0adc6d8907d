"""Values as they are recorded: numbers as floats, everything else as plain JSON values."""

from __future__ import annotations

import json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

MAX_TEXT = 64 * 1024
MAX_REPR = 1000
MAX_DEPTH = 8


class NotAValue(ValueError):
    """The value is no number; the text says why."""


def number(value: Any) -> float:
    """The float of a number: int, float, bool, Decimal, a 0-d array or tensor. Raises NotAValue."""
    if type(value) is float:
        return value
    if isinstance(value, str | bytes | bytearray):
        raise NotAValue("it is a text")
    if getattr(value, "ndim", 0):
        raise NotAValue("it has more than one element")
    detach = getattr(value, "detach", None)
    try:
        return float(detach() if callable(detach) else value)
    except (TypeError, ValueError, OverflowError, RuntimeError) as error:
        raise NotAValue(str(error) or type(error).__name__) from None


def plain(value: Any) -> tuple[str, Any]:
    """(kind, value) of a parameter: «p» with a JSON value, or «e» with the repr of it."""
    try:
        kept = _plain(value, MAX_DEPTH)
        if len(json.dumps(kept)) <= MAX_TEXT:
            return "p", kept
    except (NotAValue, ValueError, RecursionError):
        pass  # no plain value: its repr is what can be kept
    return "e", repr(value)[:MAX_REPR]


def _plain(value: Any, depth: int) -> Any:
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, int):
        return int(value)
    if isinstance(value, dict | list | tuple):
        return _container(value, depth)
    if type(value).__name__ in ("bool_", "bool"):
        return bool(value)
    if not getattr(value, "ndim", 0) and hasattr(type(value), "__index__"):
        try:
            return value.__index__()
        except TypeError:
            return number(value)  # a 0-d array of floats has the method and refuses
    return number(value)


def _container(value: Any, depth: int) -> Any:
    if depth == 0:
        raise NotAValue("it is nested too deeply")
    if isinstance(value, dict):
        if not all(isinstance(key, str) for key in value):
            raise NotAValue("it has keys that are no texts")
        return {key: _plain(item, depth - 1) for key, item in value.items()}
    return [_plain(item, depth - 1) for item in value]
