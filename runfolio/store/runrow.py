"""One run as a row and back: what follows from facts, and what a user set over it. Pure."""

from __future__ import annotations

from typing import Any

import msgspec

from ..errors import BadRequest
from ..models.base import Shape, to_us
from ..models.numbers import Number
from ..models.param import Param
from ..models.run import Run, RunUpdate
from .codec import dump, dump_sure, load, number, text, us

#: Palette slots, given in this order and then again (design/ui.md «Run palette»).
SLOTS = 10
_KEY = 512
_TAGS = 100
_NAME, _NOTE = 500, 100_000


class UserTags(Shape, kw_only=True):
    """What a user changed about the tags that annotations give."""

    added: list[str] = msgspec.field(default_factory=list)
    removed: list[str] = msgspec.field(default_factory=list)


def columns(run: Run) -> dict[str, Any]:
    """The columns of a run that follow from facts, all but number, revision and slot."""
    return {
        "notebook_id": run.notebook_id, "experiment_id": run.experiment_id,
        "kernel_id": run.kernel_id, "kernel_epoch": run.kernel_epoch,
        "rules_version": run.rules_version, "status": run.status, "draft": run.draft,
        "opened_at": to_us(run.opened_at), "last_result_at": us(run.last_result_at),
        "closed_at": us(run.closed_at), "parent_run_id": run.parent_run_id,
        "body": dump_sure(_bare(run)),
    }


def _bare(run: Run) -> Run:
    """A run without what stands in columns of its own or is only known while it is open."""
    return msgspec.structs.replace(
        run, revision=0, number=0, color=None, starred=False, busy=False, live=None, cells=None,
        spark=None)


def run_of(row: Any) -> Run:
    """The run as it is shown: what the user set wins."""
    run = load(row.body, Run)
    run.revision, run.number = row.revision, row.number
    run.parent_run_id = row.parent_run_id
    run.starred = row.starred
    run.color = row.user_color if row.user_color is not None else row.slot
    if row.user_name is not None:
        run.name = row.user_name
    if row.user_note is not None:
        run.note = row.user_note
    if row.user_tags is not None:
        changed = load(row.user_tags, UserTags)
        kept = [tag for tag in run.tags if tag not in changed.removed]
        run.tags = list(dict.fromkeys(kept + changed.added))
    return run


def user_columns(row: Any, update: RunUpdate) -> dict[str, Any]:
    """The columns that an update sets. Raises BadRequest for what cannot be."""
    values: dict[str, Any] = {}
    if not isinstance(update.name, msgspec.UnsetType):
        values["user_name"] = _short(update.name, _NAME, "A name") or None
    if not isinstance(update.note, msgspec.UnsetType):
        values["user_note"] = _short(update.note, _NOTE, "A note")
    if not isinstance(update.tags, msgspec.UnsetType):
        values["user_tags"] = dump(_user_tags(load(row.body, Run).tags, update.tags))
    if not isinstance(update.starred, msgspec.UnsetType):
        values["starred"] = update.starred
    if not isinstance(update.color, msgspec.UnsetType):
        if not 1 <= update.color <= SLOTS:
            raise BadRequest(f"A colour is a slot from 1 to {SLOTS}.")
        values["user_color"] = update.color
    return values


def _short(value: str | None, most: int, what: str) -> str | None:
    if value is None:
        return None
    if len(value) > most:
        raise BadRequest(f"{what} has at most {most} characters.")
    return text(value.strip())


def _user_tags(given: list[str], wanted: list[str]) -> UserTags:
    wanted = list(dict.fromkeys(text(tag.strip()) for tag in wanted if tag.strip()))
    if len(wanted) > _TAGS or any(len(tag) > _NAME for tag in wanted):
        raise BadRequest(f"A run has at most {_TAGS} tags of {_NAME} characters.")
    return UserTags(added=[tag for tag in wanted if tag not in given],
                    removed=[tag for tag in given if tag not in wanted])


def values_of(run: Run) -> list[dict[str, Any]]:
    """The rows of the query index: params, metrics of own results (the last one counts),
    observations."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for name, param in run.params.items():
        _note(found, "param", name, *_of_param(param))
    for key, metric in run.observations.items():
        _note(found, "observation", key, metric.last, None)
    for result in run.results:
        for key, metric in result.metrics.items():
            _note(found, "metric", key, metric.last, None)
            _note(found, "metric-min", key, metric.min, None)
            _note(found, "metric-max", key, metric.max, None)
    return [{"run_id": run.run_id, **row} for row in found.values()]


def _note(found: dict[tuple[str, str], dict[str, Any]], kind: str, key: str,
          value: Number | None, words: str | None) -> None:
    num, is_nan = (None, False) if value is None else number(value)
    key = text(key)[:_KEY]
    found[kind, key] = {"kind": kind, "key": key, "num": num, "num_nan": is_nan,
                        "text": words and text(words)[:_KEY]}


def _of_param(param: Param) -> tuple[Number | None, str | None]:
    """A param as number, where it is one, and as text."""
    if param.varied is not None:
        return None, ", ".join(str(value) for value in param.varied)
    if param.type in ("int", "float") and param.value is not None:
        try:
            return float(param.value), param.text
        except (TypeError, ValueError, OverflowError):
            return None, param.text
    if param.type == "str":
        return None, str(param.value)
    return None, param.text
