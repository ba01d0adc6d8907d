"""A store per test."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from store_help import open_store

from runfolio.store.protocol import Tx
from runfolio.store.writer import QueuedStore


@pytest.fixture
def store_path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "runfolio" / "store.db"


@pytest.fixture
def store(store_path: Path) -> Iterator[QueuedStore]:
    found = open_store(store_path)
    yield found
    found.close()


@pytest.fixture
def write(store: QueuedStore) -> Callable[[Callable[[Tx], Any]], Any]:
    """Write and wait for the answer."""
    return lambda fn: store.write(fn).result(30)


@pytest.fixture
def lock(store_path):
    """A lock of another program, let go by calling it."""
    open_store(store_path).close()
    other = sqlite3.connect(store_path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    yield lambda: other.in_transaction and other.execute("COMMIT")
    other.close()


@pytest.fixture
def spill(tmp_path):
    return tmp_path / "run" / "spill"
