"""Comment signs by language, and the option lines (`#| …`) that open a cell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

_HASH, _SLASHES, _DASHES, _PERCENT = ("#",), ("//",), ("--",), ("%",)
_SIGNS: dict[tuple[str, ...], str] = {
    _SLASHES: (
        "javascript js typescript ts c c++ cpp c++11 c++14 c++17 c++20 c++23 cc cuda java scala "
        "kotlin csharp c# fsharp f# go rust swift groovy php dart stan node d3 dot scss sass asy"
    ),
    _DASHES: "sql mysql psql postgresql sqlite duckdb lua haskell ada elm",
    _PERCENT: "matlab prolog erlang tex latex tikz",
    ("%", "#"): "octave",
    ("!",): "fortran fortran95 f90",
    (";;", ";"): "clojure lisp scheme common-lisp racket emacs-lisp",
    ("'",): "vb vba vbnet",
    ("⍝",): "apl",
}
_BY_LANGUAGE = {name: signs for signs, names in _SIGNS.items() for name in names.split()}

#: Cell magics whose body is another language, or a text that must not be read at all.
_BY_MAGIC: dict[str, tuple[str, ...]] = {
    "javascript": _SLASHES, "js": _SLASHES, "sql": ("--", "#"), "bigquery": ("--", "#"),
    "html": (), "svg": (), "latex": (), "markdown": (), "writefile": (), "file": (),
}
_MAGIC = re.compile(r"%%(\w+)")


class OptionLine(NamedTuple):
    """An option line: its 1-based line in the cell and its text without sign and bar."""

    line: int
    text: str


def signs_of(language: str) -> tuple[str, ...]:
    """The signs that open a comment line in a language; `#` where it is not known."""
    return _BY_LANGUAGE.get(language.strip().lower(), _HASH)


def option_lines(code: str, language: str) -> Iterator[OptionLine]:
    """The option lines of the comment block that opens a cell.

    Blank lines, other comments and one leading `%%magic` line are skipped, and `%%track`.
    """
    signs = signs_of(language)
    magic = False
    for number, raw in enumerate(_lines(code), start=1):
        line = raw.lstrip("\ufeff").lstrip()
        if not line:
            continue
        found = _MAGIC.match(line)
        if found and not magic:
            # %%track strips itself: another magic can stand below it.
            magic = found[1] != "track"
            signs = _BY_MAGIC.get(found[1].lower(), signs)
            continue
        sign = next((sign for sign in signs if line.startswith(sign)), None)
        if sign is None:
            return
        text = line[len(sign) :]
        if text.startswith("|"):
            yield OptionLine(number, text[1:].removeprefix(" ").rstrip())


def _lines(code: str) -> Iterable[str]:
    """Lines of a code, one at a time: the block that opens a cell is short, the cell may not be."""
    start = 0
    while start <= len(code):
        end = code.find("\n", start)
        end = len(code) if end < 0 else end
        yield code[start:end].rstrip("\r")
        start = end + 1
