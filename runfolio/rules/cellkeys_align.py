"""Decisions about which cell is which: whole documents by their codes, single cells by likeness.

The thresholds were set on the edit sessions for development (fixtures/edit-sessions) and are
scored on the others.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from .cellkeys_places import Places


class Found(NamedTuple):
    """Which cell an execution was, and how sure that is (1: by its id)."""

    key: str
    confidence: float


NEIGHBOUR = 0.15
"""What standing where the cell is expected counts beside likeness of code."""

ALIKE_HERE, ALIKE_ELSEWHERE = 0.5, 0.66
"""With no id: least likeness of a cell that is expected at this place, and of any other."""
HEIR_ALONE, HEIR_HERE, HEIR_ELSEWHERE = 0.3, 0.45, 0.66
"""All ids replaced: least likeness to the one cell missing between two neighbours, to one of
several there, to a cell missing elsewhere."""
LASTING_HERE, LASTING_ELSEWHERE = 0.7, 0.9
"""Ids last in this document: least likeness of a new cell to one that was deleted."""

MOST_ALIGNED = 3000
"""Longer documents are aligned by the codes that stand in them once."""


def same_code(before: Sequence[tuple[str, str | None]], after: Sequence[tuple[str, str | None]]
              ) -> list[tuple[str, str]]:
    """Pairs (name before, name after) of the cells with equal code: in the order of both
    documents where possible, then those whose code is left over once in each (moved cells)."""
    old = [(name, digest) for name, digest in before if digest]
    new = [(name, digest) for name, digest in after if digest]
    pairs: dict[str, str] = {}
    if max(len(old), len(new)) <= MOST_ALIGNED:
        matcher = SequenceMatcher(None, [one[1] for one in old], [one[1] for one in new],
                                  autojunk=False)
        for block in matcher.get_matching_blocks():
            for at in range(block.size):
                pairs[old[block.a + at][0]] = new[block.b + at][0]
    used = set(pairs.values())
    rest_old, rest_new = defaultdict(list), defaultdict(list)
    for name, digest in old:
        if name not in pairs:
            rest_old[digest].append(name)
    for name, digest in new:
        if name not in used:
            rest_new[digest].append(name)
    for digest, names in rest_old.items():
        if len(names) == len(rest_new.get(digest, ())):
            pairs.update(zip(names, rest_new[digest], strict=True))
    return list(pairs.items())


def best_heir(alike: Mapping[str, float], between: Collection[str], loose: Collection[str]
              ) -> Found | None:
    """The missing cell that a cell with a new id is by its code. between: the missing cells
    that stood between its neighbours; loose: those that had no id that could have lasted."""
    def enough(cell: str) -> float:
        if cell not in loose:
            return LASTING_HERE if cell in between else LASTING_ELSEWHERE
        if cell not in between:
            return HEIR_ELSEWHERE
        return HEIR_ALONE if len(between) == 1 else HEIR_HERE

    near = dict.fromkeys(between, 1.0)
    return _best({cell: value for cell, value in alike.items() if value >= enough(cell)}, near)


def best_alike(alike: Mapping[str, float], near: Mapping[str, float]) -> Found | None:
    """The cell that an execution without an id is by its code."""
    return _best({cell: value for cell, value in alike.items()
                  if value >= (ALIKE_HERE if near.get(cell) == 1 else ALIKE_ELSEWHERE)}, near)


def _best(alike: Mapping[str, float], near: Mapping[str, float]) -> Found | None:
    """The highest by likeness and place; the confidence falls with the lead over the second."""
    scores = sorted(((value + NEIGHBOUR * near.get(cell, 0.0), cell)
                     for cell, value in alike.items()), key=lambda one: (-one[0], one[1]))
    if not scores:
        return None
    best, cell = scores[0]
    lead = best - scores[1][0] if len(scores) > 1 else 1.0
    confidence = min(0.85, 0.4 + 0.4 * alike[cell] + 0.1 * near.get(cell, 0.0))
    return Found(cell, round(confidence if lead >= 0.1 else confidence * 0.8, 2))


def nearness(places: Places, previous: str | None, at_once: bool) -> dict[str, float]:
    """cell → 1 where it is the one to expect next: below the one before, or that one again if
    there was time to edit it; less for the two below."""
    found: dict[str, float] = {}
    if previous is not None and not at_once:
        found[previous] = 1.0
    for cell, value in zip(places.below(previous, 3), (1.0, 0.4, 0.2), strict=False):
        found[cell] = value
    return found


def nearest(cells: Sequence[str], places: Places, previous: str | None) -> str:
    """Of cells with the same code the next below the one before, else the first at or above."""
    def rank(cell: str) -> tuple[int, int, str]:
        away = places.distance(previous, cell)
        if away is None:
            return (1, places.place(cell), cell)
        return (0, away, cell) if away > 0 else (1, places.place(cell), cell)

    return min(cells, key=rank)
