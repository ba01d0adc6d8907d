"""Notebooks, experiments and the recording switch."""

from __future__ import annotations

from typing import Literal

import msgspec

from .base import Shape, Time


class Notebook(Shape, kw_only=True):
    """A notebook file whose cells were recorded."""

    notebook_id: str
    path: str
    """Relative to the server's root where it lies below it; kernel:<id> where there is no file."""
    experiment_id: str
    created_at: Time
    run_count: int = 0
    recording: bool = True


class NotebookList(Shape, kw_only=True):
    notebooks: list[Notebook]
    cursor: str | None = None


class Experiment(Shape, kw_only=True):
    """A named group of runs; by default one per notebook."""

    experiment_id: str
    name: str
    created_at: Time
    baseline_run_id: str | None = None
    run_count: int = 0


class ExperimentList(Shape, kw_only=True):
    experiments: list[Experiment]
    cursor: str | None = None


class ExperimentUpdate(Shape, kw_only=True, omit_defaults=True):
    """Body of PATCH experiments/{id}."""

    name: str | msgspec.UnsetType = msgspec.UNSET
    baseline_run_id: str | msgspec.UnsetType | None = msgspec.UNSET


class Recording(Shape, kw_only=True):
    """The recording switch, kept by the server (DESIGN §3.1)."""

    default: bool = True
    notebooks: dict[str, bool] = msgspec.field(default_factory=dict)
    """notebook_id to on or off, where it differs from the default."""


class RecordingUpdate(Shape, kw_only=True, omit_defaults=True):
    """Body of PATCH recording. notebooks may be keyed by id or by path (path:…)."""

    default: bool | msgspec.UnsetType = msgspec.UNSET
    notebooks: dict[str, bool] | msgspec.UnsetType = msgspec.UNSET


NoticeKind = Literal[
    "first-use", "annotation", "store-unreadable", "store-newer", "store-locked",
    "disk-full", "read-only", "records-dropped",
]


class Notice(Shape, kw_only=True):
    """Something the panel must say. Words are the client's; facts are here."""

    notice_id: str
    kind: NoticeKind
    created_at: Time
    facts: dict[str, str] = msgspec.field(default_factory=dict)


class NoticeList(Shape, kw_only=True):
    notices: list[Notice]
    cursor: str | None = None


class Health(Shape, kw_only=True):
    """Answer of health: what works, where, how well."""

    version: str
    status: Literal["starting", "ok", "degraded", "unavailable"]
    store_path: str
    pending: int = 0
    """Records that wait to be saved, in memory or in a file beside it."""
    blocked: bool = False
    """Nothing can be saved now. With the problem disk-full and not blocked, all but outputs is."""
    dropped: int = 0
    """Records lost since the server started, counted."""
    outputs_dropped: int = 0
    """Outputs that were not kept since the server started, for want of space, counted."""
    problem: str | None = None
    """Notice kind of what is wrong, if something is."""
    rules_version: int = 0
