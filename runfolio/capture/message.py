"""Frames of a kernel's IOPub socket as messages: header first, content only where it is needed.

Rules: Jupyter messaging specification, «wire protocol»; reference: a full decode of a message
costs ten times the header, so types that the trace ignores are never parsed further.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, NamedTuple

import msgspec

from ..models.base import Time
from .flood import PIECE_BYTES, pieces

_DELIMITER = b"<IDS|MSG>"

#: The message types that a trace is made of; all others are ignored, known or not.
NEEDED = frozenset(
    {
        "status",
        "execute_input",
        "stream",
        "display_data",
        "update_display_data",
        "execute_result",
        "clear_output",
        "error",
        "comm_open",
        "comm_msg",
        "comm_close",
    }
)

#: User name in the headers of Runfolio's own requests: what they cause is never recorded.
OWN_USERNAME = "runfolio"


@dataclass(frozen=True, slots=True)
class Message:
    """One IOPub message. parent_* are of the request that caused it, empty where there is none."""

    msg_type: str
    parent_id: str
    parent_type: str
    session: str
    """Client session of the request."""
    username: str
    """User name in the request's header."""
    kernel_session: str
    """Session of the kernel's own header: a hint for the epoch, with ipykernel only."""
    date: str | None
    """Date in the kernel's header, by the kernel's clock: data, never an order."""
    received: Time
    mono: float
    """Receipt by the monotonic clock, seconds."""
    content: dict[str, Any] = field(default_factory=dict)
    buffers: tuple[bytes, ...] = ()
    """Binary parts of a comm's message."""


def decode(
    parts: Sequence[bytes], received: Time, mono: float, key: bytes | None = None
) -> Message | None:
    """The message in these frames, or None: not needed, not readable, or (with key) not signed.

    key is the kernel's signing key (HMAC-SHA256); None or empty skips the check.
    """
    found = _opened(parts, received, mono, key)
    return None if found is None else found.make(content=_object(found.content))


def decoded(
    parts: Sequence[bytes], received: Time, mono: float, key: bytes | None = None
) -> Iterator[Message]:
    """The same, none or one; a stream's flood as several, so that no second copy of it is made."""
    found = _opened(parts, received, mono, key)
    if found is None:
        return
    flood = None
    if found.msg_type == "stream" and len(found.content) > PIECE_BYTES:
        flood = pieces(found.content)
    if flood is None:
        yield found.make(content=_object(found.content))
        return
    for text in flood.texts:
        yield found.make(content={"name": flood.name, "text": text})


class _Opened(NamedTuple):
    """A needed message whose content is not decoded yet."""

    msg_type: str
    make: Callable[..., Message]
    content: bytes


def _opened(
    parts: Sequence[bytes], received: Time, mono: float, key: bytes | None
) -> _Opened | None:
    body = _body(parts)
    if body is None:
        return None
    signature, header_bytes, parent_bytes, metadata_bytes, content_bytes = body
    header = _object(header_bytes)
    msg_type = _text(header.get("msg_type"))
    if msg_type not in NEEDED:
        return None
    parent = _object(parent_bytes)
    if parent.get("username") == OWN_USERNAME:
        return None
    if key and not _signed(
        key, signature, (header_bytes, parent_bytes, metadata_bytes, content_bytes)
    ):
        return None
    date = header.get("date")
    buffers = tuple(parts[-count:]) if (count := _buffers(parts)) else ()
    make = partial(
        Message,
        msg_type=msg_type,
        parent_id=_text(parent.get("msg_id")),
        parent_type=_text(parent.get("msg_type")),
        session=_text(parent.get("session")),
        username=_text(parent.get("username")),
        kernel_session=_text(header.get("session")),
        date=date if isinstance(date, str) else None,
        received=received,
        mono=mono,
        buffers=buffers,
    )
    return _Opened(msg_type, make, content_bytes)


def _body(parts: Sequence[bytes]) -> tuple[bytes, bytes, bytes, bytes, bytes] | None:
    try:
        start = list(parts).index(_DELIMITER) + 1
    except ValueError:
        return None
    body = parts[start : start + 5]
    if len(body) < 5:
        return None
    return body[0], body[1], body[2], body[3], body[4]


def _buffers(parts: Sequence[bytes]) -> int:
    """How many binary parts follow the content."""
    return max(0, len(parts) - list(parts).index(_DELIMITER) - 6)


def _signed(key: bytes, signature: bytes, signed: Sequence[bytes]) -> bool:
    digest = hmac.new(key, digestmod=hashlib.sha256)
    for part in signed:
        digest.update(part)
    return hmac.compare_digest(digest.hexdigest().encode(), signature)


def _object(data: bytes) -> dict[str, Any]:
    """A JSON object, however badly written; anything else is an empty one."""
    try:
        value = msgspec.json.decode(data)
    except (msgspec.DecodeError, ValueError, RecursionError):
        value = _lenient(data)
    return value if isinstance(value, dict) else {}


def _lenient(data: bytes) -> Any:
    """JSON with NaN, lone surrogates or bytes that are no UTF-8: what kernels do send."""
    try:
        return encodable(json.loads(data.decode("utf-8", "replace")))
    except (ValueError, RecursionError):
        return None


def encodable(value: Any) -> Any:
    """The same value with every text fit for UTF-8 (lone surrogates become «?»)."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, list):
        return [encodable(item) for item in value]
    if isinstance(value, dict):
        return {encodable(key): encodable(item) for key, item in value.items()}
    return value


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
