"""The first line `%%track run=baseline step=train` of a cell: the same words as in a comment."""

from __future__ import annotations

import re
import shlex
from typing import NamedTuple

MAX_LINE = 4_096
_MAGIC = re.compile(r"%%(\w+)[ \t]*(.*)")


class TrackLine(NamedTuple):
    """The line, 1-based, and its words: (key, value); a word without «=» has the value «true»."""

    line: int
    words: list[tuple[str, str]]
    problem: str | None = None


def track_line(code: str) -> TrackLine | None:
    """The `%%track` among the magics that open a cell; None where there is none. Never raises."""
    for number, line in enumerate(code[: 4 * MAX_LINE].split("\n"), start=1):
        text = line.lstrip("\ufeff").strip()
        if not text:
            continue
        found = _MAGIC.fullmatch(text)
        if found is None:
            return None
        if found[1] == "track":
            return _read(number, found[2])
    return None


def _read(number: int, text: str) -> TrackLine:
    if len(text) > MAX_LINE:
        return TrackLine(number, [], f"it is longer than {MAX_LINE} characters")
    try:
        words = shlex.split(text)
    except ValueError:
        return TrackLine(number, [], "a quotation does not end")
    pairs = [(key, value if sign else "true")
             for key, sign, value in (word.partition("=") for word in words)]
    return TrackLine(number, pairs)
