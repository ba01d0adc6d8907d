"""A store opened by a tool beside the server: read only, also while the server writes."""

from __future__ import annotations

from pathlib import Path

from ..errors import NotFound, StoreUnavailable
from .database import Database


def open_for_reading(path: Path, busy_ms: int = 5000) -> Database:
    """The store at path, for Database.read. Raises NotFound where there is none, and
    StoreUnavailable where it cannot be read; changes nothing."""
    if not path.is_file():
        raise NotFound(f"There is no store at {path}: nothing was recorded yet.")
    database = Database(path, busy_ms)
    database.look()
    if not database.readable:
        raise StoreUnavailable(
            f"The store at {path} is of an older version.", "store-unreadable",
            "Start JupyterLab once: it brings the store up to date.")
    return database
