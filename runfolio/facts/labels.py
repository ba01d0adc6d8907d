"""Names of printed numbers: what of the text before a number is its name, label or split word."""

from __future__ import annotations

import re

from . import grades
from .grades import word_set
from .scrub import unmasked

_QUALIFYING = word_set(
    "mean average avg best final overall total max min median micro macro"
)
_NAME = re.compile(r"[^\W\d_]")
_BAD_NAME = re.compile(r"[\[\]{}<>\"\\`?!~@]|==|://")
_LEADING = re.compile(r"^[\W_]+")
_BOUNDARY = re.compile(
    r"[;|│┃•·\t]|,(?!\d)|(?<!\d),|\s[-–—]{1,3}\s|(?<=[\w%)\]])[.!?]\s+(?=[A-Z])"
    r"|(?<![:=\s])\s{2,}(?!\s|is\b|[=:]|[-+]?\.?\d)"
)
_ABBREVIATIONS = word_set(
    "no avg dep cond adj std est max min approx num cum pct acc val med var dev obs corr coef "
    "freq vs prob"
)
_SPLIT_LABEL = re.compile(r"([A-Za-z][A-Za-z ]{1,40}):(?=\s*[A-Za-z])")
_FIRST_WORD = re.compile(r"[A-Za-z]{2,10}(?=[\s:]|$)")


def opening(line: str) -> str:
    """The split word that opens a line, or the label with one that stands before its colon."""
    head = _LEADING.sub("", line[:80])
    word = _FIRST_WORD.match(head)
    if not word or not grades.has_split(word[0]):
        return ""
    label = _SPLIT_LABEL.match(head)
    return label[1] if label else word[0]


def after_last(text: str, marks: str) -> tuple[str, str]:
    """The text after the last of these marks, and the text before it."""
    cut = max(text.rfind(mark) for mark in marks)
    return text[cut + 1 :], text[: max(cut, 0)]


def clean_name(text: str) -> str:
    """A name without quotes, bullets and half brackets; empty when it cannot be one."""
    if not text:
        return ""
    name = text.strip().strip("'\"*`_#>").strip()
    if name.count("(") > name.count(")"):
        name = name[name.rfind("(") + 1 :]
    name = _LEADING.sub("", name) if name[:1] not in ("%",) else name
    for word in ("and ", "with ", "& ", "then "):
        if name.lower().startswith(word):
            name = name[len(word) :].lstrip()
    name = unmasked(name.rstrip(" \t-–>*_'\""))
    if not _NAME.search(name) or len(name) > 80 or len(name.split()) > 12:
        return ""
    return "" if _BAD_NAME.search(name.replace("@", "", 1)) else " ".join(name.split())


def own_name(rest: str, separator: str, plain: str) -> tuple[str, bool]:
    """The part of the text that is the name. `a b=1`: the last word, and what qualifies it."""
    if separator != "=" or plain[-2:-1].isspace():
        return rest, False
    tokens = rest.split(" ")
    start = len(tokens) - 1
    while start > 0 and start > len(tokens) - 5:
        word = tokens[start - 1].strip(".").lower()
        known = word in _QUALIFYING or grades.has_split(word) or grades.has_word(word)
        if not known:
            break
        start -= 1
    return " ".join(tokens[start:]), start > 0


def segments(line: str) -> list[str]:
    """The line cut at commas, bars, tabs, wide blanks and ends of sentences."""
    parts: list[str] = []
    done = 0
    for found in _BOUNDARY.finditer(line):
        if found[0][0] in ".!?":
            before = re.search(r"[\w]{1,12}$", line[max(done, found.start() - 12) : found.start()])
            if found[0][0] == "." and before and before[0].lower() in _ABBREVIATIONS:
                continue
        parts.append(line[done : found.start()])
        done = found.end()
    parts.append(line[done:])
    return parts
