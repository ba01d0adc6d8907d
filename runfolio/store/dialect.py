"""The one place that knows which database it is: SQLite's file, pragmas and locks."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import stat
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event

#: The first build of each line in which the WAL-reset bug (lost commits with two connections,
#: sqlite.org/wal.html#walresetbug) is mended.
_FIXED_BUILDS = ((3, 44, 6), (3, 50, 7))
_FIXED_FROM = (3, 51, 3)

_HEADER = b"SQLite format 3\0"


def wal_is_safe(version: tuple[int, ...] = sqlite3.sqlite_version_info) -> bool:
    """Is this build of SQLite without the WAL-reset bug."""
    if version >= _FIXED_FROM:
        return True
    return any(version[:2] == fixed[:2] and version >= fixed for fixed in _FIXED_BUILDS)


def make_private(path: Path) -> None:
    """A file of mode 0600 in a folder of mode 0700; SQLite gives its journals the file's mode.

    Raises OSError where that cannot be made. A folder that was there keeps its mode when it is
    not ours to change.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    for place, mode in ((path.parent, 0o700), (path, 0o600)):
        if place == path:
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, mode))
        if stat.S_IMODE(place.stat().st_mode) & 0o077:
            with contextlib.suppress(PermissionError):
                place.chmod(mode)


def looks_like_store(path: Path) -> bool:
    """False for a file whose header is no SQLite header; an empty one is a new store."""
    with path.open("rb") as file:
        head = file.read(len(_HEADER))
    return not head or head == _HEADER


def writer_engine(path: Path, busy_ms: int) -> Engine:
    """The engine of the one writer: transactions take the write lock when they begin."""
    engine = _engine(path)

    @event.listens_for(engine, "connect")
    def _prepare(raw: Any, _record: Any) -> None:
        raw.isolation_level = None
        for pragma in (f"busy_timeout={busy_ms}",
                       f"journal_mode={'WAL' if wal_is_safe() else 'DELETE'}",
                       "synchronous=NORMAL", "foreign_keys=OFF"):
            raw.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def reader_engine(path: Path, busy_ms: int) -> Engine:
    """The engine of readers: their connections cannot change anything."""
    engine = _engine(path)

    @event.listens_for(engine, "connect")
    def _prepare(raw: Any, _record: Any) -> None:
        raw.isolation_level = None
        raw.execute(f"PRAGMA busy_timeout={busy_ms}")
        raw.execute("PRAGMA query_only=ON")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN")

    return engine


def _engine(path: Path) -> Engine:
    """mode=rw: a file that is not there is an error, never made in passing."""
    place = quote(str(path.resolve()))
    return create_engine(
        "sqlite+pysqlite://",
        creator=lambda: sqlite3.connect(f"file:{place}?mode=rw", uri=True,
                                        check_same_thread=False, timeout=0),
        poolclass=_pool(), pool_size=4, max_overflow=16)


def _pool() -> Any:
    from sqlalchemy.pool import QueuePool

    return QueuePool
