"""Runs as plain text: what is doubtful says so."""

from __future__ import annotations

import msgspec
import pytest

from runfolio.cli.texts import page
from runfolio.models.base import from_us
from runfolio.models.metric import Metric
from runfolio.models.run import InheritedResult, Run

_RUN = Run(run_id="r1", notebook_id="n1", experiment_id="e1", revision=1, rules_version=1,
           number=8, status="finished", draft=True, opened_by="first-step",
           opened_at=from_us(0), notebook_path="a.ipynb", kernel_id="k1", kernel_epoch=1)


@pytest.mark.parametrize(("stale", "line"), [
    (False, "inherited result of cell 6"), (True, "stale inherited result of cell 6")])
def test_an_inherited_result_says_when_it_is_stale(stale, line):
    metric = Metric(last=0.9, min=0.9, max=0.9, count=1, grade="result", source="printed",
                    first_x=1.0, last_x=1.0)
    found = InheritedResult(step_id="s1", cell_number=6, metrics={"acc": metric}, stale=stale)
    told = page(msgspec.structs.replace(_RUN, inherited_results=[found]), [])
    assert line in told.splitlines()
