"""Names of what must be said of steps and runs (DESIGN §3.14), for all who put it in words.

Records may hold others, of an older or a newer version: readers accept any name.
"""

from __future__ import annotations

from typing import Annotated, Literal, get_args

import msgspec

StepFlag = Literal[
    "repeated", "out-of-order", "skipped", "earlier-epoch", "executed-elsewhere",
    "stale-input", "read-from-below", "carried-state",
    "outputs-dropped", "outputs-capped", "frontend-only",
]
"""What a step may carry; the list with it names variables, cells, or how often."""

RunFlag = Literal[
    "repeated", "out-of-order", "skipped", "earlier-epoch", "executed-elsewhere",
    "edited-since", "deleted-cell",
    "stale-input", "read-from-below", "carried-state",
    "failed-after-result", "killed-after-result", "interrupted", "foreign-code",
    "steps-missing", "recorded-in-kernel", "frontend-only",
]
"""What a run may carry; the list with it holds the step_ids it stands on."""

StepFlags = Annotated[dict[str, list[str]], msgspec.Meta(
    extra_json_schema={"propertyNames": {"enum": list(get_args(StepFlag))}})]
RunFlags = Annotated[dict[str, list[str]], msgspec.Meta(
    extra_json_schema={"propertyNames": {"enum": list(get_args(RunFlag))}})]
