"""Shapes of printed lines: two lines of one shape differ in digits that nobody reads but as digits.

A loop prints the same line over and over with other numbers. What reads such a line asks of a digit
only that it is one, except for the digits of words that the vocabulary has (`f1`, `r2`) and of
file extensions (`.mp3`): those stay as they are in a shape. The length of a number stays too. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

#: Digits whose value is read: of f1 and r2 (also R^2, R-2), and of file extensions.
_TELLING = re.compile(r"(?:[fFrR]-?|\^\s?|\.[A-Za-z]{1,8})\d+|7[zZ]")
#: Where those stand meanwhile: a private plane.
_ASIDE = {ord("0") + value: 0xE100 + value for value in range(10)}
_BACK = {aside: chr(digit) for digit, aside in _ASIDE.items()}
_DIGITS = "0123456789"
_ALIKE = {ord("0") + value: "0" for value in range(10)}


def shapes(lines: Sequence[str]) -> list[str]:
    """The shape of each line (lines without line ends)."""
    if not lines:
        return []
    text = _TELLING.sub(lambda found: found[0].translate(_ASIDE), "\n".join(lines))
    return text.translate(_ALIKE).split("\n")


def varied(line: str, by: int) -> str:
    """Another line of the same shape: every digit that does not tell is another one. How far it is
    from its own differs from place to place and with by, so that equal numbers become unequal."""
    kept = _TELLING.sub(lambda found: found[0].translate(_ASIDE), line)
    found = [
        _DIGITS[(_DIGITS.index(character) + 1 + (at * at * by + 7 * at + by) % 83 % 9) % 10]
        if character in _DIGITS else character
        for at, character in enumerate(kept)]
    return "".join(found).translate(_BACK)
