"""Snapshots: a notebook's document as it stood at a step (docs/adr/0014)."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from .base import Shape, Time

Moment = Literal["opened", "closed"]
"""At a run's first own step, at its last one."""
SnapshotSource = Literal["browser", "file"]
"""browser: the live document, as a recorder told it. file: the saved file, as it was read then."""
LeftOut = Literal["too-large", "off"]
"""Why the text of a cell is not kept: over a cap, or the cell says `track: off`."""
CellType = Literal["code", "markdown", "raw"]


class SnapshotCell(Shape, kw_only=True, omit_defaults=True):
    """One cell of a kept document; its text is a content of its own."""

    cell_id: str
    cell_type: CellType
    source_digest: str | None = None
    """Of the redacted text, under which it is kept; None where the text is left out."""
    redactions: int = 0
    left_out: LeftOut | None = None


class SnapshotDocument(Shape, kw_only=True):
    """A kept document: what its digest is of. Cells from top to bottom."""

    cells: list[SnapshotCell]


class Snapshot(Shape, kw_only=True):
    """The notebook as it stood when a run opened or closed."""

    run_id: str
    moment: Moment
    step_id: str
    """The run's first or last own step."""
    digest: str
    """Of the document: equal digests are equal documents."""
    source: SnapshotSource
    taken_at: Time
    """When the browser told it, or the file was read."""
    redactions: int
    """Secrets that were removed from its cells."""
    left_out: dict[str, str] = msgspec.field(default_factory=dict)
    """cell_id → why its text is not kept: too-large, off, lost (it could not be stored)."""
    notebook: dict[str, Any]
    """nbformat 4.5, without outputs, execution counts, attachments and cell metadata."""
