"""What a trace tells (trace.py), and how much it keeps in memory."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ..models.base import Time
from ..models.step import RawStep


@dataclass(frozen=True, slots=True)
class Caps:
    """What a trace keeps in memory. Bytes are UTF-8; streams keep head and tail each."""

    head_bytes: int = 64 * 1024
    tail_bytes: int = 64 * 1024
    error_bytes: int = 256 * 1024
    rich_bytes: int = 64 * 1024 * 1024
    """All rich outputs of one step together."""
    outputs: int = 2000
    """Outputs of one step."""
    ended_steps: int = 200
    """Ended steps that late outputs and display updates can still reach."""
    ended_bytes: int = 64 * 1024 * 1024
    waiting: int = 10_000
    """Requests that are busy without a step."""


@dataclass(frozen=True, slots=True)
class StepStarted:
    """execute_input came."""

    raw: RawStep


class StepChanged:
    """Something is shown differently, maybe after the end of the step.

    raw is made when it is read and shows the step as it is then: a thousand of these in a row
    cost nothing but the last one's reading.
    """

    __slots__ = ("_snapshot", "msg_id")

    def __init__(self, msg_id: str, snapshot: Callable[[], RawStep]) -> None:
        self.msg_id = msg_id
        self._snapshot = snapshot

    @property
    def raw(self) -> RawStep:
        """The step with all its outputs, now."""
        return self._snapshot()


@dataclass(frozen=True, slots=True)
class StepEnded:
    """idle came, or the epoch was lost under it."""

    raw: RawStep


@dataclass(frozen=True, slots=True)
class StepAborted:
    """A request ended without having been executed: queued behind an error, or silent.

    Only an intent that names msg_id tells that a cell was meant.
    """

    msg_id: str
    at: Time


TraceEvent = StepStarted | StepChanged | StepEnded | StepAborted
