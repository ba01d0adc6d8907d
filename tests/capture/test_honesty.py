"""Flags reach steps and runs, and a log that is replayed says what was said when it was live."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import msgspec
from trace_replay import BEGAN

from runfolio import ids
from runfolio.capture.epoch import EpochLog
from runfolio.capture.logged import Logged
from runfolio.capture.saving import made_of
from runfolio.capture.trace import Trace
from runfolio.models.notebook import Notebook
from runfolio.models.output import Output
from runfolio.models.rule import RuleEvent
from runfolio.models.run import Run
from runfolio.models.step import Step
from runfolio.service.recompute import RunContext, save
from runfolio.store.writer import QueuedStore

TRAIN = "net.partial_fit(X, y)\nprint('accuracy:', net.score(X, y))"


class Session:
    """Cells executed one after the other, and the events that a store would keep."""

    def __init__(self, language: str = "python") -> None:
        self.log = EpochLog("k", 1, language, Trace("k", 1))
        self.language = language
        self.events: list[RuleEvent] = []
        self.steps: dict[str, Step] = {}

    def run(self, cell: str, code: str, *, printed: str = "", before: tuple[RuleEvent, ...] = (),
            origin: str = "cell", status: str = "finished") -> Step:
        number = len(self.steps) + 1
        at = BEGAN + timedelta(seconds=number)
        outputs = [Output(kind="stream", name="stdout", text=printed)]
        step = Step(
            step_id=ids.step_id(1_800_000_000_000 + number, "k", 1, f"m{number}"), kernel_id="k",
            epoch=1, seq=number, msg_id=f"m{number}", cell_key=cell, code=code,
            code_digest=ids.digest(code.encode()), started_at=at, ended_at=at, duration=0.5,
            origin=origin, status=status, outputs=outputs if printed else [],
            execution_count=number)
        entered = self.log.enter(self.log.record_of(step, None, Logged()), before)
        self.events += entered.events
        self.steps[step.step_id] = step
        return step

    def replayed(self) -> EpochLog:
        log = EpochLog("k", 1, self.language, Trace("k", 1))
        for event in self.events:
            record = self.log.records.get(event.step_id or "")
            if record is not None:
                step = msgspec.structs.replace(record.step, flags={})
                record = replace(record, step=step)
            log.replay(event, record, BEGAN)
        return log


def runs_of(log: EpochLog, experiment: str = "e", notebook_id: str = "n") -> list[Run]:
    notebook = Notebook(notebook_id=notebook_id, path="a.ipynb", experiment_id=experiment,
                        created_at=BEGAN)
    context = RunContext(notebook, "k", 1, log.language, None)
    return [made_of(log, context, run).run for run in log.rule.runs]


def trained_twice() -> Session:
    session = Session()
    session.run("m", "net = SGDClassifier()")
    session.run("t", TRAIN, printed="accuracy: 0.5\n")
    session.run("t", TRAIN, printed="accuracy: 0.7\n")
    return session


def test_the_step_says_it_by_name_and_the_run_by_step() -> None:
    session = trained_twice()
    first, second = runs_of(session.log)
    last = list(session.steps)[-1]
    assert session.steps[last].flags == {"carried-state": ["net"], "repeated": ["2"]}
    assert "carried-state" not in first.flags
    assert second.flags == {"carried-state": [last]}


def test_a_replayed_log_says_the_same() -> None:
    session = trained_twice()
    cells = RuleEvent(kind="document", document=["m", "t", "q", "e"], edited_cells=["m"],
                      earlier_cells=["m", "q"])
    session.run("e", "print('f1:', f(net))", printed="f1: 0.5\n", before=(cells,))
    session.run("x", "import os", origin="console")
    gone = RuleEvent(kind="document", document=["t", "e"])
    session.run("e", "print('f1:', f(net))", printed="f1: 0.6\n", before=(gone,))
    again = session.replayed()
    assert [run.flags for run in runs_of(again)] == [run.flags for run in runs_of(session.log)]
    assert {step: record.step.flags for step, record in again.records.items()} == {
        step: record.step.flags for step, record in session.log.records.items()}
    names = {name for run in runs_of(again) for name in run.flags}
    assert {"carried-state", "edited-since", "deleted-cell", "foreign-code"} <= names
    assert any("earlier-epoch" in record.step.flags for record in again.records.values())


def test_another_language_has_the_flags_of_the_log_alone() -> None:
    session = Session("r")
    session.run("b", "x <- x + 1", before=(RuleEvent(kind="document", document=["a", "b"]),))
    assert session.run("b", "x <- x + 1").flags == {"repeated": ["2"]}
    assert session.run("a", "x <- 0").flags == {"out-of-order": ["b"]}


def test_code_that_was_not_recorded_makes_nothing_certain() -> None:
    session = Session()
    session.run("a", "x = 0")
    session.run("b", "x += 1")
    session.log.skip(3)
    assert session.run("b", "x += 1").flags == {"repeated": ["2"]}


def test_a_console_may_have_made_the_name_anew() -> None:
    session = Session()
    session.run("a", "x = 0")
    session.run("b", "x += 1")
    session.run("", "x = 0", origin="console")
    assert "carried-state" not in session.run("b", "x += 1").flags


def test_the_open_view_learns_nothing_for_the_log() -> None:
    session = trained_twice()
    fork = session.log.fork()
    step = msgspec.structs.replace(list(session.steps.values())[-1], step_id="later")
    fork.enter(fork.record_of(step, None, Logged()))
    assert session.run("t", TRAIN).flags == {"carried-state": ["net"], "repeated": ["3"]}


def test_a_run_that_carries_state_replicates_none_that_does_not(tmp_path: Path) -> None:
    session = trained_twice()
    session.run("t", TRAIN, printed="accuracy: 0.8\n")
    store = QueuedStore(tmp_path / "store", gather=0.0)
    store.start()

    def work(tx):
        notebook = tx.notebooks.ensure("a.ipynb", BEGAN)
        for step in session.steps.values():
            step.notebook_id = notebook.notebook_id
            tx.steps.insert(step)
        context = RunContext(notebook, "k", 1, "python", None)
        return [save(tx, made_of(session.log, context, run)) for run in session.log.rule.runs]

    try:
        first, second, third = store.write(work).result(30)
    finally:
        store.close()
    assert (first.replicate_of, second.replicate_of) == (None, None)
    assert third.replicate_of == second.run_id, "both go on from what was there"
