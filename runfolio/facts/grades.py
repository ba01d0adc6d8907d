"""Grades of names: is a number under this name a result, an observation, or nothing at all?

The words stand in vocabulary.txt; the rule is the «about» of the metrics contract.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from ..models.metric import Grade

VERSION = 1

#: Forms of the coefficient of determination; all become the word r2.
_R2 = re.compile(r"(?<![a-z0-9])r(?:\s?\^\s?2|²|[-_ ]?squared|[-_]2|2)(?![a-z0-9])", re.IGNORECASE)
_MAP = re.compile(r"(?<![A-Za-z])mAP(?![a-z])|(?<![A-Za-z])[mM][aA][pP]@")
_RATE = re.compile(
    r"(?:^|[\s(])\w{1,10}/(?:s|sec|second|it|step|batch|iter|epoch|sample|example)\b|(?:^|[\s/(])ms\b"
)
_WORD = re.compile(r"[^\W_]+")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


def word_set(text: str) -> frozenset[str]:
    """A set of words written as one text."""
    return frozenset(text.split())


def _load() -> dict[str, frozenset[str]]:
    """The sections of vocabulary.txt."""
    sections: dict[str, set[str]] = {}
    current: set[str] = set()
    text = Path(__file__).with_name("vocabulary.txt").read_text(encoding="utf-8")
    for raw in text.splitlines():
        line = raw.partition("#")[0].strip()
        if line.startswith("["):
            current = sections.setdefault(line.strip("[]"), set())
        elif line:
            current.add(line)
    return {name: frozenset(found) for name, found in sections.items()}


_SECTIONS = _load()
#: The first words of each section's entries: most names hold none of them.
_FIRST = {name: frozenset(entry.split()[0] for entry in found if entry)
          for name, found in _SECTIONS.items()}
_PHRASES = max(len(entry.split()) for section in _SECTIONS.values() for entry in section)


@lru_cache(maxsize=8192)
def _singular(word: str) -> tuple[str, ...]:
    """The word and what it may be the plural or the numbered form of."""
    forms = [word]
    if word.endswith("ies"):
        forms.append(word[:-3] + "y")
    if word.endswith("es"):
        forms.append(word[:-2])
    if word.endswith("s"):
        forms.append(word[:-1])
    bare = word.rstrip("0123456789")
    if bare and 0 < len(word) - len(bare) <= 2:
        forms.append(bare)
    return tuple(forms)


@lru_cache(maxsize=8192)
def words(name: str) -> tuple[str, ...]:
    """The words of a name, lower case: split at non-alphanumerics and camelCase, R² as r2."""
    plain = _R2.sub(" r2 ", name[:300])
    if _MAP.search(plain):
        plain = _MAP.sub(" mAP ", plain)
    found: list[str] = []
    for token in _WORD.findall(plain):
        if token == "mAP":  # noqa: S105 - a word, no password
            found.append(token)
        else:
            found.extend(part.lower() for part in _CAMEL.split(token))
    return tuple(found)


def _holds(section: str, tokens: Sequence[str]) -> bool:
    """Whether a word or phrase of the section stands among the tokens."""
    entries, first = _SECTIONS[section], _FIRST[section]
    for start, opening in enumerate(tokens):
        if first.isdisjoint(_singular(opening)):
            continue
        heads = [""]
        for token in tokens[start : start + _PHRASES]:
            heads = [f"{head} {form}".lstrip() for head in heads for form in _singular(token)]
            if any(head in entries for head in heads):
                return True
    return False


@lru_cache(maxsize=8192)
def has_word(name: str) -> bool:
    """Whether the name holds a word of the vocabulary."""
    tokens = words(name)
    return _holds("result", tokens) and not _holds("data", tokens)


@lru_cache(maxsize=8192)
def is_qualified(name: str) -> bool:
    """Whether a word of the name makes it an observation whatever else it holds."""
    return _holds("observation", words(name))


@lru_cache(maxsize=8192)
def is_none(name: str) -> bool:
    """Whether the name is one of time, rate, version or prediction: no metric at all."""
    tokens = words(name)
    if _holds("none", tokens) or _RATE.search(name):
        return True
    return _holds("prediction", tokens) and not has_word(name)


@lru_cache(maxsize=8192)
def has_split(name: str) -> bool:
    """Whether the name holds a split word (train, val, test, …)."""
    return _holds("split", words(name))


def grade(name: str) -> Grade:
    """Grade of a number that is known by its name only."""
    return "result" if has_word(name) and not is_qualified(name) else "observation"
