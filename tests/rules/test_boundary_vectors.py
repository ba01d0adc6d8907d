"""Every vector of contract/run-boundaries.json, one test each, and what holds along all of them."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from boundary_vectors import Vector, results_of, vectors

from runfolio.models.rule import RuleEvent, StepResults
from runfolio.rules.boundaries import Rule, RuleRun, replay

VECTORS = vectors()
each_vector = pytest.mark.parametrize("vector", VECTORS, ids=[v.name for v in VECTORS])


def without_decimals(results: dict[str, StepResults]) -> dict[str, StepResults]:
    return {step: msgspec.structs.replace(found, decimals={}) for step, found in results.items()}


def folded(run: RuleRun, vector: Vector) -> tuple[dict[str, Any], dict[str, list[Any]]]:
    """(params, varied) by a plain fold of what the effective steps of each result set."""
    effective = [run.effective_at(step) for step in run.results] or [run.steps]
    states: list[dict[str, Any]] = []
    for steps in effective:
        states.append({})
        for step in steps:
            states[-1].update(vector.params.get(step, {}))
    names = {name: [state[name] for state in states if name in state] for state in states
             for name in state}
    params = {name: values[0] for name, values in names.items() if len(set(values)) == 1}
    return params, {name: values for name, values in names.items() if name not in params}


def told(run: RuleRun, vector: Vector) -> dict[str, Any]:
    """The run in the words of the contract."""
    params, varied = folded(run, vector)
    return {
        "opened_by": run.opened_by, "name": run.name, "draft": run.draft, "status": run.status,
        "flags": sorted(run.flags), "steps": run.steps, "inherited": run.inherited,
        "after_result": run.after_result, "results": without_decimals(run.results),
        "inherited_results": without_decimals(run.inherited_results),
        "params": params, "varied": varied,
    }


def wanted(raw: dict[str, Any]) -> dict[str, Any]:
    known = {"opened_by", "name", "draft", "status", "flags", "steps", "inherited",
             "after_result", "results", "inherited_results", "params", "varied"}
    assert set(raw) <= known, f"the contract says something new: {set(raw) - known}"
    results = {
        key: without_decimals({step: results_of(found) for step, found in raw[key].items()})
        for key in ("results", "inherited_results")
    }
    defaults: dict[str, Any] = {"name": None, "flags": [], "params": {}, "varied": {}}
    return {**defaults, **raw, **results}


def test_there_are_62_vectors() -> None:
    assert len(VECTORS) == 62


@each_vector
def test_vector(vector: Vector) -> None:
    rule = replay(vector.events)
    assert [told(run, vector) for run in rule.runs] == [wanted(raw) for raw in vector.runs]
    still_open = [run for run in rule.runs if run.status == "open"]
    assert still_open == ([rule.open_run] if rule.open_run else [])


@each_vector
def test_events_survive_the_wire(vector: Vector) -> None:
    """rule_events are stored as JSON and replayed: the same runs."""
    kept = msgspec.json.decode(msgspec.json.encode(vector.events), type=list[RuleEvent])
    again, first = replay(kept), replay(vector.events)
    assert [told(r, vector) for r in again.runs] == [told(r, vector) for r in first.runs]


@each_vector
def test_flags_stand_on_steps(vector: Vector) -> None:
    for run in replay(vector.events).runs:
        outside = {event.step_id for event in vector.events if event.kind == "foreign"}
        for name, steps in run.flags.items():
            assert set(steps) <= (outside if name == "foreign-code" else set(run.own))


@each_vector
def test_probe_agrees_with_feed(vector: Vector) -> None:
    rule = Rule()
    for event in vector.events:
        if event.kind != "execute":
            rule.feed(event)
            continue
        known = RuleEvent(kind="execute", step_id=event.step_id, cell_key=event.cell_key,
                          look=event.look, edited=event.edited, run=event.run)
        expected = rule.probe(known)
        before = len(rule.runs)
        rule.feed(event)
        opened = rule.runs[-1].opened_by if len(rule.runs) > before else None
        if not (event.look and event.results):
            assert opened == expected
