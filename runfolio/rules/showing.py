"""Is what a look shows news? Values are compared as they were printed (DESIGN §3.4)."""

from __future__ import annotations

import math
from typing import Literal

from ..models.numbers import Number, from_wire
from ..models.rule import StepResults

Verdict = Literal["new", "again", "other"]
"""new: a result; again: shown before, so no result; other: it would overwrite what stood there."""

_ROUNDING = 0.5 + 1e-6
"""Half a unit of the last printed decimal, and what float arithmetic adds to it."""


def verdict(before: StepResults, now: StepResults, *, edited: bool, ran_since: bool) -> Verdict:
    """What the results of a look are, given what the same cell showed before in the run.

    edited: the code differs from the execution before, so that it is another way of showing:
    equal values are then a result too, and where nothing ran since (ran_since: something other
    than a look did), a differing value is due to the code and overwrites nothing.
    """
    shared = [key for key in now.metrics if key in before.metrics]
    differs = any(not _same_metric(key, before, now, edited) for key in shared)
    chosen = [name for name in now.selected if name in before.selected]
    differs = differs or any(before.selected[name] != now.selected[name] for name in chosen)
    if differs and (ran_since or not edited):
        return "other"
    return "new" if edited or _adds(before, now) else "again"


def _adds(before: StepResults, now: StepResults) -> bool:
    return bool(
        now.metrics.keys() - before.metrics.keys()
        or now.selected.keys() - before.selected.keys()
        or set(now.artifacts) - set(before.artifacts)
    )


def _same_metric(key: str, before: StepResults, now: StepResults, edited: bool) -> bool:
    """Equal series. Unedited code prints alike, so that fewer decimals are trailing zeros left
    out and the finer precision counts; of edited code the coarser one does."""
    values = before.metrics[key], now.metrics[key]
    printed = [facts.decimals[key] for facts in (before, now) if key in facts.decimals]
    decimals = None
    if len(printed) == 2:
        decimals = min(printed) if edited else max(printed)
    return len(values[0]) == len(values[1]) and all(
        _same_number(left, right, decimals) for left, right in zip(*values, strict=True)
    )


def _same_number(left: Number, right: Number, decimals: int | None) -> bool:
    """Equal as printed; with no decimals known, equal but for float noise. NaN equals NaN."""
    a, b = from_wire(left), from_wire(right)
    if math.isnan(a) or math.isnan(b):
        return math.isnan(a) and math.isnan(b)
    if decimals is None or math.isinf(a) or math.isinf(b):
        return a == b or math.isclose(a, b, rel_tol=1e-9)
    return abs(a - b) <= _ROUNDING * 10.0 ** -decimals


def merged(before: StepResults | None, more: StepResults) -> StepResults:
    """Results of one step with what came later: by key, the later one stands."""
    if before is None:
        return more
    artifacts = [name for name in more.artifacts if name not in before.artifacts]
    kept = {key: n for key, n in before.decimals.items() if key not in more.metrics}
    return StepResults(
        metrics={**before.metrics, **more.metrics},
        decimals={**kept, **more.decimals},
        selected={**before.selected, **more.selected},
        artifacts=[*before.artifacts, *artifacts],
    )
