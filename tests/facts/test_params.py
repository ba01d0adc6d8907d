"""Params: every vector of the contract, by name, through extract, JSON and resolve."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from runfolio.facts import annotations
from runfolio.facts.params import Extract, extract, resolve
from runfolio.models.param import Param

FIXTURES = Path(__file__).parents[2] / "fixtures"
VECTORS: list[dict[str, Any]] = json.loads((FIXTURES / "params.json").read_text())["vectors"]


def _stored(facts: Extract) -> Extract:
    return msgspec.json.decode(msgspec.json.encode(facts), type=Extract)


def _executed(vector: dict[str, Any]) -> list[tuple[str, Extract]]:
    cells = vector.get("cells", [vector.get("code")])
    found = []
    for number, one in enumerate(cells):
        cell, code = (one["cell"], one["code"]) if isinstance(one, dict) else (str(number), one)
        declared = annotations.parse(code).params
        found.append((f"step-{number}", _stored(extract(code, cell=cell, declared=declared))))
    return found


def _value(param: Param) -> Any:
    """The vectors have numbers where the wire has decimal text of long integers."""
    return int(param.value) if param.type == "int" else param.value


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_vector(vector: dict[str, Any]) -> None:
    found = resolve(_executed(vector))
    short = {key: {"value": _value(one), "source": one.source} for key, one in found.items()}
    assert short == vector["params"]
    for key, expected in vector["params"].items():
        # True == 1 == 1.0 in Python; on the wire they differ.
        assert type(short[key]["value"]) is type(expected["value"]), key
