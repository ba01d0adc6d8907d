"""What must be said of a step: every vector of the contract, and own ones of real notebooks."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import msgspec
import pytest

from runfolio.facts.state import Extract, extract
from runfolio.rules.flags_state import StateFold

FIXTURES = Path(__file__).parents[2] / "fixtures"


def _vectors(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((FIXTURES / name).read_text("utf-8"))["vectors"]
    return found


CONTRACT, OWN = _vectors("state.json"), _vectors("state_own.json")


def flags_of(vector: dict[str, Any]) -> dict[str, dict[str, list[str]]]:
    """cell#n → flags, through the stored form of the extracts."""
    fold = StateFold()
    fold.set_document(vector.get("document", []))
    counts: Counter[str] = Counter()
    found = {}
    for step in vector["steps"]:
        cell = step["cell"]
        counts[cell] += 1
        if "document" in step:
            fold.set_document(step["document"])
        stored = msgspec.json.encode(extract(step["code"]))
        read = msgspec.json.decode(stored, type=Extract)
        flags = fold.feed(cell, read, failed=step.get("failed", False))
        if flags:
            found[f"{cell}#{counts[cell]}"] = flags
    return found


@pytest.mark.parametrize("vector", CONTRACT, ids=lambda vector: vector["name"])
def test_contract(vector: dict[str, Any]) -> None:
    assert flags_of(vector) == vector["flags"]


@pytest.mark.parametrize("vector", OWN, ids=lambda vector: vector["name"])
def test_own(vector: dict[str, Any]) -> None:
    assert flags_of(vector) == vector["flags"]
