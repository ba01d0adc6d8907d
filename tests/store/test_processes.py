"""Two processes on one store, and processes that are killed."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from store_help import open_store

WRITER = """
import pathlib, sys
from runfolio.models.base import now
from runfolio.store.writer import QueuedStore

store = QueuedStore(pathlib.Path(sys.argv[1]), gather=0.002)
store.start()
futures = []
for at in range(int(sys.argv[3])):
    path = f"{sys.argv[2]}-{at}.ipynb"
    future = store.write(lambda tx, path=path: tx.notebooks.ensure(path, now()).path)
    future.add_done_callback(lambda done: print(done.result(), flush=True))
    futures.append(future)
    if at % 7 == 0:
        future.result(60)
store.close(60)
print("closed", flush=True)
"""


def _writer(path: Path, name: str, count: int) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-c", WRITER, str(path), name, str(count)],
                            stdout=subprocess.PIPE, text=True)


def _paths(path: Path) -> set[str]:
    store = open_store(path)
    store.write(lambda tx: tx.runs.revision()).result(30)
    found = {row.path for row in store.read(lambda tx: tx.notebooks.page(None, 1_000_000, None))[0]}
    store.close()
    return found


def test_two_processes_that_start_at_once_share_one_store(store_path):
    both = [_writer(store_path, name, 40) for name in ("a", "b")]
    said = [process.communicate(timeout=100)[0].split() for process in both]
    assert [lines[-1] for lines in said] == ["closed", "closed"]
    assert _paths(store_path) == {f"{name}-{at}.ipynb" for name in "ab" for at in range(40)}


@pytest.mark.parametrize("seed", range(4))
def test_a_killed_process_loses_no_write_that_it_acknowledged(store_path, seed):
    process = _writer(store_path, "k", 100_000)
    assert process.stdout is not None
    acknowledged = [process.stdout.readline().strip()
                    for _ in range(random.Random(seed).randrange(20, 120))]
    os.kill(process.pid, signal.SIGKILL)
    acknowledged += process.stdout.read().split("\n")[:-1]
    process.wait(30)
    process.stdout.close()
    assert set(acknowledged) <= _paths(store_path)
    with sqlite3.connect(store_path) as look:
        assert look.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    look.close()
