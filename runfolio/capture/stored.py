"""Steps with the facts that are stored of them: the one reading of the table facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

from ..facts.annotations import Annotation
from ..facts.params import Extract
from ..models.decoding import decode
from ..models.logged import Logged
from ..models.metric import MetricFacts
from ..models.step import Step
from ..rules.logged import with_logged
from ..rules.results import StepRecord
from ..store.protocol import Tx
from ..store.records import Fact

T = TypeVar("T")

PARAMS, METRICS, ANNOTATIONS, LOGGED = "params", "metrics", "annotations", "logged"
"""Names of the extractors in the table facts."""


def records_of(tx: Tx, steps: Sequence[Step]) -> dict[str, StepRecord]:
    """Steps with the facts that are stored of them."""
    facts = tx.facts.of_steps([step.step_id for step in steps])
    return {step.step_id: _record(step, facts.get(step.step_id, {})) for step in steps}


def _record(step: Step, facts: Mapping[str, Fact]) -> StepRecord:
    record = StepRecord(
        step=step, params=_body(facts, PARAMS, Extract) or Extract(),
        metrics=_body(facts, METRICS, MetricFacts) or MetricFacts(),
        annotation=_body(facts, ANNOTATIONS, Annotation))
    return with_logged(record, _body(facts, LOGGED, Logged) or Logged())


def _body(facts: Mapping[str, Fact], name: str, kind: type[T]) -> T | None:
    fact = facts.get(name)
    return None if fact is None else decode(fact.body, kind)
