"""How what a line says follows from its text, learnt once for all lines of its shape.

A reader is a pure function of a line. It is asked for three lines of one shape that differ in every
digit; where what it answers differs, that must be a number or a piece of text that stands at the
same place in all three. Then the answer for any line of the shape is made by reading just these
places. Where it is not so, there is no recipe, and each line is read as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from .literals import NUMBER, Num, number
from .shapes import varied

#: From a line to (a part of) what a reader answers.
Recipe = Callable[[str], Any]

_VARIANTS = (3, 7)
_PLACES = tuple(re.compile(pattern) for pattern in (
    r"\d+", r"[-+]?\d+\.\d*", rf"{NUMBER}", r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d{1,4})?",
    r"\d+\.\d{1,6}"))
#: Longest text that is looked for in a line, and parts of an answer.
_MAX_TEXT, _MAX_PARTS = 400, 400
#: Lines with more digits that begin a number take too long to learn.
_MAX_NUMBERS = 40
_NUMERAL = re.compile(r"\d+")


class _NoRecipe(Exception):
    """The answer does not follow from places of the line."""


def learn(line: str, read: Callable[[str], Any]) -> Recipe | None:
    """The recipe of what read answers for lines of this line's shape; None where there is none."""
    if len(_NUMERAL.findall(line)) > _MAX_NUMBERS:
        return None
    lines = [line, *(varied(line, by) for by in _VARIANTS)]
    try:
        return _Learner(lines).recipe([read(one) for one in lines])
    except _NoRecipe:
        return None


class _Learner:
    """Three lines of one shape, and where things stand in them."""

    def __init__(self, lines: list[str]) -> None:
        self._lines = lines
        self._left = _MAX_PARTS
        self._numbers: list[tuple[int, int]] | None = None

    def recipe(self, found: Sequence[Any]) -> Recipe:
        """Of answers for the three lines. Raises _NoRecipe."""
        self._left -= 1
        first = found[0]
        if self._left < 0 or any(type(one) is not type(first) for one in found):
            raise _NoRecipe
        if isinstance(first, Num):
            return _same(found) or self._number(found)
        if isinstance(first, list | tuple):
            return self._sequence(found)
        same = _same(found)
        if same is not None:
            return same
        if isinstance(first, str):
            begin, end = self._text(found)
            return lambda line: line[begin:end]
        if isinstance(first, float | int) and not isinstance(first, bool):
            kind = type(first)
            begin, end = self._place(found, kind)
            return lambda line: kind(line[begin:end])
        raise _NoRecipe

    def _sequence(self, found: Sequence[Any]) -> Recipe:
        """Lists, tuples and named tuples, part by part."""
        first = found[0]
        if any(len(one) != len(first) for one in found):
            raise _NoRecipe
        parts = [self.recipe(some) for some in zip(*found, strict=True)]
        moving = [(at, part) for at, part in enumerate(parts) if not isinstance(part, _Constant)]
        if not moving:
            return _Constant(first)
        kind, fixed = type(first), list(first)

        def made(line: str) -> Any:
            items = fixed.copy()
            for at, part in moving:
                items[at] = part(line)
            # A named tuple is made as the tuple that it is.
            return items if kind is list else tuple.__new__(kind, items)
        return made

    def _number(self, found: Sequence[Num]) -> Recipe:
        begin, end = self._place(found, number)
        texts = [line[begin:end] for line in self._lines]
        decimals = {one.decimals for one in found}
        plain = all(re.fullmatch(r"[-+]?\d*\.?\d*", text) for text in texts)
        if plain and len(decimals) == 1:
            fixed = found[0].decimals
            return lambda line: Num(float(line[begin:end]), fixed)
        return lambda line: number(line[begin:end])

    def _place(self, found: Sequence[Any], read: Callable[[str], Any]) -> tuple[int, int]:
        """Where the number stands in all three lines: one place, or several that overlap."""
        if self._numbers is None:
            self._numbers = sorted(set(_places(self._lines[0])))
        fits = [place for place in self._numbers if self._reads(place, found, read)]
        if not fits or fits[-1][0] >= min(end for _, end in fits):
            raise _NoRecipe
        return fits[0]

    def _reads(
        self, place: tuple[int, int], found: Sequence[Any], read: Callable[[str], Any]
    ) -> bool:
        begin, end = place
        try:
            return all(read(line[begin:end]) == one
                       for line, one in zip(self._lines, found, strict=True))
        except ValueError:
            return False

    def _text(self, found: Sequence[str]) -> tuple[int, int]:
        """The one place where the text stands in all three lines."""
        first = found[0]
        if not first or len(first) > _MAX_TEXT:
            raise _NoRecipe
        fits = []
        at = self._lines[0].find(first)
        while at >= 0:
            end = at + len(first)
            if all(line[at:end] == one for line, one in zip(self._lines, found, strict=True)):
                fits.append((at, end))
            at = self._lines[0].find(first, at + 1)
        if len(fits) != 1:
            raise _NoRecipe
        return fits[0]


class _Constant:
    """What is the same for all lines of the shape."""

    def __init__(self, value: Any) -> None:
        self._value = value

    def __call__(self, line: str) -> Any:
        return self._value


def _same(found: Sequence[Any]) -> Recipe | None:
    """By their texts, since NaN is not itself."""
    text = repr(found[0])
    return _Constant(found[0]) if all(repr(one) == text for one in found[1:]) else None


def _places(line: str) -> Iterator[tuple[int, int]]:
    """All that may be read as a number in a line."""
    for pattern in _PLACES:
        for match in pattern.finditer(line):
            yield match.span()
