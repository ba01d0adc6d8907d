"""What code in the kernel logged itself, joined with the steps that were executing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import msgspec

from ..facts import secrets
from ..models.metric import Series
from ..models.numbers import to_wire
from ..models.param import Param, ParamType
from .spool import SpoolRecord

_TYPES: dict[type, ParamType] = {
    type(None): "null", bool: "bool", int: "int", float: "float", str: "str", list: "list",
    dict: "dict",
}


class Logged(msgspec.Struct):
    """Params and series that one step logged; also the body of the facts «logged»."""

    params: dict[str, Param] = msgspec.field(default_factory=dict)
    metrics: dict[str, Series] = msgspec.field(default_factory=dict)

    def add(self, record: SpoolRecord) -> None:
        """One more record, in the order in which it was logged."""
        name = secrets.redact(record.name)[0]
        if record.kind == "param":
            self.params[name] = _param(record.value)
        else:
            self._point(name, record)

    def _point(self, key: str, record: SpoolRecord) -> None:
        series = self.metrics.get(key)
        if series is None:
            series = self.metrics[key] = Series(values=[], x=[], grade="result", source="logged")
        x = float(len(series.values)) if record.x is None else float(record.x)
        series.values.append(to_wire(float(record.value)))
        series.x.append(to_wire(x))


def _param(value: Any) -> Param:
    if isinstance(value, str):
        value = secrets.redact(value)[0]
    if isinstance(value, float):
        value = to_wire(value)
    kind = _TYPES.get(type(value), "expression")
    return Param(type=kind, value=value, text=repr(value), source="logged", confidence=1.0)


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
                self.by_msg_id.setdefault(msg_id, Logged()).add(record)
                touched.add(msg_id)
        return touched
