"""When two params have the same value, and how a value is written: used by results and changes."""

from __future__ import annotations

import json
from typing import Any

from ..models.param import Param, ParamType

Identity = tuple[str, Any]


def identity(param: Param) -> Identity:
    """Equal for params with the same value: 1e-3 and 0.001 are, True and 1 are not; expressions
    are compared as written."""
    if param.varied is not None:
        return ("varied", param.varied)
    if param.type == "expression":
        return ("expression", param.text)
    if param.type in ("int", "float"):
        return ("number", param.value)
    return (param.type or "", param.value)


def shown(param: Param) -> Any:
    """The JSON value of a param; of an expression, its text."""
    return param.text if param.type == "expression" else param.value


def at_last(param: Param) -> Param:
    """A param as it was at the last result that has it: of a varied one, its last value."""
    if not param.varied:
        return param
    value = param.varied[-1]
    kinds: dict[type, ParamType] = {
        bool: "bool", int: "int", float: "float", str: "str", list: "list", dict: "dict",
    }
    return Param(type=kinds.get(type(value), "null"), value=value)


def text_of(param: Param) -> str:
    """As written in the code, else the value as JSON; varied values one after the other."""
    if param.varied is not None:
        return ", ".join(json.dumps(value, ensure_ascii=False) for value in param.varied)
    return param.text if param.text is not None else json.dumps(param.value, ensure_ascii=False)
