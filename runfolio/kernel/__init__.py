"""What notebooks call: values by name into the spool, from where the server reads them.

Standard library only. Nothing here ever raises into user code, waits for anything, or needs a
network; without a server it does nothing and says so once.
"""

from __future__ import annotations

from . import place
from .say import NO_SERVER, say_once
from .values import number, plain
from .writer import Writer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

__all__ = ["log", "param"]

MAX_NAME = 1000
MAX_NAMES = 10_000

_writer = Writer()


def log(metrics: Mapping[str, Any], x: float | None = None) -> None:
    """Record values of metrics: one point for each name.

    metrics: name to number (int, float, bool, 0-d array or tensor); NaN and infinities are kept.
    x: where the point stands (epoch, step); without it points are counted. Never raises.
    """
    try:
        at = None if x is None else number(x)
        lines = []
        for name, value in _named(metrics):
            try:
                lines.append(("m", at, name, number(value)))
            except Exception as error:  # NotAValue, or whatever a value's own code raises
                say_once(f"value {name}", f"{name!r} was left out: {error}")
        _put(lines)
    except Exception as error:
        _not_recorded("log", error)


def param(name: str, value: Any) -> None:
    """Record an input value by name, such as a learning rate.

    value: None, bool, number, text, or a list or dict of these; of anything else the repr is kept.
    Never raises.
    """
    try:
        for key, one in _named({name: value}):
            kind, kept = plain(one)
            _put([(kind, None, key, kept)])
    except Exception as error:
        _not_recorded("param", error)


def _named(values: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """The pairs whose names can be recorded."""
    pairs = []
    for name, value in list(values.items())[:MAX_NAMES]:
        if isinstance(name, str) and 0 < len(name) <= MAX_NAME:
            pairs.append((name, value))
        else:
            say_once("name", f"names are texts of 1 to {MAX_NAME} characters; others are left out")
    return pairs


def _put(lines: list[tuple[str, float | None, str, Any]]) -> None:
    if lines and not _writer.write(lines, place.folder, place.msg_id):
        say_once("server", NO_SERVER)


def _not_recorded(what: str, error: Exception) -> None:
    say_once(f"{what} {type(error).__name__}", f"{what}() recorded nothing: {error}")
