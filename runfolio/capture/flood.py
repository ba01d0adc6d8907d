"""A large content of a stream read piece by piece: the text of a flood is never there twice (pure).

The content is JSON of the form {"name": …, "text": …}, in either order. Whatever has another form
is not taken: the caller reads it whole.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import NamedTuple

import msgspec

PIECE_BYTES = 1 << 20
"""Bytes of JSON that become one piece."""
_ENDS = 200
"""Bytes at either end in which what stands around the text is looked for."""
_LONGEST_ESCAPE = 12
"""Bytes of an escaped surrogate pair: within so many stands a place where a text can be cut."""

# Quotes within a JSON string are escaped: none of these can be found inside the text.
_BEGIN = re.compile(rb'\A\s*\{\s*(?:"name"\s*:\s*"(\w+)"\s*,\s*)?"text"\s*:\s*"')
_END = re.compile(rb'"(?:\s*,\s*"name"\s*:\s*"(\w+)")?\s*\}\s*\Z')


class Flood(NamedTuple):
    """A stream's name and its text in pieces."""

    name: str
    texts: Iterator[str]


def pieces(content: bytes) -> Flood | None:
    """The text of a stream's content in pieces; None where the content has another form."""
    begin = _BEGIN.match(content[:_ENDS])
    rest = max(len(content) - _ENDS, 0)
    end = _END.search(content[rest:])
    if begin is None or end is None or bool(begin[1]) == bool(end[1]):
        return None
    name = begin[1] or end[1]
    return Flood(name.decode(), _texts(content, begin.end(), rest + end.start()))


def _texts(content: bytes, at: int, end: int) -> Iterator[str]:
    while at < end:
        text, at = _next(content, at, min(at + PIECE_BYTES, end), end)
        yield text


def _next(content: bytes, at: int, cut: int, end: int) -> tuple[str, int]:
    """The text up to the cut, or to a little before it where the cut is within a character."""
    earliest = cut if cut == end else max(at + 1, cut - _LONGEST_ESCAPE)
    for read in (msgspec.json.decode, _lenient):
        for place in range(cut, earliest - 1, -1):
            try:
                text = read(b'"' + content[at:place] + b'"')
            except (msgspec.DecodeError, ValueError):
                continue
            if isinstance(text, str):
                return text, place
    # No JSON after all: as it stands, so that its bytes are counted.
    return content[at:cut].decode("utf-8", "replace"), cut


def _lenient(data: bytes) -> str:
    """With lone surrogates, control characters, or bytes that are no UTF-8."""
    text = str(json.loads(data.decode("utf-8", "replace"), strict=False))
    return text.encode("utf-8", "replace").decode("utf-8")
