"""The notebook as it stood when a run opened and closed, put together from kept documents."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

from ..errors import BadRequest, NotFound
from ..models.run import Run
from ..models.snapshot import Moment, Snapshot, SnapshotCell, SnapshotDocument
from ..store.protocol import Store, Tx
from .common import run_in


class SnapshotService:
    """Use cases of snapshots."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def of_run(self, run_id: str, moment: str = "opened") -> Snapshot:
        """The notebook when the run opened (its first own step) or closed (its last one).
        Raises NotFound, also for the end of a run that is open; BadRequest."""
        if moment not in get_args(Moment):
            raise BadRequest("moment is opened or closed.")
        asked: Moment = "closed" if moment == "closed" else "opened"
        return self._store.read(lambda tx: _snapshot(tx, run_in(tx, run_id), asked))


def _snapshot(tx: Tx, run: Run, moment: Moment) -> Snapshot:
    if moment == "closed" and run.status == "open":
        raise NotFound("The run has not closed.", "moment=opened is there.")
    found = tx.snapshots.of_run(run.run_id, moment)
    document = tx.snapshots.document(found[1].digest) if found else None
    if found is None or document is None:
        raise NotFound(
            "The notebook as it stood then was not kept.",
            "Neither a browser told it nor could the saved file be read at that time.")
    step_id, kept = found
    texts = tx.snapshots.texts(
        cell.source_digest for cell in document.cells if cell.source_digest is not None)
    left_out: dict[str, str] = {cell.cell_id: cell.left_out or "lost" for cell in document.cells
                                if cell.source_digest not in texts}
    return Snapshot(
        run_id=run.run_id, moment=moment, step_id=step_id, digest=kept.digest, source=kept.source,
        taken_at=kept.taken_at, redactions=sum(cell.redactions for cell in document.cells),
        left_out=left_out, notebook=notebook_of(document, texts, run.language))


def notebook_of(document: SnapshotDocument, texts: Mapping[str, str], language: str | None
                ) -> dict[str, Any]:
    """nbformat 4.5 (the schema's required fields). A cell's text that is not in texts is empty."""
    metadata = {} if language is None else {"language_info": {"name": language}}
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": metadata,
            "cells": [_cell(cell, texts.get(cell.source_digest or "", ""))
                      for cell in document.cells]}


def _cell(cell: SnapshotCell, text: str) -> dict[str, Any]:
    found: dict[str, Any] = {"id": cell.cell_id, "cell_type": cell.cell_type, "metadata": {},
                             "source": text}
    if cell.cell_type == "code":
        found |= {"execution_count": None, "outputs": []}
    return found
