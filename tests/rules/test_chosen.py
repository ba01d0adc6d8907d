"""Runs made after the fact agree with those that the rule makes of the same steps."""

from __future__ import annotations

import pytest
from boundary_vectors import Vector, vectors

from runfolio.models.rule import RuleEvent, StepResults
from runfolio.rules.boundaries import replay
from runfolio.rules.chosen import chosen, executed, is_range

VECTORS = vectors()


def _epochs(events: list[RuleEvent]) -> list[list[RuleEvent]]:
    """The events of each kernel epoch, its end with it."""
    found: list[list[RuleEvent]] = [[]]
    for event in events:
        found[-1].append(event)
        if event.kind in ("restart", "died"):
            found.append([])
    return [epoch for epoch in found if executed(epoch)]


@pytest.mark.parametrize("vector", VECTORS, ids=[vector.name for vector in VECTORS])
def test_the_steps_of_a_run_make_that_run(vector: Vector) -> None:
    for events in _epochs(vector.events):
        order = executed(events)
        for run in replay(events).runs:
            assert is_range(order, run.own)
            made = chosen(events, run.own)
            assert made.opened_by == "from-steps"
            assert (made.own, made.inherited, made.after_result) == (
                run.own, run.inherited, run.after_result)
            assert (list(made.results), list(made.inherited_results)) == (
                list(run.results), list(run.inherited_results))
            if run.frozen:
                assert (made.status, made.flags, made.stale) == (
                    run.status, run.flags, run.stale)
            else:
                assert made.status in ("finished", "failed", "killed")


def _run(step: str, loss: float | None = None) -> RuleEvent:
    results = None if loss is None else StepResults(metrics={"loss": [loss]})
    return RuleEvent(kind="execute", step_id=step, cell_key=step.partition("#")[0],
                     results=results)


EVENTS = [_run("a#1"), _run("b#1", 0.5), _run("b#2", 0.4), _run("c#1", 0.3)]


def test_a_part_of_a_run_inherits_what_came_before() -> None:
    run = chosen(EVENTS, ["b#2", "c#1"])
    assert run.inherited == ["a#1"]  # b#1 was written over by b#2
    assert list(run.results) == ["b#2", "c#1"]
    assert run.status == "finished"


def test_what_ran_later_says_nothing_of_it() -> None:
    later = [*EVENTS, RuleEvent(kind="died", busy=True)]
    assert chosen(later, ["a#1", "b#1"]).status == "finished"
    assert chosen(later, ["b#2", "c#1"]).status == "killed"
    killed = [*EVENTS, _run("d#1"), RuleEvent(kind="died", busy=True)]
    assert chosen(killed, ["c#1", "d#1"]).flags == {"killed-after-result": ["d#1"]}
    assert chosen(killed, ["d#1"]).status == "killed"


def test_late_results_are_its_own() -> None:
    late = RuleEvent(kind="late_results", step_id="a#1",
                     results=StepResults(metrics={"acc": [0.9]}))
    assert list(chosen([*EVENTS, late], ["a#1"]).results) == ["a#1"]


@pytest.mark.parametrize("steps", [[], ["a#1", "b#2"], ["a#1", "x#1"], ["x#1"]])
def test_gaps_and_strangers_make_no_run(steps: list[str]) -> None:
    with pytest.raises(ValueError, match="no range"):
        chosen(EVENTS, steps)
