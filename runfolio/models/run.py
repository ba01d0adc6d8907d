"""A run: one comparable attempt (DESIGN §3, decisions.md Wire)."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from .base import Shape, Time
from .flags import RunFlags
from .logged import LoggedFile
from .metric import Metrics
from .numbers import Number
from .param import Params
from .step import StepStatus

RunStatus = Literal["open", "finished", "failed", "killed"]
OpenedBy = Literal[
    "first-step", "run-all", "new-run", "annotation", "re-execution", "from-steps", "code"
]
CellChangeKind = Literal["edited", "added", "removed"]


class Result(Shape, kw_only=True):
    """What one step of a run gave: metrics of result grade, a search's choice, artifacts."""

    step_id: str
    cell_key: str | None = None
    cell_number: int | None = None
    heading: str | None = None
    metrics: Metrics = msgspec.field(default_factory=dict)
    params: Params = msgspec.field(default_factory=dict)
    """Effective params at this result."""
    selected: dict[str, Any] = msgspec.field(default_factory=dict)
    artifacts: list[str] = msgspec.field(default_factory=list)


class InheritedResult(Result, kw_only=True):
    """A result of a step executed before the run opened: shown greyed, never ranked."""

    run_id: str | None = None
    """The run that made it."""
    stale: bool = False


class ParamChange(Shape, kw_only=True):
    """One param that differs from the run compared with; texts as written, None = absent."""

    name: str
    before: str | None = None
    after: str | None = None


class CellChange(Shape, kw_only=True):
    """One cell whose effective code differs."""

    cell_key: str
    number: int | None = None
    kind: CellChangeKind
    before_word: str | None = None
    """With after_word: set when exactly one word was replaced by one word."""
    after_word: str | None = None


class PackageChange(Shape, kw_only=True):
    """One package whose version differs; None = not installed."""

    name: str
    before: str | None = None
    after: str | None = None


class Changes(Shape, kw_only=True):
    """What changed against the last earlier run of the notebook that is no draft."""

    against: str | None = None
    against_number: int | None = None
    params: list[ParamChange] = msgspec.field(default_factory=list)
    cells: list[CellChange] = msgspec.field(default_factory=list)
    packages: list[PackageChange] = msgspec.field(default_factory=list)
    data: list[str] = msgspec.field(default_factory=list)


class StepCounts(Shape, kw_only=True):
    """Steps of a run by role."""

    own: int = 0
    inherited: int = 0
    after_result: int = 0


class LiveStep(Shape, kw_only=True):
    """One block of the open run's strip."""

    step_id: str
    cell_key: str | None = None
    cell_number: int | None = None
    execution_count: int | None = None
    status: StepStatus
    role: Literal["own", "inherited", "after-result"]


class Live(Shape, kw_only=True):
    """What is known only while the run is open."""

    steps: list[LiveStep] = msgspec.field(default_factory=list)
    queued: int = 0
    """Cells that were asked for and have not begun."""
    busy_since: Time | None = None
    last_step_at: Time | None = None
    probable: bool = False
    """True while a step runs whose boundary is not decided yet (DESIGN §3.15)."""


class CellRef(Shape, kw_only=True):
    """One effective cell of a run, for alignment: with=cells."""

    cell_key: str
    step_id: str
    number: int | None = None
    heading: str | None = None
    code_digest: str
    role: Literal["own", "inherited", "after-result"]
    look: bool = False
    """Its code only shows something; where it gave no result it separates no runs."""


class Run(Shape, kw_only=True):
    """One comparable attempt, from the step that opened it to the step before the next run."""

    run_id: str
    notebook_id: str
    experiment_id: str
    revision: int
    """Rises with every change of the run; runs?since= asks by it."""
    rules_version: int
    number: int
    """The #n, unique in its experiment, never used again."""
    name: str | None = None
    status: RunStatus
    busy: bool = False
    draft: bool
    replicate_of: str | None = None
    parent_run_id: str | None = None
    opened_by: OpenedBy
    opened_at: Time
    last_result_at: Time | None = None
    closed_at: Time | None = None
    busy_seconds: float = 0.0
    wall_seconds: float = 0.0
    notebook_path: str
    language: str | None = None
    kernel_id: str
    kernel_epoch: int
    params: Params = msgspec.field(default_factory=dict)
    results: list[Result] = msgspec.field(default_factory=list)
    inherited_results: list[InheritedResult] = msgspec.field(default_factory=list)
    observations: Metrics = msgspec.field(default_factory=dict)
    flags: RunFlags = msgspec.field(default_factory=dict)
    """Flag name to the step_ids it stands on."""
    changes: Changes | None = None
    step_counts: StepCounts = msgspec.field(default_factory=StepCounts)
    environment_digest: str | None = None
    datasets: list[str] = msgspec.field(default_factory=list)
    artifacts: list[str] = msgspec.field(default_factory=list)
    logged_files: list[LoggedFile] = msgspec.field(default_factory=list)
    """Facts of the artifacts, models and datasets that own steps logged by name."""
    tags: list[str] = msgspec.field(default_factory=list)
    note: str | None = None
    starred: bool = False
    color: int | None = None
    """Palette slot 1-10, given at the first result."""
    live: Live | None = None
    cells: list[CellRef] | None = None
    """Only when asked for: with=cells."""
    spark: list[Number] | None = None
    """Only when asked for: with=spark:KEY, at most 30 points."""


class RunList(Shape, kw_only=True):
    """Answer of runs. Live runs are among them, with live set."""

    runs: list[Run]
    cursor: str | None = None
    revision: int = 0
    """The highest revision in the store: what to pass as since= next."""
    removed: list[str] = msgspec.field(default_factory=list)
    """With since=: runs deleted since then."""


class RunUpdate(Shape, kw_only=True, omit_defaults=True):
    """Body of PATCH runs/{id}: what a user sets; unset fields stay."""

    trashed: bool | msgspec.UnsetType = msgspec.UNSET
    """False takes the run out of the trash; DELETE moves it there."""

    name: str | msgspec.UnsetType | None = msgspec.UNSET
    note: str | msgspec.UnsetType | None = msgspec.UNSET
    tags: list[str] | msgspec.UnsetType = msgspec.UNSET
    starred: bool | msgspec.UnsetType = msgspec.UNSET
    color: int | msgspec.UnsetType = msgspec.UNSET
    parent_run_id: str | msgspec.UnsetType | None = msgspec.UNSET
    """Of a child run: the run of the same experiment to hang it below; null: back below the run
    that its code ran in."""


class LiveAnswer(Shape, kw_only=True):
    """Answer of live?notebook=: the open run of the notebook, or none."""

    run: Run | None = None
