"""Names in code (pure): their words, and which only say how much is printed."""

from __future__ import annotations

import re

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_TALKATIVE = frozenset(
    {"verbose", "verbosity", "n_jobs", "disp", "verbose_eval", "show_progress", "progress_bar"}
    | {"num_workers", "nthread", "thread_count", "silent", "n_workers"}
)


def words(name: str) -> list[str]:
    """The words of a snake_case, camelCase or dotted name, in lower case."""
    return [word.lower() for word in _WORD.findall(name)]


def is_talkative(name: str) -> bool:
    """True for what only says how much is printed or how many workers work."""
    return name in _TALKATIVE
