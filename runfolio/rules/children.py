"""Child runs: which there are in an epoch, and which steps each was active in (DESIGN §3.12).

A child run is opened by code (`with runfolio.run("name")`), so the rule of boundaries has no say
in it: it begins and ends where the code says, maybe many times within one step. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ..models.logged import ChildStatus, Logged
from .results import StepRecord


@dataclass
class ChildRun:
    """One child run as the steps of its epoch tell of it."""

    token: str
    name: str | None
    parent: str | None
    """Token of the child run around it."""
    began_at: int
    """µs since the epoch."""
    ended_at: int | None = None
    status: ChildStatus | None = None
    """None: its end was not seen."""
    steps: list[str] = field(default_factory=list)
    """Those during which it was active, in executed order."""
    logged: dict[str, Logged] = field(default_factory=dict)
    """By step; steps in which it logged nothing are left out."""


def children_of(executed: Sequence[str], records: Mapping[str, StepRecord]) -> list[ChildRun]:
    """The child runs of an epoch in the order in which they began. executed: step_ids, oldest
    first. What is told of one whose begin is not known is left out."""
    found: dict[str, ChildRun] = {}
    active: dict[str, ChildRun] = {}
    for step_id in executed:
        record = records.get(step_id)
        if record is None:
            continue
        for token, part in record.children.items():
            if token not in found and part.began_at is not None:
                found[token] = active[token] = ChildRun(
                    token, part.name, part.parent, part.began_at)
        for child in active.values():
            child.steps.append(step_id)
        for token, part in record.children.items():
            if token not in found:
                continue
            child = found[token]
            if step_id not in child.steps:
                child.steps.append(step_id)  # logged by its handle after it had ended
            child.logged[step_id] = part.logged
            if part.ended_at is not None:
                child.ended_at, child.status = part.ended_at, part.status
                active.pop(token, None)
    return list(found.values())
