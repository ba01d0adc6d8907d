"""Params: typed input values with their source (DESIGN §4 Params)."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from .base import Shape

ParamType = Literal["null", "bool", "int", "float", "str", "list", "dict", "expression"]
ParamSource = Literal["declared", "logged", "widget", "assigned", "call", "seed", "swept"]


class Param(Shape, kw_only=True, omit_defaults=True):
    """One param, or, where a run's results differ in it, its values in the order of the results.

    Either type, text, value, source, … or varied, varied_at are set (msgspec refuses a union of
    two untagged structs, decisions.md Wire).
    """

    type: ParamType | None = None
    text: str | None = None
    """As written in the code, or as repr where it was computed by folding."""
    value: Any = None
    """JSON value; Numbers follow models.numbers, integers beyond 2^53 are decimal text."""
    source: ParamSource | None = None
    step_id: str | None = None
    line: int | None = None
    """1-based line in the step's code."""
    confidence: float | None = None
    varied: list[Any] | None = None
    varied_at: list[str] | None = None
    """step_ids of the results, parallel to varied."""


Params = dict[str, Param]


class ParamValue(Shape, kw_only=True):
    """Body of facts 'logged params': runfolio.param(name, value)."""

    name: str
    value: Any
    line: int | None = msgspec.field(default=None)
