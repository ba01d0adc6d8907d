"""What must hold for any order of events, on many made ones."""

from __future__ import annotations

import copy
import random
from typing import Any

import pytest

from runfolio.models.rule import RuleEvent, StepResults
from runfolio.rules.boundaries import Rule, RuleRun, replay

CELLS = ["imports", "data", "peek", "model", "train", "show", "plot"]
LOOKS = {"peek", "show"}


def made_events(seed: int, count: int = 40) -> list[RuleEvent]:
    """A session that no user would have, but every event of which is possible."""
    chance = random.Random(seed)
    events: list[RuleEvent] = []
    steps: list[str] = []
    for at in range(count):
        kind = chance.choices(
            ["execute", "run_all", "new_run", "late_run_all", "late_results", "foreign",
             "aborted", "document", "restart", "died"],
            [60, 3, 3, 4, 6, 3, 2, 3, 2, 1])[0]
        if kind == "execute":
            events.append(_execution(chance, at))
            steps.append(f"s{at}")
        elif kind in ("late_run_all", "late_results"):
            step = chance.choice(steps[-3:]) if steps else "unknown"
            results = _results(chance) if kind == "late_results" else None
            events.append(RuleEvent(kind=kind, step_id=step, results=results))
        elif kind == "document":
            events.append(RuleEvent(kind=kind, document=chance.sample(CELLS, 5)))
        elif kind in ("restart", "died"):
            events.append(RuleEvent(kind=kind, busy=chance.random() < 0.5))
        else:
            events.append(RuleEvent(kind=kind, step_id=f"x{at}"))
    return events


def _execution(chance: random.Random, at: int) -> RuleEvent:
    cell = chance.choice(CELLS)
    gives = cell in ("train", "show") and chance.random() < 0.7
    return RuleEvent(
        kind="execute", step_id=f"s{at}", cell_key=cell, look=cell in LOOKS,
        edited=chance.random() < 0.3, failed=chance.random() < 0.1,
        interrupted=chance.random() < 0.05, results=_results(chance) if gives else None,
        run=chance.choice(["a", "b"]) if chance.random() < 0.05 else None,
    )


def _results(chance: random.Random) -> StepResults:
    return StepResults(metrics={"acc": [chance.choice([0.9, 0.91, 0.95])]}, decimals={"acc": 2})


def told(run: RuleRun) -> dict[str, Any]:
    return {name: copy.deepcopy(getattr(run, name)) for name in (
        "opened_by", "opening", "name", "status", "own", "steps", "inherited", "after_result",
        "flags", "stale", "draft", "results", "inherited_results", "frozen")}


def told_all(rule: Rule) -> list[dict[str, Any]]:
    return [told(run) for run in rule.runs]


each_seed = pytest.mark.parametrize("seed", range(60))


@each_seed
def test_replay_gives_the_same_runs(seed: int) -> None:
    events = made_events(seed)
    live = Rule()
    for event in events:
        live.feed(event)
    assert told_all(replay(events)) == told_all(live)


@each_seed
def test_a_fork_goes_its_own_way(seed: int) -> None:
    """Whatever the fork is fed, the rule stays; fed the same, both are the same."""
    events = made_events(seed)
    rule = replay(events[:20])
    before = told_all(rule)
    fork = rule.fork()
    for event in events[20:]:
        fork.feed(event)
    assert told_all(rule) == before
    for event in events[20:]:
        rule.feed(event)
    assert told_all(rule) == told_all(fork)


@each_seed
def test_probe_changes_nothing_and_agrees(seed: int) -> None:
    rule = Rule()
    for event in made_events(seed):
        if event.kind == "execute":
            known = RuleEvent(kind="execute", step_id=event.step_id, cell_key=event.cell_key,
                              look=event.look, edited=event.edited, run=event.run)
            before = told_all(rule)
            expected = rule.probe(known)
            assert rule.probe(known) == expected
            assert told_all(rule) == before
            rule.feed(event)
            opened = rule.runs[-1].opened_by if len(rule.runs) > len(before) else None
            by_results = event.look and bool(event.results) and expected is None
            assert opened == expected or (by_results and opened == "re-execution")
        else:
            rule.feed(event)


@each_seed
def test_frozen_runs_stay(seed: int) -> None:
    """Later events never change a frozen run but for late results, which only add results."""
    rule = Rule()
    for event in made_events(seed):
        before = told_all(rule)
        rule.feed(event)
        for old, new in zip(before, told_all(rule), strict=False):
            if not old["frozen"]:
                continue
            if event.kind == "late_results":
                assert set(old["results"]) <= set(new["results"])
                for key in ("draft", "results", "inherited_results", "stale"):
                    old.pop(key), new.pop(key)
            assert old == new


@each_seed
def test_every_step_is_own_in_one_run(seed: int) -> None:
    events = made_events(seed)
    rule = replay(events)
    executed = [event.step_id for event in events if event.kind == "execute"]
    assert [step for run in rule.runs for step in run.own] == executed
    for run in rule.runs:
        assert run.own[0] == run.opening
        assert set(run.after_result) <= set(run.own)
        assert not set(run.inherited) & set(run.own)
        assert set(run.inherited) <= set(run.steps)
        assert not set(run.steps) & set(run.after_result)
        assert run.draft == (not run.results)


@each_seed
def test_at_most_the_last_run_is_open(seed: int) -> None:
    rule = Rule()
    for event in made_events(seed):
        rule.feed(event)
        assert all(run.frozen for run in rule.runs[:-1])
        if event.kind in ("restart", "died"):
            assert rule.open_run is None


@each_seed
def test_no_result_is_overwritten_by_working_on_it_again(seed: int) -> None:
    """Within a run no cell that is no look is executed again once a result rests on it."""
    timely = [event for event in made_events(seed) if event.kind != "late_results"]
    events = {event.step_id: event for event in timely if event.kind == "execute"}
    for run in replay(timely).runs:
        rests: set[str | None] = set()
        seen: list[str | None] = []
        for step in run.own:
            event = events[step]
            assert event.look or event.cell_key not in rests
            seen.append(event.cell_key)
            if step in run.results:
                rests.update(seen)
