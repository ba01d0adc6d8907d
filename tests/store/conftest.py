"""A store per test."""

from __future__ import annotations

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
