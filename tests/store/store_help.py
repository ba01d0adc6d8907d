"""Real stores in temporary folders, and the smallest shapes to put into them."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from runfolio import ids
from runfolio.models.base import Time, from_us
from runfolio.models.metric import Metric, Series
from runfolio.models.param import Param
from runfolio.models.run import Result, Run
from runfolio.models.step import Step
from runfolio.store.protocol import Tx
from runfolio.store.records import StoreState
from runfolio.store.writer import QueuedStore

T0 = from_us(1_800_000_000_123_456)


def later(seconds: float) -> Time:
    return T0 + timedelta(seconds=seconds)


def open_store(path: Path, **options: Any) -> QueuedStore:
    """A started store; gather=0 so that no test waits for a group commit."""
    store = QueuedStore(path, **{"gather": 0.0, "busy_ms": 100, **options})
    store.start()
    return store


def wait_for(store: QueuedStore, good: Callable[[StoreState], bool]) -> StoreState:
    """Until the writer has got there: a wait that ends with the event, not with time."""
    for _ in range(600):
        if good(store.state()):
            break
        time.sleep(0.05)
    assert good(store.state()), store.state()
    return store.state()


def wait_for_problem(store: QueuedStore, problem: str | None) -> StoreState:
    """Until the writer has met the fault, or met it no more."""
    return wait_for(store, lambda state: state.problem == problem and state.status != "starting")


def fill_disk(store: QueuedStore, pages: int = 0) -> None:
    """From now on there is room for so many more pages of the database (a setting of the one
    connection that the writer uses)."""
    database = store._database
    assert database is not None
    with database._writer.connect() as connection:
        used = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count={int(used or 0) + pages}")


def free_disk(store: QueuedStore) -> None:
    """There is room again. Any thread: the connection is the writer's, so a new one is made."""
    assert store._database is not None
    store._database._writer.dispose()


def step(seq: int, **fields: Any) -> Step:
    kernel, epoch, msg = fields.get("kernel_id", "k1"), fields.get("epoch", 1), f"m{seq}"
    code = fields.get("code", f"x = {seq}")
    return Step(**{
        "step_id": ids.step_id(1_800_000_000_000 + seq, kernel, epoch, msg), "kernel_id": kernel,
        "epoch": epoch, "seq": seq, "msg_id": msg, "code": code, "cell_key": f"cell{seq}",
        "code_digest": ids.digest(code.encode()), "started_at": later(seq), **fields})


def metric(last: float) -> Metric:
    return Metric(last=last, min=last, max=last, count=1, first_x=0, last_x=0, grade="result")


def series(values: list[Any], x: list[Any] | None = None) -> Series:
    return Series(values=values, x=x or [float(at) for at in range(len(values))], grade="result")


def run(tx: Tx, opening: Step, *, path: str = "a/digits.ipynb", **fields: Any) -> Run:
    """A run opened by a step, in the notebook at path; with one result unless results=[]."""
    notebook = tx.notebooks.ensure(path, T0)
    results = [Result(step_id=opening.step_id, metrics={"acc": metric(0.5)})]
    return Run(**{
        "run_id": ids.run_id(ids.ms_of(opening.step_id), opening.kernel_id, opening.epoch,
                             opening.msg_id),
        "notebook_id": notebook.notebook_id, "experiment_id": notebook.experiment_id,
        "revision": 0, "rules_version": 1, "number": 0, "status": "finished",
        "draft": fields.get("results") == [], "opened_by": "first-step",
        "opened_at": opening.started_at, "notebook_path": notebook.path,
        "kernel_id": opening.kernel_id, "kernel_epoch": opening.epoch, "results": results,
        "params": {"lr": Param(type="float", text="0.1", value=0.1, source="assigned")},
        **fields})


def add_run(tx: Tx, seq: int, **fields: Any) -> Run:
    """A run of one own step, both saved."""
    opening = step(seq)
    made = run(tx, opening, **fields)
    opening.notebook_id = made.notebook_id
    tx.steps.insert(opening)
    return tx.runs.save(made, [(opening.step_id, "own")])
