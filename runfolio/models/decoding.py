"""JSON into shapes, from any thread.

msgspec learns a class when it is first decoded, and keeps what it has learned of it on the class
before it is complete. A thread that decodes the same class, or one that holds it, in this moment
reads what is not there yet, and the process dies (seen with 0.22 as a segmentation fault of the
server). So classes are learned under one lock, and every typed decoding goes through here.
"""

from __future__ import annotations

import threading
from typing import Any, TypeVar

import msgspec

T = TypeVar("T")

_learning = threading.Lock()
_decoders: dict[Any, msgspec.json.Decoder[Any]] = {}


def decode(data: bytes | str, kind: type[T]) -> T:
    """JSON as an object of kind. Raises msgspec.DecodeError."""
    found: T = learned(kind).decode(data)
    return found


def decode_msgpack(data: bytes | msgspec.Raw, kind: type[T]) -> T:
    """The same for msgpack."""
    learned(kind)
    return msgspec.msgpack.decode(data, type=kind)


def convert(value: object, kind: type[T]) -> T:
    """The same for plain dicts and lists. Raises msgspec.ValidationError."""
    learned(kind)
    return msgspec.convert(value, kind)


def learned(kind: Any) -> msgspec.json.Decoder[Any]:
    """The decoder of a kind: from here on it is known with all that it holds."""
    found = _decoders.get(kind)
    if found is None:
        with _learning:
            found = _decoders.setdefault(kind, msgspec.json.Decoder(kind))
    return found
