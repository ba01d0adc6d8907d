"""Runs made after the fact: a user says which steps make one (DESIGN §3.11)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from ..models.rule import RuleEvent
from .boundaries import Rule, RuleRun


def executed(events: Iterable[RuleEvent]) -> list[str]:
    """step_ids of an epoch's steps in the order in which they entered the rule."""
    return [event.step_id for event in events
            if event.kind == "execute" and event.step_id is not None]


def is_range(order: Sequence[str], steps: Collection[str]) -> bool:
    """Do the steps stand in the order without a gap? What ran in between would have changed
    what the later ones found."""
    at = [place for place, step in enumerate(order) if step in steps]
    return len(at) == len(set(steps)) > 0 and at[-1] - at[0] + 1 == len(at)


def chosen(events: Sequence[RuleEvent], steps: Collection[str]) -> RuleRun:
    """The closed run whose own steps are these, a range of one epoch's log; what stands before
    is inherited, results that came late are its own. Raises ValueError where it is no range."""
    if not is_range(executed(events), steps):
        raise ValueError("the steps are no range of the epoch")
    rule, left = Rule(), set(steps)
    run: RuleRun | None = None
    for event in events:
        if event.kind == "execute" and event.step_id in left:
            rule.admit(event, None if run else "from-steps")
            run = run or rule.runs[-1]
            left.discard(event.step_id)
        elif run is None or _is_of(event, run, over=not left):
            rule.feed(event)
        elif not left and not run.frozen:
            run.close()
    assert run is not None
    if not run.frozen:
        run.close()
    return run


def _is_of(event: RuleEvent, run: RuleRun, *, over: bool) -> bool:
    """What else of the log says something of the run: foreign code between its steps, the end
    of its kernel right behind them, results that came late."""
    if event.kind == "late_results":
        return True
    if event.kind in ("foreign", "document"):
        return not over
    return event.kind in ("restart", "died") and not run.frozen
