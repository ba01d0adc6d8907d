"""What differs between two runs, as facts (rules/changes.py)."""

from __future__ import annotations

from ..errors import BadRequest
from ..models.difference import Differences
from ..rules.changes import differences
from ..store.protocol import Store, Tx
from .common import checked_ids, run_in
from .recompute import effective_of


class DifferenceService:
    """Use cases of differences."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def get(self, runs: list[str]) -> Differences:
        """Between two runs, the first being what stood before. Raises NotFound."""
        if len(runs) != 2:
            raise BadRequest("Differences are between two runs: runs=a,b.")
        left, right = checked_ids(runs, "run")
        return self._store.read(lambda tx: _between(tx, left, right))


def _between(tx: Tx, left: str, right: str) -> Differences:
    found = effective_of(tx, [run_in(tx, left), run_in(tx, right)], with_code=True,
                         with_looks=True)
    answer = differences(found[left], found[right])
    answer.left, answer.right = left, right
    return answer
