"""Pairs of a name and a number on one line of output, and dicts and lists that stand on it.

PAIRS of the metrics contract: `name: number`, `name = number`, `name is number`, `name number`
on a line with an epoch, dicts. Never from prose, time, rates, versions and predictions.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import islice
from typing import NamedTuple

from . import grades
from .grades import word_set
from .labels import after_last, clean_name, opening, own_name, segments
from .literals import NUMBER, Dict, Num, Seq, number, read_at
from .scrub import GAP
from .units import FRACTION, SPREAD, UNIT, is_time, is_unit


class Pair(NamedTuple):
    """A name with its number, or with the numbers of a list."""

    name: str
    values: list[Num]
    written: str
    """The number as printed, to find the expression that printed it."""
    unit: str | None = None
    spread: float | None = None
    weak: bool = False
    """Only a pair when the expression that printed it gives a result."""


@dataclass
class Pairs:
    """What one line holds."""

    pairs: list[Pair] = field(default_factory=list)
    dicts: list[tuple[str, Dict]] = field(default_factory=list)
    """Text in front of a dict, and the dict."""
    prefix: str = ""
    """The split label that every key has that has none."""


class _Number(NamedTuple):
    """A number of a segment with the name that could be its own."""

    start: int
    end: int
    text: str
    name: str
    label: str
    separator: str
    """`:`, `=`, `is`, empty for none; with a blank after it where the text has one."""
    weak: bool = False


#: Numbers read of one segment, and characters in front of a number that may be its name.
MAX_NUMBERS = 100
MAX_LEFT = 200

_NUMBER = re.compile(rf"(?<![\w.,$#@])(?:{NUMBER})")
_END = re.compile(r"[\s.!)\]}'\"*#=~_>\\/-]*$")
_GLUED = re.compile(r"[\w:/]|[.,]\d|\s?(?:->|=>|[-–x×*/]\s?\d)")
_DONE = re.compile(r"\s?\(\d{1,12}/\d{1,12}\)")
_AMOUNT = re.compile(r"\s+(?:of|to|out|from|or|more|times)\b")
_STOP = word_set(
    "of to from by in at for with than the a an over under about after before until top version "
    "section figure table page chapter cell line and or on is are was were as per between within "
    "step epoch first last next only about around nearly least most up down not"
)
_VALUE = re.compile(r"[\[{]|\b(?:array|tensor|OrderedDict|defaultdict)\(")


def read_pairs(line: str, *, epoch: bool, iteration: bool) -> Pairs:
    """All pairs of a scrubbed line without marks.

    epoch: the line itself has a mark, so that names need no separator; iteration: it stands on or
    under a mark.
    """
    found = Pairs()
    if not any(char.isdigit() for char in line) and "n" not in line.lower():
        found.prefix = opening(line)
        return found
    line, lists = _values(line, found)
    prefix = found.prefix = opening(line)
    opened = bool(prefix)
    for segment in segments(line):
        for item in _segment(segment, epoch, iteration, lists):
            pair, label = item
            if grades.has_split(label):
                prefix, opened = label, False
            elif label and grades.has_word(label) and not grades.has_word(pair.name):
                pair = pair._replace(name=f"{label} {pair.name}")
            first = pair.name.split(" ", 1)[0]
            if opened and " " in pair.name and grades.has_split(first):
                prefix = first
            found.pairs.append(prefixed(pair, prefix))
    found.pairs.extend(prefixed(pair, prefix or found.prefix) for pair in lists)
    found.prefix = prefix
    return found


def prefixed(pair: Pair, prefix: str) -> Pair:
    """The pair with the split label in front of its name, unless it has one."""
    if not prefix or grades.has_split(pair.name):
        return pair
    return pair._replace(name=f"{prefix} {pair.name}")


def _values(line: str, found: Pairs) -> tuple[str, list[Pair]]:
    """Lists and dicts on the line, taken out of it: dicts go to found, lists are given back."""
    lists: list[Pair] = []
    position = 0
    for _ in range(8):
        opening = _VALUE.search(line, position)
        if opening is None:
            break
        read = read_at(line, opening.start())
        if read is None:
            position = opening.end()
            continue
        value, end = read
        before = line[: opening.start()].rstrip()
        if isinstance(value, Dict):
            found.dicts.append((before, value))
            line = line[: opening.start()] + GAP + line[end:]
            position = opening.start()
        elif isinstance(value, Seq) and before[-1:] in (":", "="):
            name = clean_name(after_last(before[:-1], ":;|,\t")[0])
            numbers = [item for item in value.items if isinstance(item, Num)]
            if name and numbers and len(numbers) == len(value.items):
                lists.append(Pair(name, numbers, ""))
            line = before[:-1] + GAP + line[end:]
            position = len(before)
        else:
            position = end
    return line, lists


def _segment(
    text: str, epoch: bool, iteration: bool, lists: list[Pair]
) -> list[tuple[Pair, str]]:
    """The pairs of one segment with the label before each."""
    numbers = _numbers(text, epoch, iteration)
    found: list[tuple[Pair, str]] = []
    for index, item in enumerate(numbers):
        after = numbers[index + 1] if index + 1 < len(numbers) else None
        pair = _pair(text, item, after, epoch)
        if pair is not None:
            found.append((pair, item.label))
    return found


def _numbers(text: str, epoch: bool, iteration: bool) -> list[_Number]:
    """The numbers of a segment that have a name."""
    found: list[_Number] = []
    done = 0
    for match in islice(_NUMBER.finditer(text), MAX_NUMBERS):
        if match.start() < done:
            continue
        item = _named(text, done, match, epoch, iteration)
        if item is not None:
            found.append(item)
            done = item.end
            spread = SPREAD.match(text, item.end)
            unit = UNIT.match(text, item.end)
            if spread:
                done = spread.end()
            elif unit and is_unit(unit):
                done = unit.end()
            elif text[item.end :].lstrip()[:1] in ("(", "["):
                done = _bracket_end(text, item.end)
    return found


def _bracket_end(text: str, start: int) -> int:
    """Where the bracket that follows a number ends, when it holds no pair of its own."""
    ends = [at for at in (text.find(")", start), text.find("]", start)) if at >= 0]
    end = min(ends) + 1 if ends else start
    return start if "=" in text[start:end] or ":" in text[start:end] else end


def _named(
    text: str, done: int, match: re.Match[str], epoch: bool, iteration: bool
) -> _Number | None:
    """The number with its name, separator and label; None when it has no name."""
    left = text[max(done, match.start() - MAX_LEFT) : match.start()]
    plain = left.rstrip()
    blank = " " if len(left) > len(plain) else ""
    start, end, written = match.start(), match.end(), match[0]
    if plain[-1:] in (":", "=") and plain:
        if plain[-2:] in ("==", ">=", "<=", "!=", "~=", ":=", "+=", "-=", "::"):
            return None
        separator = plain[-1] + blank
        share = FRACTION.match(text, end)
        if share:
            inner = _NUMBER.match(text, share.end())
            if inner:
                start, end, written = inner.start(), inner.end(), inner[0]
        rest, label = after_last(plain[:-1], ":") if ":" in plain[:-1] else (plain[:-1], "")
        name, adjacent = own_name(rest, separator, plain)
        label = label if not adjacent else ""
    elif plain[-3:].lower() == " is":
        name, label = after_last(plain[:-3], ":") if ":" in plain else (plain[:-3], "")
        separator = "is"
    else:
        name, label, separator = plain, "", ""
    name = clean_name(name)
    item = _Number(start, end, written, name, clean_name(label), separator)
    if not name or _allowed(item, left, epoch, iteration):
        return item if name else None
    alone = not separator and left[-1:].isspace() and not text[end:].strip()
    return item._replace(weak=True) if alone else None


def _allowed(item: _Number, left: str, epoch: bool, iteration: bool) -> bool:
    """Whether name and separator make a pair, whatever follows."""
    if item.separator == ":":
        return (
            iteration or "." in item.text or "e" in item.text or grades.has_word(item.name)
        )
    if item.separator == "is":
        return grades.has_word(f"{item.label} {item.name}")
    if item.separator:
        return True
    tokens = item.name.lower().split()
    if tokens[-1].strip(".,") in _STOP or not left[-1:].isspace():
        return False
    if epoch:
        return len(tokens) <= 4
    wide = left[-2:].isspace()
    return not wide and len(tokens) <= 6 and grades.has_word(" ".join(tokens[-3:]))


def _pair(text: str, item: _Number, after: _Number | None, epoch: bool) -> Pair | None:
    """The pair of a number, when what follows it allows one."""
    if grades.is_none(item.name):
        return None
    value = number(item.text)
    end = item.end
    spread = SPREAD.match(text, end)
    unit: str | None = None
    found = UNIT.match(text, end)
    if found and is_unit(found):
        unit = found[2]
        end = found.end()
    if is_time(unit):
        return None
    unit = "%" if unit == "percent" else unit
    if spread:
        unit = unit or ("%" if "%" in spread[0] else None)
        return Pair(item.name, [value], item.text, unit, number(spread[1]).value)
    if unit is None and _GLUED.match(text, end):
        return None
    if unit == "%" and _DONE.match(text, end) and not grades.has_word(item.name):
        return None
    weak = item.weak or not _ends(text, end, item, after, unit)
    if weak and not item.weak and (not item.separator or _AMOUNT.match(text, end)):
        return None
    return Pair(item.name, [value], item.text, unit, weak=weak)


def _ends(text: str, end: int, item: _Number, after: _Number | None, unit: str | None) -> bool:
    """Whether the pair ends its segment, or is followed by a pair, a bracket, or fit prose."""
    rest = text[end:]
    if _END.match(rest):
        return True
    if rest.lstrip()[:1] in ("(", "["):
        return True
    if after is not None and _NUMBER.search(text, end, after.end) is not None:
        between = text[end : after.start]
        if not _NUMBER.search(between):
            return True
    if _AMOUNT.match(rest) or not grades.has_word(item.name):
        return False
    exact = "." in item.text or unit is not None
    return exact or bool(item.separator and item.separator != "is")
