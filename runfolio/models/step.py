"""A run step: one execution of one cell, as recorded (DESIGN §2, decisions.md Wire)."""

from __future__ import annotations

from typing import Literal

import msgspec

from .base import Shape, Time
from .flags import StepFlags
from .output import Output, RawOutput

StepStatus = Literal["queued", "busy", "finished", "failed", "aborted", "interrupted", "lost"]
Origin = Literal["cell", "console", "tool", "unknown"]
Role = Literal["own", "inherited", "after-result"]


class RawStep(Shape, kw_only=True):
    """An execution as it came from the kernel, secrets and all. Lives in memory only."""

    kernel_id: str
    epoch: int
    seq: int
    msg_id: str
    session: str
    """Client session of the execute request, from the parent header."""
    username: str = ""
    code: str
    execution_count: int | None = None
    status: StepStatus = "busy"
    queued_at: Time | None = None
    started_at: Time
    ended_at: Time | None = None
    duration: float | None = None
    """Seconds between receipt of execute_input and of idle, by the monotonic clock."""
    outputs: list[RawOutput] = msgspec.field(default_factory=list)
    outputs_dropped: int = 0
    """Outputs over the caps of the trace, counted and not kept."""


class Step(Shape, kw_only=True):
    """One execution of one cell, redacted: what facts, rules, store and screen see."""

    step_id: str
    kernel_id: str
    epoch: int
    seq: int
    msg_id: str
    notebook_id: str | None = None
    cell_key: str | None = None
    cell_id: str | None = None
    cell_number: int | None = None
    """1-based among the code cells of the document when it ran."""
    heading: str | None = None
    code: str
    code_digest: str
    execution_count: int | None = None
    status: StepStatus = "busy"
    queued_at: Time | None = None
    started_at: Time
    ended_at: Time | None = None
    duration: float | None = None
    """Seconds."""
    origin: Origin = "unknown"
    look: bool = False
    flags: StepFlags = msgspec.field(default_factory=dict)
    outputs: list[Output] = msgspec.field(default_factory=list)
    redactions: int = 0
    """How many secrets were removed from code and outputs before the first write."""


class RunStep(Step, kw_only=True):
    """A step as one run sees it."""

    role: Role


class TimelineStep(Step, kw_only=True):
    """A step as the kernel's timeline sees it."""

    run_ids: list[str] = msgspec.field(default_factory=list)
    """Runs that executed it, in the order in which they opened; those that only inherited it
    and those in the trash are left out."""
    run_numbers: list[int] = msgspec.field(default_factory=list)
    """Their #n, in the same order."""


class RunSteps(Shape, kw_only=True):
    """Answer of runs/{id}/steps: the run's steps in executed order."""

    steps: list[RunStep]


class Timeline(Shape, kw_only=True):
    """Answer of steps?kernel=&notebook=: newest first."""

    steps: list[TimelineStep]
    cursor: str | None = None


class StepOutputs(Shape, kw_only=True):
    """Answer of steps/{id}/outputs."""

    outputs: list[Output]
