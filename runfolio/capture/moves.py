"""Notebooks follow their files over renames and deletions of files and folders."""

from __future__ import annotations

from collections.abc import Callable

from ..store.protocol import Tx
from .notebooks import PathEvent, PathMoved, moved_path

PAGE = 1000


def path_after(path: str, event: PathEvent) -> str:
    """Where a notebook is after the event."""
    if isinstance(event, PathMoved):
        moved = moved_path(path, event.old, event.new)
        return path if moved is None else moved
    return path


def applied(event: PathEvent) -> Callable[[Tx], None]:
    """The event on all notebooks at or below the path."""
    def work(tx: Tx) -> None:
        for path in _paths(tx):
            if isinstance(event, PathMoved):
                if path_after(path, event) != path:
                    tx.notebooks.rename(path, path_after(path, event))
            elif moved_path(path, event.path, event.path) is not None:
                tx.notebooks.remove(path)
    return work


def _paths(tx: Tx) -> list[str]:
    paths, cursor = [], None
    while True:
        page, cursor = tx.notebooks.page(None, PAGE, cursor)
        paths += [notebook.path for notebook in page]
        if cursor is None:
            return paths
