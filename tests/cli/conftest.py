"""A store with runs, as a server would have left it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "store"))

from store_help import add_run, metric, open_store, run, step

from runfolio.models.param import Param
from runfolio.models.run import Result, Run
from runfolio.store.protocol import Tx
from runfolio.store.writer import QueuedStore


def _second(tx: Tx) -> Run:
    opening = step(2, code="\nclf.fit(X, y)", cell_number=4, duration=1.5, status="finished")
    tx.steps.insert(opening)
    got = Result(step_id=opening.step_id, cell_number=4, heading="Fit",
                 metrics={"val_acc": metric(0.96875), "loss": metric(float("nan"))})
    made = run(tx, opening, results=[got], name="base\x1b[31mline", tags=["a"], note="why",
               params={"lr": Param(type="float", text="1e-3", value=0.001, source="call"),
                       "alpha": Param(varied=[1, 2], varied_at=["x", "y"])},
               observations={"rows": metric(1797)}, flags={"interrupted": [opening.step_id]},
               busy_seconds=3725.0, wall_seconds=75.0)
    return tx.runs.save(made, [(step(1).step_id, "inherited"), (opening.step_id, "own")])


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[tuple[QueuedStore, list[Run]]]:
    """The open store of a server, and its runs: #1, #2 of a/digits.ipynb, #1 of other.ipynb."""
    store = open_store(tmp_path / "runfolio" / "store.db")
    runs = [store.write(lambda tx: add_run(tx, 1)).result(30), store.write(_second).result(30),
            store.write(lambda tx: add_run(tx, 3, path="other.ipynb", results=[])).result(30)]
    yield store, runs
    store.close()


@pytest.fixture
def folder(kept: tuple[QueuedStore, list[Run]]) -> str:
    return str(kept[0].path.parent)
