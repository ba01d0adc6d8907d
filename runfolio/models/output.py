"""Outputs of a step: what the user saw, within caps."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from .base import Shape

OutputKind = Literal["stream", "display_data", "execute_result", "error"]


class Content(Shape, kw_only=True):
    """One MIME representation of an output. Text within the cap is inline, all else by digest."""

    mime: str
    size: int
    """Bytes of the whole representation."""
    digest: str | None = None
    """sha256 of its bytes, kept under contents unless dropped; None when it is or was inline."""
    text: str | None = None
    """The representation itself, when it is text and small."""
    dropped: bool = False
    """True when it was over the cap or the disk was full: it is not kept."""


class Output(Shape, kw_only=True):
    """One output as the user saw it at last: after clear_output, carriage returns, backspaces,
    display updates and caps were applied."""

    kind: OutputKind
    name: str | None = None
    """stdout or stderr, of a stream."""
    text: str = ""
    """Stream: head and tail with colours kept; error: the traceback, whole."""
    total_bytes: int = 0
    """Bytes the kernel sent for it, also those that were written over."""
    left_out: int = 0
    """Bytes between head and tail that were shown and are not in text."""
    cleared_bytes: int = 0
    """Of a step's first output: bytes of what clear_output had taken away before it."""
    digest: str | None = None
    """sha256 of all bytes the kernel sent for a stream. None for other kinds, where secrets were
    taken out of it, and where some of it could not be received."""
    truncated: bool = False
    """True when not all of text is kept: head and tail only, or none (the step's flag
    `outputs-dropped`: the disk was full)."""
    ename: str | None = None
    evalue: str | None = None
    display_id: str | None = None
    contents: list[Content] = msgspec.field(default_factory=list)


class RawOutput(Shape, kw_only=True):
    """An output as the trace collected it, before redaction and storing. In memory only."""

    kind: OutputKind
    name: str | None = None
    head: str = ""
    tail: str = ""
    left_out: int = 0
    total_bytes: int = 0
    cleared_bytes: int = 0
    digest: str | None = None
    ename: str | None = None
    evalue: str | None = None
    display_id: str | None = None
    data: dict[str, Any] = msgspec.field(default_factory=dict)
    """MIME bundle as sent: text, base64 text, or JSON values."""
    sizes: dict[str, int] = msgspec.field(default_factory=dict)
    """Bytes of the representations that were over the cap and are not in data."""
