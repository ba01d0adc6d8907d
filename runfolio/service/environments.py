"""Environments of kernel epochs."""

from __future__ import annotations

from ..errors import NotFound
from ..models.environment import EnvironmentAnswer
from ..store.protocol import Store, Tx
from .common import run_in


class EnvironmentService:
    """Use cases of environments."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def get(self, digest: str) -> EnvironmentAnswer:
        """One by its digest. Raises NotFound."""
        return self._store.read(lambda tx: _answer(tx, digest))

    def of_run(self, run_id: str) -> EnvironmentAnswer:
        """What the run's kernel ran with. Raises NotFound, also where it was not recorded."""
        return self._store.read(lambda tx: _answer(tx, run_in(tx, run_id).environment_digest))


def _answer(tx: Tx, digest: str | None) -> EnvironmentAnswer:
    found = None if digest is None else tx.environments.get(digest)
    if digest is None or found is None:
        raise NotFound("The environment was not recorded.")
    return EnvironmentAnswer(digest=digest, environment=found)
