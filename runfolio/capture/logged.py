"""What code in the kernel logged itself, joined with the steps that were executing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import msgspec

from .. import ids
from ..facts import secrets
from ..models.decoding import convert
from ..models.logged import ChildPart, ChildStatus, Logged, LoggedFile
from ..models.metric import Series
from ..models.numbers import to_wire
from ..models.param import Param, ParamType
from .redact import Kept
from .spool import SpoolRecord

__all__ = ["Joined", "Logged", "add", "contents_of"]

_TYPES: dict[type, ParamType] = {
    type(None): "null", bool: "bool", int: "int", float: "float", str: "str", list: "list",
    dict: "dict",
}
_STATUSES: dict[str, ChildStatus] = {"failed": "failed", "interrupted": "interrupted"}
MOST_CHILDREN = 10_000
"""Child runs of one step; more are not kept."""


def add(logged: Logged, record: SpoolRecord) -> None:
    """One more record, in the order in which it was logged. Secrets leave here."""
    target = logged if record.child is None else _of_child(logged, record)
    if target is None:
        return
    name = secrets.redact(record.name)[0]
    if record.kind == "param":
        target.params[name] = _param(record.value)
    elif record.kind == "metric":
        _points(target, name, [record.x], [record.value])
    elif record.kind == "series":
        _points(target, name, *record.value)
    elif record.kind == "file":
        _file(target, name, record.value)


def _of_child(logged: Logged, record: SpoolRecord) -> Logged | None:
    """What the child run of the record logged; its begin and end are taken here."""
    assert record.child is not None
    part = logged.children.get(record.child)
    if part is None:
        if len(logged.children) >= MOST_CHILDREN:
            return None
        part = logged.children[record.child] = ChildPart()
    if record.kind == "begin":
        part.name = secrets.redact(record.name)[0] or None
        part.began_at = record.at
        part.parent = record.value if isinstance(record.value, str) else None
    elif record.kind == "end":
        part.ended_at = record.at
        part.status = _STATUSES.get(str(record.value), "finished")
    return part.logged


def _points(target: Logged, key: str, x: list[float | None], values: list[float]) -> None:
    series = target.metrics.get(key)
    if series is None:
        series = target.metrics[key] = Series(values=[], x=[], grade="result", source="logged")
    for at, value in zip(x, values, strict=True):
        series.x.append(to_wire(float(len(series.values)) if at is None else float(at)))
        series.values.append(to_wire(float(value)))


def _param(value: Any) -> Param:
    if isinstance(value, str):
        value = secrets.redact(value)[0]
    if isinstance(value, float):
        value = to_wire(value)
    kind = _TYPES.get(type(value), "expression")
    return Param(type=kind, value=value, text=repr(value), source="logged", confidence=1.0)


def _file(target: Logged, name: str, facts: Any) -> None:
    """A file by the facts that the kernel told; what is no such facts is left out."""
    try:
        found = convert({**facts, "name": name}, LoggedFile)
    except (TypeError, msgspec.ValidationError):
        return
    for word in ("path", "url"):
        text = getattr(found, word)
        if text is not None:
            setattr(found, word, secrets.redact(text)[0])
    found.params = {key: _plain(value) for key, value in found.params.items()}
    target.files = [one for one in target.files
                    if (one.kind, one.name) != (found.kind, found.name)] + [found]


def _plain(value: Any) -> Any:
    """A value of a param on the wire: no secret, no NaN."""
    if isinstance(value, str):
        return secrets.redact(value)[0]
    if isinstance(value, float):
        return to_wire(value)
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return value


def contents_of(records: Iterable[SpoolRecord]) -> list[Kept]:
    """Contents that were logged as bytes, to be stored under their digest. Text with a secret
    in it is not among them: its facts are all that is kept."""
    found = []
    for record in records:
        if record.kind != "file" or record.data is None or not isinstance(record.value, dict):
            continue
        if _has_secret(record.data):
            record.value["kept"] = False
            continue
        digest = ids.digest(record.data)
        record.value.update(digest=digest, kept=True)
        mime = record.value.get("media_type") or "application/octet-stream"
        found.append(Kept(digest, mime, record.data))
    return found


def _has_secret(data: bytes) -> bool:
    try:
        return secrets.redact(data.decode())[1] > 0
    except UnicodeDecodeError:
        return False


@dataclass
class Joined:
    """What was logged, by msg_id of the step; orphans were logged outside of any execution."""

    by_msg_id: dict[str, Logged] = field(default_factory=dict)

    def take(self, records: Iterable[SpoolRecord], executing: Callable[[], str | None]
             ) -> set[str]:
        """Join records; the msg_ids that got some. A record without a msg_id (a thread, another
        process) belongs to the step that is executing now, if one is."""
        touched = set()
        for record in records:
            msg_id = record.msg_id or executing()
            if msg_id is not None:
                add(self.by_msg_id.setdefault(msg_id, Logged()), record)
                touched.add(msg_id)
        return touched
