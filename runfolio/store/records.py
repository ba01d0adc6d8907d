"""What the store gives and takes that is no wire shape."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from ..models.base import Time
from ..models.metric import Series
from ..models.notebook import NoticeKind
from ..models.snapshot import SnapshotSource

EpochEnd = Literal["restart", "died", "shutdown", "lost"]
"""How an epoch ended; lost: the server was not there to see it."""


@dataclass(frozen=True)
class Epoch:
    """One life of a kernel between (re)starts: number counts per kernel_id."""

    kernel_id: str
    number: int
    notebook_id: str
    language: str | None
    environment_digest: str | None
    started: Time
    ended: Time | None = None
    how: EpochEnd | None = None


@dataclass(frozen=True)
class OpenEpoch:
    """An epoch that nobody closed, with what was executing in it: for reconciliation at start."""

    epoch: Epoch
    busy: list[str]
    """step_ids that are busy or queued."""


@dataclass(frozen=True)
class Fact:
    """What one extractor in one version read off a step. body is the extractor's own JSON."""

    extractor: str
    version: int
    body: bytes


@dataclass(frozen=True)
class StoredSeries:
    """The series of one metric with the step that it belongs to."""

    step_id: str
    child: str
    key: str
    series: Series


@dataclass(frozen=True)
class Blob:
    """One content-addressed content of an output."""

    mime: str
    data: bytes


@dataclass(frozen=True)
class StoredSnapshot:
    """The document that a step was executed from: digest is of a models.snapshot document."""

    digest: str
    source: SnapshotSource
    taken_at: Time


@dataclass(frozen=True)
class RunQuery:
    """Which runs, in which order. cursor is what an earlier page gave."""

    experiment_id: str | None = None
    notebook_id: str | None = None
    ids: tuple[str, ...] | None = None
    since: int | None = None
    ascending: bool = False
    limit: int = 100
    cursor: str | None = None


@dataclass(frozen=True)
class StepQuery:
    """Which steps of the timeline, newest first."""

    kernel_id: str | None = None
    notebook_id: str | None = None
    since: int | None = None
    limit: int = 100
    cursor: str | None = None
    outputs: bool = True
    """False: without their outputs."""


@dataclass
class StoreState:
    """How the store is: status and problem are those of models.notebook.Health."""

    status: Literal["starting", "ok", "degraded", "unavailable"] = "starting"
    problem: NoticeKind | None = None
    message: str = ""
    """What is wrong, in one sentence a user can act on; empty when nothing is."""
    blocked: bool = False
    """Nothing can be written now: writes wait. A problem without it: outputs are not kept."""
    pending: int = 0
    """Writes that wait, in memory or in the spill file."""
    dropped: int = 0
    """Writes refused since the start because too much waited, or lost at its end."""
    outputs_dropped: int = 0
    """Outputs since the start that were not kept, for want of space."""
    facts: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """What one function of a batch came to: its answer, or what it raised."""

    answer: Any = None
    error: Exception | None = None
    outputs_dropped: int = 0
    size_dropped: int = 0
    """Bytes of these outputs."""
