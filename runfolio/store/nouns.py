"""The nouns of the store: what can be kept and asked within one transaction (store/protocol.py).

Nouns give and take the shapes of runfolio.models; what has no wire shape is in store/records.py.
In a reading transaction every writing method raises.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from ..models.base import Time
from ..models.environment import Environment
from ..models.metric import Series
from ..models.notebook import Experiment, ExperimentUpdate, Notebook, Notice, NoticeKind, Recording
from ..models.rule import RuleEvent
from ..models.run import CellRef, Run, RunUpdate
from ..models.snapshot import Moment, SnapshotDocument
from ..models.step import Role, RunStep, Step, TimelineStep
from .records import (
    Blob,
    Epoch,
    EpochEnd,
    Fact,
    OpenEpoch,
    RunQuery,
    StepQuery,
    StoredSeries,
    StoredSnapshot,
)


class Notebooks(Protocol):
    """Notebooks by path. A path is relative to the server's root, or kernel:<id>."""

    def ensure(self, path: str, at: Time) -> Notebook:
        """The notebook at path; made, with its default experiment (the file's stem), if new."""

    def find(self, path: str) -> Notebook | None:
        """The notebook that is at path now."""

    def get(self, notebook_id: str) -> Notebook | None:
        """The notebook with this id."""

    def rename(self, old: str, new: str) -> None:
        """The file moved: the notebook follows; its default experiment too, unless renamed by
        the user. A notebook that was at new is gone from there. Unknown old: nothing happens."""

    def remove(self, path: str) -> None:
        """The file was deleted: a file at this path later is another notebook."""

    def of_file(self, file: str) -> Notebook | None:
        """The notebook, not removed, that was last seen in this file: <device>:<inode>. A file
        system gives the number of a deleted file to another one: more must speak for it."""

    def mark_file(self, notebook_id: str, file: str) -> None:
        """The notebook is in this file now."""

    def page(self, path: str | None, limit: int, cursor: str | None
             ) -> tuple[list[Notebook], str | None]:
        """A page of notebooks, newest first, and the cursor of the next."""


class Experiments(Protocol):
    """Named groups of runs."""

    def ensure(self, name: str, at: Time) -> Experiment:
        """The oldest experiment of this name (or id); made if there is none."""

    def get(self, experiment_id: str) -> Experiment | None:
        """One experiment."""

    def page(self, limit: int, cursor: str | None) -> tuple[list[Experiment], str | None]:
        """A page of experiments, newest first."""

    def update(self, experiment_id: str, update: ExperimentUpdate) -> Experiment:
        """Set name or baseline. Raises NotFound (also for a baseline of another experiment)."""


class Epochs(Protocol):
    """Kernel epochs: (kernel_id, number)."""

    def open(self, epoch: Epoch) -> None:
        """An epoch began; again with the same key: its notebook, language and environment are
        replaced (they may become known late)."""

    def close(self, kernel_id: str, number: int, how: EpochEnd, at: Time) -> None:
        """It ended; a second end changes nothing."""

    def get(self, kernel_id: str, number: int) -> Epoch | None:
        """One epoch."""

    def highest(self, kernel_id: str) -> int:
        """The highest number used for this kernel, 0 if none."""

    def left_open(self) -> list[OpenEpoch]:
        """Epochs without an end, oldest first."""


class Steps(Protocol):
    """Executions. Keys: step_id; unique (kernel_id, epoch, msg_id) and (kernel_id, epoch, seq)."""

    def insert(self, step: Step) -> None:
        """A step began (at execute_input). Inserted again: updated, so a retry makes no second."""

    def update(self, step: Step) -> None:
        """All columns and outputs of a known step are replaced: completed, late outputs, lost.
        Raises NotFound."""

    def get(self, step_id: str) -> Step | None:
        """One step with outputs."""

    def many(self, step_ids: Iterable[str]) -> dict[str, Step]:
        """Steps with outputs by id; unknown ids are left out."""

    def looks(self, step_ids: Iterable[str]) -> set[str]:
        """Those of the steps whose code only shows something."""

    def of_epoch(self, kernel_id: str, epoch: int) -> list[Step]:
        """All steps of an epoch in order of seq, with outputs."""

    def of_run(self, run_id: str) -> list[RunStep]:
        """A run's steps in executed order with their role, with outputs."""

    def timeline(self, query: StepQuery) -> tuple[list[TimelineStep], str | None]:
        """A page of the timeline, newest first."""


class Contents(Protocol):
    """Contents of outputs by sha256 (docs/adr/0011: they are rows)."""

    def put(self, digest: str, mime: str, data: bytes) -> None:
        """Keep data under its digest; kept once."""

    def get(self, digest: str) -> Blob | None:
        """What was kept."""


class Snapshots(Protocol):
    """Which document a step was executed from. Documents and texts are contents."""

    def put(self, step_id: str, snapshot: StoredSnapshot) -> None:
        """The step's document, in place of an earlier one."""

    def of_run(self, run_id: str, moment: Moment) -> tuple[str, StoredSnapshot] | None:
        """The first (opened) or last (closed) step that the run executed itself, and its
        document; None where that step has none."""

    def document(self, digest: str) -> SnapshotDocument | None:
        """A kept document."""

    def texts(self, digests: Iterable[str]) -> dict[str, str]:
        """Kept texts of cells by digest; unknown ones are left out."""

    def kept(self, digests: Iterable[str]) -> set[str]:
        """Those of the digests that are kept."""


class Facts(Protocol):
    """What extractors read off steps, replaced whole."""

    def replace(self, step_id: str, extractor: str, version: int, body: bytes) -> None:
        """The extractor's answer for a step, in place of an earlier one."""

    def of_steps(self, step_ids: Iterable[str]) -> dict[str, dict[str, Fact]]:
        """step_id → extractor → fact; steps without facts have an empty dict."""


class RuleEvents(Protocol):
    """The rule's input, in the order in which it entered."""

    def append(self, kernel_id: str, epoch: int, event: RuleEvent) -> None:
        """One more event of the epoch."""

    def of_epoch(self, kernel_id: str, epoch: int) -> list[RuleEvent]:
        """All events of the epoch in order."""


class Runs(Protocol):
    """Runs and which steps they have."""

    def save(self, run: Run, members: Sequence[tuple[str, Role]]) -> Run:
        """Insert or replace what follows from facts, and the run's steps (step_id, role).

        Decided here, whatever run says: number (at the first write, unique in the experiment,
        never used again), revision (+1 of one sequence over all runs), color (at the first own
        result). What a user set – name, note, tags, starred, color – stays; tags are the union
        of the annotations' and the user's. A deleted run stays deleted. Answers the run as kept.
        """

    def get(self, run_id: str) -> Run | None:
        """One run that is not in the trash, without live, cells, spark."""

    def many(self, run_ids: Iterable[str]) -> dict[str, Run]:
        """Runs by id; unknown and deleted ones are left out."""

    def page(self, query: RunQuery) -> tuple[list[Run], str | None]:
        """A page of runs by opened_at; with query.ids: these in this order, no cursor."""

    def removed(self, since: int) -> list[str]:
        """Runs deleted at a revision above since."""

    def trashed(self, run_ids: Iterable[str]) -> set[str]:
        """Which of these are in the trash."""

    def revision(self) -> int:
        """The highest revision given."""

    def of_epoch(self, kernel_id: str, epoch: int) -> list[Run]:
        """Runs of an epoch, oldest first, deleted ones too."""

    def earlier(self, notebook_id: str, before: Time, limit: int = 50, *,
                children: bool = False) -> list[Run]:
        """Runs of the notebook that are no draft and opened before, newest first: the first one
        is what changes are computed against, all are candidates for replicate_of. children:
        child runs instead of the others."""

    def holding(self, step_id: str) -> list[str]:
        """run_ids that hold the step in any role."""

    def made_by(self, step_ids: Iterable[str]) -> dict[str, str]:
        """step_id → the run that executed it (role own or after-result), never a child run; others
        left out."""

    def cells(self, run_ids: Iterable[str]) -> dict[str, list[CellRef]]:
        """The effective cells of each run in executed order: of each cell the latest execution
        that is not after the last result."""

    def update(self, run_id: str, update: RunUpdate) -> Run:
        """What a user sets; revision + 1. Raises NotFound."""

    def delete(self, run_id: str) -> None:
        """Move to the trash; revision + 1. Raises NotFound."""

    def restore(self, run_id: str) -> None:
        """Out of the trash; revision + 1. One that is not in it stays as it is. Raises NotFound."""


class Metrics(Protocol):
    """Series of steps, keyed (step_id, child, key); child is "" outside child runs."""

    def replace(self, step_id: str, child: str, metrics: Mapping[str, Series]) -> None:
        """All metrics of the step and child, points included, in place of earlier ones."""

    def of_steps(self, step_ids: Iterable[str], keys: Iterable[str] | None = None
                 ) -> list[StoredSeries]:
        """Whole series, by step in the order given, then by key."""


class Environments(Protocol):
    """Environments by digest."""

    def put(self, digest: str, environment: Environment) -> None:
        """Keep it; kept once."""

    def get(self, digest: str) -> Environment | None:
        """What was kept."""


class Notices(Protocol):
    """What the panel must say until it is dismissed."""

    def add(self, kind: NoticeKind, key: str, facts: Mapping[str, str], at: Time) -> Notice | None:
        """A notice, once for (kind, key): None where it exists or was dismissed for good."""

    def current(self) -> list[Notice]:
        """Those not dismissed, oldest first."""

    def delete(self, notice_id: str) -> None:
        """Dismiss for good. Raises NotFound."""


class RecordingSwitch(Protocol):
    """The recording switch."""

    def get(self) -> Recording:
        """The default and where notebooks differ from it."""

    def set_initial(self, on: bool) -> None:
        """The default as long as the user has set none: the server's trait."""

    def set_default(self, on: bool) -> None:
        """Of all notebooks that have no switch of their own."""

    def set_notebook(self, notebook_id: str, on: bool) -> None:
        """Of one notebook. Raises NotFound."""

    def is_on(self, notebook_id: str) -> bool:
        """Is this notebook recorded."""


class CellAliases(Protocol):
    """Keys that turned out to be the same cell (rules/cellkeys.py)."""

    def put(self, notebook_id: str, alias: str, cell_key: str, confidence: float,
            at: Time) -> None:
        """alias is cell_key from now on; replaces an earlier answer."""

    def of_notebook(self, notebook_id: str) -> dict[str, str]:
        """alias → cell_key."""
