"""How much of an output is kept. Imports nothing, so that the server's settings can say it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """In bytes: the traits of the same names."""

    stream_bytes: int = 64_000
    """Of a stream's head and tail each."""
    output_bytes: int = 10_000_000
    """Of one representation of an output."""
