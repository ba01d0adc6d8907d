"""What a request says, read into typed keyword arguments by its row of the table. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec

from .. import ids
from ..errors import BadRequest, NotFound, TooLarge
from ..models.decoding import decode
from .routes import Query, Route

#: Bytes of a body at most.
BODY_CAP = 8_000_000
#: Items of a list in a query at most: what an answer may hold.
LIST_CAP = 1000

_DIGEST = re.compile(r"[0-9a-f]{64}")
_INTEGER = re.compile(r"-?[0-9]{1,18}")


def arguments(route: Route, path: Mapping[str, str], query: Mapping[str, Sequence[bytes]],
              body: bytes) -> dict[str, Any]:
    """Keyword arguments for the row's use case.

    Path parameters by name; query parameters that were given, by name (`with` as `with_`), those
    that were not left out; the decoded body as `body`. Raises BadRequest, NotFound, TooLarge.
    """
    found: dict[str, Any] = {name: _path(name, value) for name, value in path.items()}
    known = {row.name: row for row in route.query}
    for name in query:
        if name not in known and name not in _IGNORED and not _BUSTER.fullmatch(name):
            raise BadRequest(f"There is no query parameter {name[:64]!r} here.")
    for name, row in known.items():
        values = [_text(value) for value in query.get(name, ())]
        if values:
            found[_keyword(name)] = _READERS[row.kind](row, values)
        elif row.required:
            raise BadRequest(f"The query parameter {name!r} is needed.")
    if route.body is not None:
        found["body"] = _body(route, body)
    return found


#: JupyterLab's client ends every address in a bare number, against caches: `?1795495150944`.
_BUSTER = re.compile(r"[0-9]{1,16}")
#: Query parameters of the server's own: token, XSRF, cache busting, activity.
_IGNORED = frozenset({"token", "_xsrf", "_", "no_track_activity"})


def _keyword(name: str) -> str:
    return "with_" if name == "with" else name


def _path(name: str, value: str) -> str:
    fits = _DIGEST.fullmatch(value) if name == "digest" else ids.is_id(value)
    if not fits:
        raise NotFound("There is no such thing.", f"{name} does not have the form of one.")
    return value


def _text(value: bytes) -> str:
    try:
        text = value.decode()
    except UnicodeDecodeError as error:
        raise BadRequest("A query parameter is not UTF-8.") from error
    if "\0" in text:
        raise BadRequest("A query parameter has a NUL character.")
    return text


def _read_text(row: Query, values: Sequence[str]) -> str:
    if len(values) > 1:
        raise BadRequest(f"The query parameter {row.name!r} stands more than once.")
    return values[0]


def _read_int(row: Query, values: Sequence[str]) -> int:
    said = _read_text(row, values)
    if not _INTEGER.fullmatch(said):
        raise BadRequest(f"The query parameter {row.name!r} is no whole number.")
    least = 1 if row.maximum is not None else 0
    value = int(said)
    if value < least or (row.maximum is not None and value > row.maximum):
        most = "" if row.maximum is None else f" to {row.maximum}"
        raise BadRequest(f"The query parameter {row.name!r} goes from {least}{most}.")
    return value


def _read_list(row: Query, values: Sequence[str]) -> list[str]:
    return _within(row, [item for item in _read_text(row, values).split(",") if item])


def _read_repeat(row: Query, values: Sequence[str]) -> list[str]:
    return _within(row, list(values))


def _within(row: Query, items: list[str]) -> list[str]:
    if len(items) > LIST_CAP:
        raise BadRequest(f"The query parameter {row.name!r} has more than {LIST_CAP} items.")
    return items


_READERS: dict[str, Callable[[Query, Sequence[str]], Any]] = {
    "text": _read_text, "int": _read_int, "list": _read_list, "repeat": _read_repeat,
}


def _body(route: Route, body: bytes) -> Any:
    if len(body) > BODY_CAP:
        raise TooLarge(f"The body is larger than {BODY_CAP} bytes.")
    try:
        return decode(body, route.body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadRequest(f"The body cannot be read: {error}") from error
