"""Widgets as a step showed them at last: the models of one kernel epoch, from their comms (pure).

A view names a model; a model names others (children, layout, style). The state is given in the
form that notebooks keep it in (application/vnd.jupyter.widget-state+json, version 2), for the
view's model and all that it refers to. Rules: Jupyter widget messaging protocol, version 2.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import msgspec
from msgspec.structs import replace

from ..models.output import RawOutput
from .message import Message

VIEW = "application/vnd.jupyter.widget-view+json"
STATE = "application/vnd.jupyter.widget-state+json"
MODELS = 10_000
BYTES = 16 * 1024 * 1024
"""All models of an epoch together; the state of a model over it is not kept."""
VIEW_BYTES = 4 * 1024 * 1024
"""The state behind one view; over it, it is said and not kept."""
LATE_BYTES = 12_000
"""Behind views of ended steps only so much is followed on: an animation would fill the store."""

_TARGET = "jupyter.widget"
_REFERENCE = "IPY_MODEL_"
#: A longer list is data and names no models.
_LONGEST = 10_000


@dataclass
class _Model:
    """One widget model. Sizes, references and buffers by the state's key."""

    state: dict[str, Any] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)
    refers: dict[str, frozenset[str]] = field(default_factory=dict)
    buffers: dict[str, list[tuple[list[Any], bytes]]] = field(default_factory=dict)
    closed: bool = False
    lost: bool = False
    """It was over the cap: what is left of it is no state."""

    @property
    def size(self) -> int:
        return sum(self.sizes.values())


class Widgets:
    """Models, and which steps show them. Not thread-safe: the trace's thread feeds it."""

    def __init__(self) -> None:
        self._models: dict[str, _Model] = {}
        self._parents: dict[str, dict[str, None]] = {}
        """Model → models that have referred to it."""
        self._shown: dict[str, dict[str, None]] = {}
        """Model of a view → msg_ids of the steps that show it."""
        self._size = 0

    def take(self, message: Message, is_open: Callable[[str], bool]) -> str | None:
        """Apply comm_open, comm_msg or comm_close; the model that it changed, if one. is_open:
        is the step with this msg_id still executing?"""
        content = message.content
        model_id, data = content.get("comm_id"), content.get("data")
        if not isinstance(model_id, str) or not isinstance(data, dict):
            return None
        if message.msg_type == "comm_open":
            if content.get("target_name") != _TARGET or len(self._models) >= MODELS:
                return None
            self._models[model_id] = _Model()
        model = self._models.get(model_id)
        if model is None:
            return None
        if message.msg_type == "comm_close":
            return self._close(model_id, model, is_open)
        if message.msg_type == "comm_msg" and data.get("method") not in ("update", "echo_update"):
            return None
        self._merge(model_id, model, data, message.buffers)
        return model_id

    def show(self, raw: RawOutput, msg_id: str) -> None:
        """A step shows this output, which may be a view."""
        model_id = _model_of(raw)
        if model_id is not None:
            self._shown.setdefault(model_id, {})[msg_id] = None

    def shown_in(self, model_id: str) -> dict[str, str]:
        """Steps (msg_id) with a view of the model, or of one that it is part of → that one."""
        found: dict[str, str] = {}
        seen, left = {model_id}, [model_id]
        while left:
            one = left.pop()
            found.update(dict.fromkeys(self._shown.get(one, ()), one))
            for parent in self._parents.get(one, ()):
                if parent not in seen:
                    seen.add(parent)
                    left.append(parent)
        return found

    def is_small(self, model_id: str) -> bool:
        """Is the state behind a view of this model small enough to be written often?"""
        return sum(self._models[one].size for one in self._below(model_id)) <= LATE_BYTES

    def with_state(self, raw: RawOutput) -> RawOutput:
        """A view with the state behind it, or with its size where that is not kept."""
        model_id = _model_of(raw)
        if model_id is None or model_id not in self._models or self._models[model_id].closed:
            return raw
        ids = list(self._below(model_id))
        size = sum(self._models[one].size for one in ids)
        if size > VIEW_BYTES or any(self._models[one].lost for one in ids):
            return replace(raw, sizes={**raw.sizes, STATE: size})
        state = {one: _wire(self._models[one]) for one in ids}
        document = {"version_major": 2, "version_minor": 0, "state": state}
        return replace(raw, data={**raw.data, STATE: document})

    def _below(self, model_id: str) -> Iterator[str]:
        """The model and all that it refers to, as far as they are known."""
        seen, left = {model_id}, [model_id]
        while left:
            one = left.pop()
            model = self._models.get(one)
            if model is None:
                continue
            yield one
            for other in sorted(set().union(*model.refers.values()) - seen):
                seen.add(other)
                left.append(other)

    def _close(
        self, model_id: str, model: _Model, is_open: Callable[[str], bool]
    ) -> str | None:
        """In the step that shows it: it is seen no more. After it: what was seen at the step's end
        stays. Where no step shows it, it is forgotten."""
        shown = self.shown_in(model_id)
        if shown:
            model.closed = any(is_open(msg_id) for msg_id in shown)
            return model_id if model.closed else None
        self._size -= model.size
        del self._models[model_id]
        return None

    def _merge(
        self, model_id: str, model: _Model, data: dict[str, Any], buffers: tuple[bytes, ...]
    ) -> None:
        state = data.get("state")
        if model.lost or not isinstance(state, dict):
            return
        bound = _bound(data.get("buffer_paths"), buffers)
        for key in dict.fromkeys([*state, *bound]):
            value, parts = state.get(key), bound.get(key, [])
            size = _size(value) + sum(len(part) for _, part in parts)
            self._size += size - model.sizes.get(key, 0)
            model.sizes[key], model.state[key] = size, value
            model.buffers[key] = parts
            model.refers[key] = frozenset(_references(value))
            for other in model.refers[key]:
                self._parents.setdefault(other, {})[model_id] = None
        if self._size > BYTES:
            model.lost = True
            self._size -= model.size
            model.state, model.buffers = {}, {}
            model.sizes = {"": model.size}


def _model_of(raw: RawOutput) -> str | None:
    view = raw.data.get(VIEW)
    model_id = view.get("model_id") if isinstance(view, dict) else None
    return model_id if isinstance(model_id, str) else None


def _wire(model: _Model) -> dict[str, Any]:
    """A model as notebooks keep it. What was typed as a password is nobody's."""
    state = {key: value for key, value in model.state.items()
             if value is not None or not model.buffers.get(key)}
    if state.get("_model_name") == "PasswordModel":
        state["value"] = ""
    found: dict[str, Any] = {
        "model_name": state.get("_model_name"), "model_module": state.get("_model_module"),
        "model_module_version": state.get("_model_module_version"), "state": state}
    parts = [part for some in model.buffers.values() for part in some]
    if parts:
        found["buffers"] = [{"path": path, "encoding": "base64",
                             "data": base64.b64encode(data).decode()} for path, data in parts]
    return found


def _bound(paths: Any, buffers: tuple[bytes, ...]) -> dict[str, list[tuple[list[Any], bytes]]]:
    """Binary values by the key of the state that they belong to."""
    found: dict[str, list[tuple[list[Any], bytes]]] = {}
    for path, data in zip(paths if isinstance(paths, list) else [], buffers, strict=False):
        if isinstance(path, list) and path and isinstance(path[0], str):
            found.setdefault(path[0], []).append((path, bytes(data)))
    return found


def _size(value: Any) -> int:
    return len(msgspec.json.encode(value))


def _references(value: Any) -> Iterator[str]:
    """Models that a value names."""
    left = [value]
    while left:
        one = left.pop()
        if isinstance(one, str):
            if one.startswith(_REFERENCE):
                yield one[len(_REFERENCE):]
        elif isinstance(one, list) and len(one) <= _LONGEST:
            left += one
        elif isinstance(one, dict) and len(one) <= _LONGEST:
            left += one.values()
