"""Answers as JSON, in the server's shapes."""

from __future__ import annotations

from typing import Any

import msgspec

from ..models.run import Run
from ..models.step import RunSteps
from ..store.protocol import Tx


def json_text(value: Any) -> str:
    """The value as JSON for a terminal."""
    return msgspec.json.format(msgspec.json.encode(value), indent=2).decode()


def run_json(tx: Tx, run: Run) -> str:
    """One run with its steps."""
    steps = tx.steps.of_run(run.run_id)
    return json_text({"run": run, **msgspec.to_builtins(RunSteps(steps=steps))})
