"""Params of executed code: `extract` per step, stored; `resolve` over the steps of a result.

Rule: the «about» text of the contract's param vectors and DESIGN §4 Params. The reading of a step
(paramreader.py) holds no values of other steps; the fold (paramfold.py) brings them together.
"""

from __future__ import annotations

import threading
from collections.abc import Collection, Sequence

from ..models.param import Param
from .paramfold import Fold
from .paramops import Extract
from .paramreader import read
from .syntax import parse

__all__ = ["VERSION", "Extract", "extract", "resolve"]

VERSION = 1

#: Folds that are kept to go on from: a result's executions mostly begin with those of the last.
_KEPT_FOLDS = 4

_lock = threading.Lock()
_folds: list[Fold] = []


def extract(
    code: str, *, language: str = "python", cell: str = "", declared: bool = False
) -> Extract:
    """What of an execution bears on params; never raises.

    cell: the cell's key; declared: an annotation or tag says that its assignments are params.
    """
    if language != "python":
        return Extract(cell=cell, state="foreign")
    try:
        return read(parse(code), cell, declared)
    except RecursionError:
        # The caller's own stack was nearly used up: said, like all that cannot be read.
        return Extract(cell=cell, state="unparsed")


def resolve(
    executed: Sequence[tuple[str, Extract]], effective: Collection[str] | None = None
) -> dict[str, Param]:
    """Params by key, in the order of cells and lines.

    executed: (step_id, Extract) of all executions of the epoch up to the result, oldest first;
    effective: step_ids whose params count (None: the last execution of each cell). Values are
    those of the time of each step.
    """
    fold = _taken(executed)
    for step_id, facts in executed[len(fold.history) :]:
        fold.feed(step_id, facts)
    found = fold.params(effective)
    with _lock:
        _folds.append(fold)
        del _folds[:-_KEPT_FOLDS]
    return found


def _taken(executed: Sequence[tuple[str, Extract]]) -> Fold:
    """The kept fold that goes furthest along these executions, else a new one."""
    with _lock:
        fitting = [fold for fold in _folds if _begins(executed, fold.history)]
        if not fitting:
            return Fold()
        longest = max(fitting, key=lambda fold: len(fold.history))
        _folds.remove(longest)
        return longest


def _begins(
    executed: Sequence[tuple[str, Extract]], history: Sequence[tuple[str, Extract]]
) -> bool:
    return len(history) <= len(executed) and all(
        mine[0] == other[0] and mine[1] is other[1]
        for mine, other in zip(history, executed, strict=False)
    )
