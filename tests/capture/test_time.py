"""Clocks that are moved: durations come from the monotonic one and are never negative."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
from trace_replay import BEGAN

from runfolio.capture import redact
from runfolio.capture.epoch import EpochLog
from runfolio.capture.logged import Logged
from runfolio.capture.saving import made_of
from runfolio.capture.trace import Message, StepEnded, StepStarted, Trace
from runfolio.models.notebook import Notebook
from runfolio.service.recompute import RunContext


def message(kind: str, parent: str, at: float, mono: float, date: str, **content) -> Message:
    return Message(
        msg_type=kind, parent_id=parent, parent_type="execute_request", session="s",
        username="user", kernel_session="k", date=date, received=BEGAN + timedelta(seconds=at),
        mono=mono, content=content)


def epoch(seed: int):
    """Random steps; between any two messages the server's clock may be set anywhere."""
    chance = random.Random(seed)
    trace, wall, mono = Trace("k", 1), 0.0, 1000.0
    steps, truth = [], {}
    for n in range(chance.randint(1, 12)):
        parent = f"m{n}"
        began = mono
        for kind, content in (
            ("execute_input", {"code": f"x = {n}", "execution_count": n}),
            ("stream", {"name": "stdout", "text": "loss: 0.5\n"}),
            ("status", {"execution_state": "idle"}),
        ):
            date = (BEGAN + timedelta(days=chance.uniform(-9999, 9999))).isoformat()
            for event in trace.feed(message(kind, parent, wall, mono, date, **content)):
                if isinstance(event, StepStarted):
                    began = mono
                if isinstance(event, StepEnded):
                    steps.append(event.raw)
                    truth[parent] = mono - began
            passed = chance.choice([0.0, 0.001, chance.uniform(0, 500)])
            mono += passed
            wall += passed + chance.choice([0, 0, chance.uniform(-5e6, 5e6)])
    return steps, truth


@pytest.mark.parametrize("seed", range(60))
def test_durations_are_monotonic_whatever_the_clock_does(seed: int) -> None:
    steps, truth = epoch(seed)
    assert {step.msg_id: step.duration for step in steps} == pytest.approx(truth)
    assert all(step.duration >= 0 for step in steps)
    assert [step.seq for step in steps] == list(range(1, len(steps) + 1)), "order is of receipt"


@pytest.mark.parametrize("seed", range(60))
def test_a_run_is_never_shorter_than_its_steps(seed: int) -> None:
    steps, truth = epoch(seed)
    log = EpochLog("k", 1, "python", Trace("k", 1))
    for raw in steps:
        step = redact.complete(redact.begin(raw), raw, redact.Caps()).step
        step.cell_key = raw.msg_id
        log.enter(log.record_of(step, None, Logged()))
    notebook = Notebook(notebook_id="n", path="a.ipynb", experiment_id="e", created_at=BEGAN)
    context = RunContext(notebook, "k", 1, "python", None)
    for rule_run in log.rule.runs:
        run = made_of(log, context, rule_run).run
        own = [log.records[step_id].step.msg_id for step_id in rule_run.own]
        assert run.busy_seconds == pytest.approx(sum(truth[msg_id] for msg_id in own))
        assert run.wall_seconds >= run.busy_seconds >= 0


def test_steps_that_come_at_once_keep_their_order_by_their_ids() -> None:
    trace, begun = Trace("k", 1), []
    for n in range(50):
        for event in trace.feed(message("execute_input", f"m{n}", 0.0001 * (n % 3), 1.0, "")):
            assert isinstance(event, StepStarted)
            begun.append(redact.begin(event.raw).step_id)
    assert sorted(begun) == begun


def test_a_clock_that_is_set_back_dates_steps_anew() -> None:
    trace = Trace("k", 1)
    dates = [event.raw.started_at for at in (0.0, -3600.0)
             for event in trace.feed(message("execute_input", f"m{at}", at, 1.0, ""))]
    assert dates == [BEGAN, BEGAN - timedelta(hours=1)]
