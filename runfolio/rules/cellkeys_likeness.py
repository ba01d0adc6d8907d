"""How alike two pieces of code are, for telling an edited cell from another one.

Language-independent and deterministic: words and marks, no syntax tree. Time is bounded: a cell is
compared exactly with few others only, those that share most of its rarer runs of three tokens.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

MAX_CHARS = 20_000
"""Longer code is compared by its beginning."""
MAX_EXACT = 300
"""Tokens up to which the order of all of them is compared; longer code: which ones there are."""
CANDIDATES = 8
"""So many cells at most are compared exactly with a piece of code."""
COMMON = 48
"""A run of tokens in more cells than this tells nothing about which cell it is."""
RENAMED = 0.85
"""Likeness of code that differs in its names only."""

ELSE_DEFINED = 0.5
"""What likeness counts between cells of which each defines other names: model A and model B."""

_TOKEN = re.compile(r"[^\W\d]\w*|\d[\w.]*|[^\w\s]")
_DEFINED = re.compile(
    r"^[ \t]*(?:(?:async[ \t]+)?(?:def|class|function)[ \t]+([^\W\d]\w*)"
    r"|([^\W\d][\w.]*(?:[ \t]*,[ \t]*[^\W\d][\w.]*)*)[ \t]*(?:=(?![=~])|<-))",
    re.MULTILINE)
_WORD = re.compile(r"[^\W\d]\w*\Z")


@dataclass(frozen=True, slots=True)
class Sketch:
    """What is compared of a cell's code."""

    tokens: tuple[str, ...]
    runs: frozenset[tuple[str, ...]]
    """All runs of three tokens."""
    defined: frozenset[str]
    """Names that it assigns or defines at the beginning of a line."""
    shape: tuple[str, ...]
    """The tokens with each name replaced by the place of its first occurrence."""


def sketch(code: str) -> Sketch:
    """The sketch of a piece of code."""
    text = code[:MAX_CHARS]
    tokens = tuple(_TOKEN.findall(text))
    runs = frozenset(tokens[at : at + 3] for at in range(max(1, len(tokens) - 2)))
    defined: set[str] = set()
    for one, several in _DEFINED.findall(text):
        defined.update([one] if one else (name.strip() for name in several.split(",")))
    return Sketch(tokens, runs, frozenset(defined), _shape(tokens))


def _shape(tokens: tuple[str, ...]) -> tuple[str, ...]:
    places: dict[str, str] = {}
    return tuple(places.setdefault(token, f"name {len(places)}") if _WORD.match(token) else token
                 for token in tokens)


def likeness(one: Sketch, other: Sketch, *, renamed: bool = True) -> float:
    """0 (nothing in common) to 1 (the same tokens). What a cell defines counts more than how.
    renamed: may its names be others now, all of them?"""
    if not (one.tokens and other.tokens):
        return 0.0
    if one.tokens == other.tokens:
        return 1.0
    found = _token_ratio(one, other)
    if one.defined and other.defined:
        shared = 2 * len(one.defined & other.defined)
        same = shared / (len(one.defined) + len(other.defined))
        found = 0.7 * found + 0.3 * same if same else ELSE_DEFINED * found
    if renamed and len(one.tokens) > 8 and one.shape == other.shape:
        found = max(found, RENAMED)
    return found


def _token_ratio(one: Sketch, other: Sketch) -> float:
    total = len(one.tokens) + len(other.tokens)
    if max(len(one.tokens), len(other.tokens)) <= MAX_EXACT:
        return SequenceMatcher(None, one.tokens, other.tokens, autojunk=False).ratio()
    return 2 * (Counter(one.tokens) & Counter(other.tokens)).total() / total


class Alike:
    """The latest code of a notebook's cells, and which of them are like another piece of code.

    Code is sketched when it is first compared, so that keeping it costs nothing.
    """

    def __init__(self) -> None:
        self._fresh: dict[str, str] = {}
        self._sketches: dict[str, Sketch] = {}
        self._with_run: dict[tuple[str, ...], dict[str, None]] = {}

    def put(self, cell: str, code: str) -> None:
        """The cell's code is this now."""
        self._drop(cell)
        self._fresh[cell] = code

    def likenesses(self, code: str, cells: Collection[str], also: Iterable[str],
                   before: str | None = None) -> dict[str, float]:
        """How alike the code is to those of the cells that share most with it, and to the first of
        `also`. before: the cell that was executed just before: the same code with other names
        is a twin of that one (model A, model B)."""
        self._sketch_fresh()
        wanted = sketch(code)
        shared: Counter[str] = Counter()
        for run in sorted(wanted.runs):
            having = self._with_run.get(run, {})
            if len(having) <= COMMON:
                shared.update(having.keys())
        nearest = sorted((cell for cell in shared if cell in cells),
                         key=lambda cell: (-shared[cell], cell))[:CANDIDATES]
        expected = [cell for cell in also if cell in cells and cell not in nearest][:CANDIDATES]
        asked = [*nearest, *expected]
        return {cell: likeness(self._sketches[cell], wanted, renamed=cell != before)
                for cell in asked
                if cell in self._sketches}

    def _sketch_fresh(self) -> None:
        for cell, code in self._fresh.items():
            found = self._sketches[cell] = sketch(code)
            for run in found.runs:
                self._with_run.setdefault(run, {})[cell] = None
        self._fresh.clear()

    def _drop(self, cell: str) -> None:
        old = self._sketches.pop(cell, None)
        for run in old.runs if old else ():
            having = self._with_run[run]
            having.pop(cell, None)
            if not having:
                del self._with_run[run]
