"""The event that says that something changed: ids only, since every subscriber sees it."""

from __future__ import annotations

from typing import Literal

import msgspec

from .base import Shape

What = Literal["runs", "recording", "notices"]


class RunsChanged(Shape, kw_only=True):
    """Data of urn:runfolio:runs:v1. A hint: REST is the truth."""

    seq: int
    runs: list[str] = msgspec.field(default_factory=list)
    """At most 100 run_ids that changed."""
    removed: list[str] = msgspec.field(default_factory=list)
    what: list[What] = msgspec.field(default_factory=list)
    all: bool = False
    """True when more changed than is listed."""
