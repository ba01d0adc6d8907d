"""A run that was made of facts and is not kept yet."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..models.run import Run
from ..models.step import Role
from ..rules.changes import Effective


@dataclass(frozen=True)
class Made:
    """A run as far as its own epoch tells, its steps, and what it is compared by."""

    run: Run
    members: list[tuple[str, Role]]
    effective: Effective
    children: list[Made] = field(default_factory=list)
    """Child runs, the outer ones first."""
