"""What one printed line says: marks, pairs, dicts. Each shape of line is understood once (pure)."""

from __future__ import annotations

import re
from typing import NamedTuple

from . import grades
from .literals import SPECIAL, Dict
from .marks import Mark, mark_line, share_of
from .pairs import Pair, read_pairs
from .recipes import Recipe, learn
from .scrub import scrub

#: Without any of these a line holds no number and no dict.
_SPEAKS = re.compile(rf"\d|{SPECIAL}|\{{|OrderedDict\(|defaultdict\(")
#: What scikit-learn says of each fit of a search: params, and sometimes the score.
_SEARCH = re.compile(r"\s*\[CV\b")
#: A shape that came so often is worth learning: a recipe takes as long as reading three lines.
_OFTEN = 4


class Told(NamedTuple):
    """A pair, and what its name is by the vocabulary."""

    pair: Pair
    has_word: bool
    qualified: bool


class Reading(NamedTuple):
    """What a line says."""

    mark: Mark | None
    """Its own, without what an epoch above it says."""
    alone: bool
    """Nothing but the mark stands on the line."""
    progress: tuple[int, int] | None
    share: tuple[float, float] | None
    """Step and steps that a line under an epoch ends in."""
    told: list[Told]
    dicts: list[tuple[str, Dict]]
    """Text in front of a dict, and the dict."""
    prefix: str
    search: bool


_NOTHING = Reading(None, False, None, None, [], [], "", False)


class Readings:
    """Reads the lines of one step."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._known: dict[tuple[str, tuple[bool, bool] | None], Recipe | int | None] = {}
        """By shape and what an epoch above holds: how often it came, or its recipe; None: it has
        none."""

    def read(self, line: str, shape: str, held: Mark | None) -> Reading:
        """A line of this shape, under what an epoch on a line of its own holds."""
        above = None if held is None else (held.strength > 0, held.step is None)
        known = self._known.get((shape, above), 0)
        if known is None:
            return self._whole(line, held)
        if not isinstance(known, int):
            found: Reading = known(line)
            return found
        if known == 0 and not _SPEAKS.search(line):
            return _NOTHING
        if known + 1 < _OFTEN:
            self._known[shape, above] = known + 1
        else:
            self._known[shape, above] = learn(line, lambda one: self._whole(one, held))
        return self._whole(line, held)

    def _whole(self, line: str, held: Mark | None) -> Reading:
        """A line read from beginning to end."""
        marked = mark_line(scrub(line, self._language))
        if marked.alone:
            return _NOTHING._replace(mark=marked.mark, alone=True, progress=marked.progress)
        text, share = marked.text, None
        if held is not None and marked.mark is None:
            text, under = share_of(text, held)
            if under is not held and under.step is not None and under.total is not None:
                share = under.step, under.total
        mark = placed(marked.mark, held, share)
        own = marked.mark is not None and marked.mark.strength > 0
        pairs = read_pairs(text, epoch=own, iteration=mark is not None and mark.strength > 0)
        told = [Told(pair, grades.has_word(pair.name), grades.is_qualified(pair.name))
                for pair in pairs.pairs]
        return Reading(marked.mark, False, marked.progress, share, told, pairs.dicts,
                       pairs.prefix, _SEARCH.match(line) is not None)


def placed(
    mark: Mark | None, held: Mark | None, share: tuple[float, float] | None
) -> Mark | None:
    """The mark of a line's points: its own, with what an epoch above it holds."""
    if held is None:
        return mark
    if mark is None:
        return held if share is None else held._replace(step=share[0], total=share[1])
    if mark.epoch is None:
        return mark._replace(epoch=held.epoch, strength=max(mark.strength, held.strength))
    return mark
