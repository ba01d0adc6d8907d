"""Every flag that is raised is named on the wire, so that nothing is raised without words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, get_args

from runfolio.capture import epoch, items, redact
from runfolio.models.flags import RunFlag, StepFlag
from runfolio.rules import flags, flags_memory, run
from runfolio.store import light

ROOT = Path(__file__).resolve().parents[2]
NEEDS_THE_DOCUMENT_LATER = {"edited-since", "deleted-cell"}
"""Of runs alone: what the document is when the run's last step ran."""


def test_all_that_steps_are_given_is_named() -> None:
    raised = {*get_args(flags.LogFlag), *flags.STATE_FLAGS, light.FLAG, redact.CAPPED,
              items.FRONTEND_ONLY}
    assert raised - NEEDS_THE_DOCUMENT_LATER == set(get_args(StepFlag))


def test_all_that_runs_are_given_is_named() -> None:
    raised = {*get_args(flags.LogFlag), *flags.STATE_FLAGS, *get_args(run.FlagName),
              epoch.MISSING, *items.PARTIAL}
    assert raised <= set(get_args(RunFlag))


def test_state_flags_are_those_that_are_said() -> None:
    source = Path(flags_memory.__file__).read_text()
    assert all(f'_say("{name}"' in source for name in flags.STATE_FLAGS)


def test_the_contract_has_the_names() -> None:
    document: dict[str, Any] = json.loads((ROOT / "api" / "openapi.json").read_text())
    schemas = document["components"]["schemas"]
    for shape, names in (("Run", RunFlag), ("TimelineStep", StepFlag), ("RunStep", StepFlag)):
        enum = schemas[shape]["properties"]["flags"]["propertyNames"]["enum"]
        assert enum == list(get_args(names))


def test_every_flag_is_explained() -> None:
    text = (ROOT / "docs" / "flags.md").read_text()
    assert [name for name in {*get_args(RunFlag), *get_args(StepFlag)} if f"`{name}`" not in text
            ] == []
