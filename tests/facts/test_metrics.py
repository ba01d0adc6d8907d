"""Every vector of the metrics contract, one test each."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from runfolio.facts import metrics
from runfolio.models.metric import MetricFacts
from runfolio.models.output import Content, Output

FIXTURE = Path(__file__).parents[2] / "fixtures" / "metrics.json"
VECTORS: list[dict[str, Any]] = json.loads(FIXTURE.read_text("utf-8"))["vectors"]


def outputs_of(kind: str, text: str) -> list[Output]:
    """The output of a vector as the pipeline hands it over."""
    if kind == "stream":
        return [Output(kind="stream", name="stdout", text=text)]
    if kind == "error":
        return [Output(kind="error", text=text, ename="ValueError", evalue="x")]
    if kind == "html":
        contents = [
            Content(mime="text/plain", size=1, text="<IPython.core.display.HTML object>"),
            Content(mime="text/html", size=len(text), text=text),
        ]
        return [Output(kind="display_data", contents=contents)]
    assert kind == "execute_result"
    content = Content(mime="text/plain", size=len(text), text=text)
    return [Output(kind="execute_result", contents=[content])]


def plain(facts: MetricFacts) -> dict[str, dict[str, Any]]:
    """Metrics as the fixture writes them."""
    found: dict[str, dict[str, Any]] = {}
    for key, series in facts.metrics.items():
        entry: dict[str, Any] = {"values": series.values, "x": series.x, "grade": series.grade}
        if series.unit is not None:
            entry["unit"] = series.unit
        if series.spread is not None:
            entry["spread"] = series.spread
        found[key] = entry
    return found


@pytest.mark.parametrize("vector", VECTORS, ids=[vector["name"] for vector in VECTORS])
def test_vector(vector: dict[str, Any]) -> None:
    facts = metrics.extract(vector["code"], outputs_of(vector["kind"], vector["text"]))
    assert plain(facts) == vector["metrics"]
    assert facts.selected == vector.get("selected", {})
    msgspec.json.decode(msgspec.json.encode(facts), type=MetricFacts)


def test_the_fixture_has_all_vectors() -> None:
    assert len(VECTORS) == 58


