"""Steps with the facts that are stored of them: the one reading of the table facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol, TypeVar

import msgspec

from ..facts import secrets
from ..facts.annotations import Annotation
from ..facts.params import Extract
from ..models.decoding import decode
from ..models.metric import MetricFacts, Series
from ..models.numbers import to_wire
from ..models.param import Param, ParamType
from ..models.step import Step
from ..rules.results import StepRecord
from ..store.protocol import Tx
from ..store.records import Fact

T = TypeVar("T")

PARAMS, METRICS, ANNOTATIONS, LOGGED = "params", "metrics", "annotations", "logged"
"""Names of the extractors in the table facts."""

_TYPES: dict[type, ParamType] = {
    type(None): "null", bool: "bool", int: "int", float: "float", str: "str", list: "list",
    dict: "dict",
}


class LoggedValue(Protocol):
    """What code in a kernel logged, as the spool gives it."""

    @property
    def kind(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def value(self) -> Any: ...
    @property
    def x(self) -> float | None: ...


class Logged(msgspec.Struct):
    """Params and series that one step logged; also the body of the facts «logged»."""

    params: dict[str, Param] = msgspec.field(default_factory=dict)
    metrics: dict[str, Series] = msgspec.field(default_factory=dict)

    def add(self, record: LoggedValue) -> None:
        """One more record, in the order in which it was logged."""
        name = secrets.redact(record.name)[0]
        if record.kind == "param":
            self.params[name] = _param(record.value)
        else:
            self._point(name, record)

    def _point(self, key: str, record: LoggedValue) -> None:
        series = self.metrics.get(key)
        if series is None:
            series = self.metrics[key] = Series(values=[], x=[], grade="result", source="logged")
        x = float(len(series.values)) if record.x is None else float(record.x)
        series.values.append(to_wire(float(record.value)))
        series.x.append(to_wire(x))


def _param(value: Any) -> Param:
    if isinstance(value, str):
        value = secrets.redact(value)[0]
    if isinstance(value, float):
        value = to_wire(value)
    kind = _TYPES.get(type(value), "expression")
    return Param(type=kind, value=value, text=repr(value), source="logged", confidence=1.0)


def records_of(tx: Tx, steps: Sequence[Step]) -> dict[str, StepRecord]:
    """Steps with the facts that are stored of them."""
    facts = tx.facts.of_steps([step.step_id for step in steps])
    return {step.step_id: _record(step, facts.get(step.step_id, {})) for step in steps}


def _record(step: Step, facts: Mapping[str, Fact]) -> StepRecord:
    logged = _body(facts, LOGGED, Logged) or Logged()
    return StepRecord(
        step=step, params=_body(facts, PARAMS, Extract) or Extract(),
        logged=logged.params,
        metrics=_body(facts, METRICS, MetricFacts) or MetricFacts(),
        logged_metrics=logged.metrics,
        annotation=_body(facts, ANNOTATIONS, Annotation))


def _body(facts: Mapping[str, Fact], name: str, kind: type[T]) -> T | None:
    fact = facts.get(name)
    return None if fact is None else decode(fact.body, kind)
