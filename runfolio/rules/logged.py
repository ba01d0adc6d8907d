"""A step's record and what code logged in it: taken in, given back, read over a run. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import msgspec

from ..models.logged import Logged, LoggedFile
from ..models.metric import Series
from .results import StepRecord

RESULTS = ("artifact", "model")
"""Kinds of files that a run is made for (DESIGN §2, result); a dataset goes in, not out."""


def with_logged(record: StepRecord, logged: Logged) -> StepRecord:
    """The record with this in place of what was logged before."""
    return replace(record, logged=logged.params, logged_metrics=logged.metrics,
                   files=logged.files, children=logged.children)


def logged_of(record: StepRecord) -> Logged:
    """All that was logged in the step."""
    return Logged(params=record.logged, metrics=record.logged_metrics, files=record.files,
                  children=record.children)


def result_series(record: StepRecord) -> dict[str, Series]:
    """Series that are results by having been logged: also those of child runs, as «child/key»,
    for a step in which child runs got results is one that the parent rests on."""
    found = dict(record.logged_metrics)
    for token, part in record.children.items():
        found |= {f"{part.name or token}/{key}": series
                  for key, series in part.logged.metrics.items()}
    return found


def result_files(record: StepRecord) -> list[str]:
    """Names of artifacts and models, those of child runs too, each once."""
    files = [*record.files,
             *(file for part in record.children.values() for file in part.logged.files)]
    return list(dict.fromkeys(file.name for file in files if file.kind in RESULTS))


def files_of(steps: Iterable[str], records: Mapping[str, StepRecord]) -> list[LoggedFile]:
    """Files that the steps logged outside of child runs; of one kind and name the last one."""
    return latest((step_id, records[step_id].files) for step_id in steps if step_id in records)


def latest(found: Iterable[tuple[str, Sequence[LoggedFile]]]) -> list[LoggedFile]:
    """Of (step_id, files): each kind and name once, as it was logged last, with its step."""
    kept: dict[tuple[str, str], LoggedFile] = {}
    for step_id, files in found:
        for file in files:
            kept.pop((file.kind, file.name), None)
            kept[file.kind, file.name] = msgspec.structs.replace(file, step_id=step_id)
    return list(kept.values())
