"""Notebooks with recorded cells."""

from __future__ import annotations

from ..models.notebook import NotebookList
from ..store.protocol import Store
from .common import PAGE


class NotebookService:
    """Use cases of notebooks."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def list(self, limit: int = PAGE, cursor: str | None = None,
             path: str | None = None) -> NotebookList:
        """A page of notebooks, newest first; the one at a path, if told."""
        notebooks, more = self._store.read(lambda tx: tx.notebooks.page(path, limit, cursor))
        return NotebookList(notebooks=notebooks, cursor=more)
