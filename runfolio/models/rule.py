"""What the rule reads: the vocabulary of contract/run-boundaries.json, kept in rule_events."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from .base import Shape
from .numbers import Number

RuleKind = Literal[
    "execute", "aborted", "foreign", "run_all", "new_run", "late_run_all",
    "document", "restart", "died", "late_results",
]


class StepResults(Shape, kw_only=True, omit_defaults=True):
    """Facts of result grade of one step, as far as the rule cares."""

    metrics: dict[str, list[Number]] = msgspec.field(default_factory=dict)
    decimals: dict[str, int] = msgspec.field(default_factory=dict)
    """Printed decimals by metric key: values equal at that precision are the same value."""
    selected: dict[str, Any] = msgspec.field(default_factory=dict)
    artifacts: list[str] = msgspec.field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.metrics or self.selected or self.artifacts)


class RuleEvent(Shape, kw_only=True, omit_defaults=True):
    """One thing that happened in a kernel epoch, in the order in which it entered the rule."""

    kind: RuleKind
    notebook_id: str | None = None
    """Whose runs it is about, where it is not the notebook of the kernel's own session."""
    step_id: str | None = None
    """execute, aborted, foreign: the step; late_run_all, late_results: the step it is about."""
    cell_key: str | None = None
    results: StepResults | None = None
    look: bool = False
    edited: bool = False
    """The code differs from the cell's execution before."""
    failed: bool = False
    interrupted: bool = False
    run: str | None = None
    """The name in the step's annotation."""
    origin: Literal["console", "tool"] | None = None
    busy: bool = False
    """restart, died: was the kernel executing then. The step that was executing has entered as
    an execute event before."""
    document: list[str] = msgspec.field(default_factory=list)
    """document: cell keys from top to bottom, of cells that hold code."""
    edited_cells: list[str] = msgspec.field(default_factory=list)
    """document: keys of cells whose code is not what they ran last."""
    earlier_cells: list[str] = msgspec.field(default_factory=list)
    """document: keys of cells that ran in an earlier epoch of the notebook."""
