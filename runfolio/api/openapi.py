"""Route table and models → api/openapi.json. `python -m runfolio.api.openapi` writes it."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

import msgspec

from ..models.base import Shape
from ..models.error import ErrorAnswer
from ..models.event import RunsChanged
from .routes import ROUTES, Query, Route

TARGET = Path(__file__).resolve().parents[2] / "api" / "openapi.json"

_QUERY_SCHEMAS: dict[str, dict[str, Any]] = {
    "text": {"type": "string"},
    "int": {"type": "integer"},
    "list": {"type": "string"},
    "repeat": {"type": "array", "items": {"type": "string"}},
}


def _query(row: Query) -> dict[str, Any]:
    schema = dict(_QUERY_SCHEMAS[row.kind])
    if row.maximum is not None:
        schema["maximum"] = row.maximum
    return {"name": row.name, "in": "query", "required": row.required,
            "description": row.doc, "schema": schema}


def _content(ref: dict[str, Any]) -> dict[str, Any]:
    return {"application/json": {"schema": ref}}


def _operation(row: Route, refs: dict[Any, dict[str, Any]]) -> dict[str, Any]:
    names = re.findall(r"{(\w+)}", row.path)
    path_parameters = [{"name": name, "in": "path", "required": True,
                        "schema": {"type": "string"}} for name in names]
    answer: dict[str, Any] = {"204": {"description": "Done."}}
    if row.is_file:
        answer = {"200": {"description": row.doc, "content": {
            "application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}}}
    if row.answer is not None:
        answer = {"200": {"description": row.doc, "content": _content(refs[row.answer])}}
    operation: dict[str, Any] = {
        "operationId": row.call.replace(".", "_"), "summary": row.doc,
        "parameters": path_parameters + [_query(query) for query in row.query],
        "responses": {**answer, "4XX": {"description": "Refused.",
                                        "content": _content(refs[ErrorAnswer])}},
    }
    if row.body is not None:
        operation["requestBody"] = {"required": True, "content": _content(refs[row.body])}
    return operation


def _shapes(base: type[Shape] = Shape) -> dict[str, type[Shape]]:
    found = {kind.__name__: kind for kind in base.__subclasses__()}
    for kind in list(found.values()):
        found |= _shapes(kind)
    return found


def _as_written(components: dict[str, Any]) -> None:
    """A field that is always written is required; one that may be left out has no default, so
    that generated types say exactly what stands on the wire."""
    shapes = _shapes()
    for name, schema in components.items():
        properties = schema.get("properties", {})
        for prop in properties.values():
            prop.pop("default", None)
        if not shapes[name].__struct_config__.omit_defaults:
            schema["required"] = list(properties)


def document() -> dict[str, Any]:
    """The OpenAPI 3.1 document, as JSON values."""
    types = [ErrorAnswer, RunsChanged]
    for row in ROUTES:
        types += [kind for kind in (row.answer, row.body) if kind is not None and kind not in types]
    schemas, components = msgspec.json.schema_components(
        types, ref_template="#/components/schemas/{name}")
    _as_written(components)
    refs: dict[Any, dict[str, Any]] = dict(zip(types, schemas, strict=True))
    paths: dict[str, dict[str, Any]] = {}
    for row in ROUTES:
        paths.setdefault("/" + row.path, {})[row.method.lower()] = _operation(row, refs)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Runfolio", "version": "1",
                 "description": "Relative to /runfolio/api. Errors: {\"error\": …} with a 4xx."},
        "paths": paths,
        "components": {"schemas": dict(sorted(components.items()))},
    }


def text() -> str:
    """The document as checked in."""
    return json.dumps(document(), indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    if "--check" in sys.argv:
        fresh = TARGET.exists() and TARGET.read_text(encoding="utf-8") == text()
        sys.exit(None if fresh else "api/openapi.json is stale: run `make gen`")
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(text(), encoding="utf-8")
