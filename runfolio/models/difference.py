"""Differences of two runs as facts; words are the screen's (rules/changes.py)."""

from __future__ import annotations

import msgspec

from .base import Shape
from .run import CellChange, PackageChange, ParamChange


class Differences(Shape, kw_only=True):
    """Answer of differences?runs=a,b."""

    left: str
    right: str
    params: list[ParamChange] = msgspec.field(default_factory=list)
    cells: list[CellChange] = msgspec.field(default_factory=list)
    packages: list[PackageChange] = msgspec.field(default_factory=list)
    packages_same: int = 0
    packages_known: bool = True
    """False where the packages of a run were not recorded: never shown as equal."""
    data: list[str] = msgspec.field(default_factory=list)
