"""Metrics: numeric series of a step, and their summaries (DESIGN §2, §4 Metrics)."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from .base import Shape
from .numbers import Number

Grade = Literal["result", "observation"]
MetricSource = Literal["logged", "printed", "value"]


class Series(Shape, kw_only=True):
    """A metric as extracted from one step: values and x run in parallel."""

    values: list[Number]
    x: list[Number]
    grade: Grade
    source: MetricSource = "printed"
    unit: str | None = None
    spread: list[Number] | None = None
    decimals: int | None = None
    """Decimals as printed, where printed: two values equal at this precision are the same value."""
    line: int | None = None


class MetricFacts(Shape, kw_only=True):
    """All that metrics.extract reads off one step."""

    metrics: dict[str, Series] = msgspec.field(default_factory=dict)
    selected: dict[str, Any] = msgspec.field(default_factory=dict)
    """Parameters that a search chose."""


class Metric(Shape, kw_only=True):
    """Summary of a series."""

    last: Number
    min: Number
    max: Number
    count: int
    first_x: Number
    last_x: Number
    grade: Grade
    source: MetricSource = "printed"
    unit: str | None = None
    spread: Number | None = None


Metrics = dict[str, Metric]


class PointSeries(Shape, kw_only=True):
    """Points of one metric of one run, thinned to max_points with extremes kept."""

    run_id: str
    step_id: str
    cell_key: str | None = None
    key: str
    x: list[Number]
    values: list[Number]
    count: int
    """How many points there are before thinning."""
    inherited: bool = False


class PointsAnswer(Shape, kw_only=True):
    """Answer of points?runs=&keys=&max_points=."""

    series: list[PointSeries]
