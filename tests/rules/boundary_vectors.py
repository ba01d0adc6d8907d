"""The contract's vectors of run boundaries in the vocabulary of RuleEvent: cell#n is a step_id."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from runfolio.models.rule import RuleEvent, StepResults

FIXTURES = Path(__file__).parents[2] / "fixtures"


@dataclass
class Vector:
    """One vector: its events for the rule, what each step sets, and the runs that must be."""

    name: str
    events: list[RuleEvent]
    params: dict[str, dict[str, Any]] = field(default_factory=dict)
    runs: list[dict[str, Any]] = field(default_factory=list)


def vectors() -> list[Vector]:
    """All vectors of fixtures/run-boundaries.json."""
    text = (FIXTURES / "run-boundaries.json").read_text(encoding="utf-8")
    return [_vector(raw) for raw in json.loads(text)["vectors"]]


def results_of(raw: dict[str, Any]) -> StepResults:
    """Results as an event or an expectation of the contract gives them."""
    metrics = raw.get("metrics", {})
    return StepResults(
        metrics={key: [value] for key, value in metrics.items()},
        decimals={key: len(repr(value).partition(".")[2]) for key, value in metrics.items()},
        selected=raw.get("selected", {}),
        artifacts=[raw["artifact"]] if "artifact" in raw else [],
    )


def _vector(raw: dict[str, Any]) -> Vector:
    vector = Vector(raw["name"], [], runs=raw["runs"])
    counts: Counter[str] = Counter()
    for at, event in enumerate(raw["events"]):
        made = _event(event, counts, at)
        vector.events.append(made)
        if "params" in event:
            assert made.step_id
            vector.params[made.step_id] = event["params"]
    return vector


def _event(raw: dict[str, Any], counts: Counter[str], at: int) -> RuleEvent:
    if "execute" in raw:
        return _execute(raw, counts)
    (kind,) = set(raw) - {"metrics"}
    value = raw[kind]
    match kind:
        case "late_metrics":
            return RuleEvent(kind="late_results", step_id=value, results=results_of(raw))
        case "restart" | "died":
            return RuleEvent(kind=kind, busy=value == "busy")
        case "document":
            return RuleEvent(kind=kind, document=value)
        case "foreign":
            return RuleEvent(kind=kind, step_id=f"foreign#{at}", origin=value)
        case "aborted":
            return RuleEvent(kind=kind, step_id=f"aborted#{at}", cell_key=value)
        case "late_run_all":
            return RuleEvent(kind=kind, step_id=value)
        case "run_all" | "new_run":
            return RuleEvent(kind=kind)
    raise ValueError(f"unknown event {raw}")


def _execute(raw: dict[str, Any], counts: Counter[str]) -> RuleEvent:
    known = {"execute", "metrics", "artifact", "selected", "observed", "params",
             "look", "edited", "failed", "interrupted", "run"}
    assert set(raw) <= known, f"the contract says something new: {set(raw) - known}"
    cell = raw["execute"]
    counts[cell] += 1
    return RuleEvent(
        kind="execute", step_id=f"{cell}#{counts[cell]}", cell_key=cell,
        results=results_of(raw) or None, look=raw.get("look", False),
        edited=raw.get("edited", False), failed=raw.get("failed", False),
        interrupted=raw.get("interrupted", False), run=raw.get("run"),
    )
