"""Experiments."""

from __future__ import annotations

from ..models.notebook import Experiment, ExperimentList, ExperimentUpdate
from ..store.protocol import Store
from .common import PAGE, Announces


class ExperimentService:
    """Use cases of experiments."""

    def __init__(self, store: Store, announcer: Announces) -> None:
        self._store = store
        self._announcer = announcer

    def list(self, limit: int = PAGE, cursor: str | None = None) -> ExperimentList:
        """A page of experiments, newest first."""
        found, more = self._store.read(lambda tx: tx.experiments.page(limit, cursor))
        return ExperimentList(experiments=found, cursor=more)

    def update(self, experiment_id: str, body: ExperimentUpdate) -> Experiment:
        """Rename it, set its baseline. Raises NotFound."""
        found = self._store.write_now(lambda tx: tx.experiments.update(experiment_id, body))
        self._announcer.announce(what=["runs"])
        return found
