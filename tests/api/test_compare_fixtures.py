"""The answers that the screen's golden cases begin with are answers that the server can give."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest

from runfolio.models.difference import Differences
from runfolio.models.environment import Environment
from runfolio.models.metric import PointsAnswer
from runfolio.models.run import RunList
from runfolio.models.step import RunSteps

CASES = sorted((Path(__file__).parents[2] / "fixtures" / "compare").iterdir())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_case_is_made_of_wire_shapes(case: Path) -> None:
    answer = json.loads((case / "answer.json").read_text())
    runs = msgspec.convert(answer["runs"], RunList)
    msgspec.convert(answer["points"], PointsAnswer)
    msgspec.convert(answer["differences"], Differences)
    for environment in answer["environments"].values():
        msgspec.convert(environment, Environment)
    for steps in answer["steps"].values():
        msgspec.convert({"steps": steps}, RunSteps)
    assert len(runs.runs) > 1


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_case_has_no_unknown_fields(case: Path) -> None:
    answer = json.loads((case / "answer.json").read_text())
    known = set(msgspec.structs.asdict(msgspec.convert(answer["runs"], RunList).runs[0]))
    for run in answer["runs"]["runs"]:
        assert set(run) == known
