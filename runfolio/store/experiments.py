"""Experiments as rows."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import select

from .. import ids
from ..errors import BadRequest, NotFound
from ..models.base import Time, from_us, to_us
from ..models.notebook import Experiment, ExperimentUpdate
from .codec import text
from .query import cut, page
from .rows import Noun
from .tables import experiments, runs


class ExperimentRows(Noun):
    """store.nouns.Experiments."""

    def make(self, name: str, at: Time) -> str:
        """A new experiment; its id."""
        experiment_id = ids.fresh()
        self.add_rows(experiments, [{
            "experiment_id": experiment_id, "name": text(name), "renamed": False,
            "created_at": to_us(at), "last_number": 0, "last_slot": 0}])
        return experiment_id

    def ensure(self, name: str, at: Time) -> Experiment:
        known = self.connection.execute(
            select(experiments)
            .where((experiments.c.name == text(name)) | (experiments.c.experiment_id == name))
            .order_by(experiments.c.created_at, experiments.c.experiment_id)).first()
        found = self.get(self.make(name, at) if known is None else known.experiment_id)
        assert found is not None
        return found

    def get(self, experiment_id: str) -> Experiment | None:
        row = self.one(experiments, experiment_id=experiment_id)
        return None if row is None else self._experiments([row])[0]

    def page(self, limit: int, cursor: str | None) -> tuple[list[Experiment], str | None]:
        statement = page(select(experiments), experiments.c.created_at,
                         experiments.c.experiment_id, limit=limit, cursor=cursor)
        rows, more = cut(list(self.connection.execute(statement)), limit,
                         "created_at", "experiment_id")
        return self._experiments(rows), more

    def update(self, experiment_id: str, update: ExperimentUpdate) -> Experiment:
        if self.get(experiment_id) is None:
            raise NotFound("There is no such experiment.")
        values: dict[str, Any] = {}
        if not isinstance(update.name, msgspec.UnsetType):
            if not update.name.strip():
                raise BadRequest("An experiment needs a name.")
            values |= {"name": text(update.name), "renamed": True}
        if not isinstance(update.baseline_run_id, msgspec.UnsetType):
            self._check_baseline(experiment_id, update.baseline_run_id)
            values["baseline_run_id"] = update.baseline_run_id
        if values:
            self.change(experiments, {"experiment_id": experiment_id}, values)
        found = self.get(experiment_id)
        assert found is not None
        return found

    def _check_baseline(self, experiment_id: str, run_id: str | None) -> None:
        if run_id is None:
            return
        row = self.one(runs, run_id=run_id)
        if row is None or row.deleted_at is not None or row.experiment_id != experiment_id:
            raise NotFound("There is no such run in this experiment.")

    def _experiments(self, rows: list[Any]) -> list[Experiment]:
        counts = self.counts(runs.c.experiment_id, [row.experiment_id for row in rows],
                             runs.c.deleted_at.is_(None))
        return [Experiment(
            experiment_id=row.experiment_id, name=row.name, created_at=from_us(row.created_at),
            baseline_run_id=row.baseline_run_id, run_count=counts.get(row.experiment_id, 0))
            for row in rows]
