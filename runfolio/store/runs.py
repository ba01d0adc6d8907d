"""Runs and which steps they have, as rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from sqlalchemy import select

from ..errors import BadRequest, NotFound
from ..models.base import Time, now, to_us
from ..models.run import CellRef, Run, RunUpdate
from ..models.step import Role
from .codec import load
from .query import cut, page
from .records import RunQuery
from .rows import Noun, chunks
from .runrow import SLOTS, columns, run_of, user_columns, values_of
from .tables import counters, experiments, run_steps, run_values, runs, steps

_REVISION = "revision"


class RunRows(Noun):
    """store.nouns.Runs."""

    def save(self, run: Run, members: Sequence[tuple[str, Role]]) -> Run:
        row = self.one(runs, run_id=run.run_id)
        values = columns(run)
        if row is not None and row.user_parent_step is not None:
            values["parent_run_id"] = self._parent_of(row)
        slot = self._slot(run, row)
        if row is None:
            self.add_rows(runs, [{
                "run_id": run.run_id, **values, "slot": slot, "starred": run.starred,
                "number": self._next(run.experiment_id, "last_number"),
                "revision": self._revise()}])
        elif (row.body != values["body"] or row.slot != slot or self._differ(run, members)
                or row.parent_run_id != values["parent_run_id"]):
            self.change(runs, {"run_id": run.run_id},
                        {**values, "slot": slot, "revision": self._revise()})
        else:
            return run_of(row)
        self._replace_members(run, members)
        if row is None:
            self._moved_find(run.run_id)
        return run_of(self.one(runs, run_id=run.run_id))

    def get(self, run_id: str) -> Run | None:
        return self.many([run_id]).get(run_id)

    def many(self, run_ids: Iterable[str]) -> dict[str, Run]:
        rows = self.among(runs, runs.c.run_id, run_ids, runs.c.deleted_at.is_(None))
        return {row.run_id: run_of(row) for row in rows}

    def page(self, query: RunQuery) -> tuple[list[Run], str | None]:
        if query.ids is not None:
            return self._by_ids(query), None
        statement = select(runs).where(runs.c.deleted_at.is_(None))
        if query.experiment_id is not None:
            statement = statement.where(runs.c.experiment_id == query.experiment_id)
        if query.notebook_id is not None:
            statement = statement.where(runs.c.notebook_id == query.notebook_id)
        if query.since is not None:
            statement = statement.where(runs.c.revision > query.since)
        statement = page(statement, runs.c.opened_at, runs.c.run_id, limit=query.limit,
                         cursor=query.cursor, ascending=query.ascending)
        rows, more = cut(list(self.connection.execute(statement)), query.limit,
                         "opened_at", "run_id")
        return [run_of(row) for row in rows], more

    def _by_ids(self, query: RunQuery) -> list[Run]:
        found = self.many(query.ids or ())
        kept = [found[run_id] for run_id in dict.fromkeys(query.ids or ()) if run_id in found]
        return [run for run in kept
                if query.experiment_id in (None, run.experiment_id)
                and query.notebook_id in (None, run.notebook_id)
                and (query.since is None or run.revision > query.since)]

    def removed(self, since: int) -> list[str]:
        return list(self.connection.execute(
            select(runs.c.run_id).where(runs.c.deleted_at.is_not(None), runs.c.revision > since)
            .order_by(runs.c.revision)).scalars())

    def trashed(self, run_ids: Iterable[str]) -> set[str]:
        rows = self.among(runs, runs.c.run_id, run_ids, runs.c.deleted_at.is_not(None))
        return {row.run_id for row in rows}

    def revision(self) -> int:
        row = self.one(counters, name=_REVISION)
        return 0 if row is None else int(row.value)

    def of_epoch(self, kernel_id: str, epoch: int) -> list[Run]:
        rows = self.connection.execute(
            select(runs).where(runs.c.kernel_id == kernel_id, runs.c.kernel_epoch == epoch)
            .order_by(runs.c.opened_at, runs.c.run_id))
        return [run_of(row) for row in rows]

    def earlier(self, notebook_id: str, before: Time, limit: int = 50, *,
                children: bool = False) -> list[Run]:
        parent = runs.c.parent_run_id
        rows = self.connection.execute(
            select(runs).where(
                runs.c.notebook_id == notebook_id, runs.c.draft.is_(False),
                runs.c.deleted_at.is_(None), runs.c.opened_at < to_us(before),
                parent.is_not(None) if children else parent.is_(None))
            .order_by(runs.c.opened_at.desc(), runs.c.run_id.desc()).limit(limit))
        return [run_of(row) for row in rows]

    def holding(self, step_id: str) -> list[str]:
        return list(self.connection.execute(
            select(run_steps.c.run_id).where(run_steps.c.step_id == step_id)
            .order_by(run_steps.c.run_id)).scalars())

    def made_by(self, step_ids: Iterable[str]) -> dict[str, str]:
        rows = list(self.among(run_steps, run_steps.c.step_id, step_ids,
                               run_steps.c.role != "inherited"))
        here = self.many(row.run_id for row in rows)
        return {row.step_id: row.run_id for row in rows
                if row.run_id in here and here[row.run_id].parent_run_id is None}

    def cells(self, run_ids: Iterable[str]) -> dict[str, list[CellRef]]:
        found: dict[str, list[CellRef]] = {}
        for some in chunks(list(dict.fromkeys(run_ids))):
            latest: dict[tuple[str, str], Any] = {}
            for row in self.connection.execute(
                    select(steps, run_steps.c.run_id, run_steps.c.role)
                    .join(run_steps, run_steps.c.step_id == steps.c.step_id)
                    .where(run_steps.c.run_id.in_(some), run_steps.c.role != "after-result")
                    .order_by(steps.c.epoch, steps.c.seq)):
                latest[row.run_id, row.cell_key or row.step_id] = row
            for run_id in some:
                found[run_id] = []
            for row in sorted(latest.values(), key=lambda row: (row.epoch, row.seq)):
                found[row.run_id].append(_cell(row))
        return found

    def update(self, run_id: str, update: RunUpdate) -> Run:
        row = self._here(run_id)
        values = user_columns(row, update)
        if not isinstance(update.parent_run_id, msgspec.UnsetType):
            values |= self._move(row, update.parent_run_id)
        if values:
            self.change(runs, {"run_id": run_id}, {**values, "revision": self._revise()})
        return run_of(self.one(runs, run_id=run_id))

    def delete(self, run_id: str) -> None:
        row = self._here(run_id)
        self.change(runs, {"run_id": run_id},
                    {"deleted_at": to_us(now()), "revision": self._revise()})
        self.change(experiments, {"experiment_id": row.experiment_id, "baseline_run_id": run_id},
                    {"baseline_run_id": None})
        self._moved_find(run_id)

    def restore(self, run_id: str) -> None:
        row = self.one(runs, run_id=run_id)
        if row is None:
            raise NotFound("There is no such run.")
        if row.deleted_at is not None:
            self.change(runs, {"run_id": run_id},
                        {"deleted_at": None, "revision": self._revise()})
            self._moved_find(run_id)

    def _move(self, row: Any, target: str | None) -> dict[str, Any]:
        """The columns of a child run that hangs below another run. The place is kept as that run's
        first step: of steps it is known which run they are of, also when runs are split."""
        opened_in = load(row.body, Run).parent_run_id
        if row.parent_run_id is None:
            raise BadRequest("Only a child run can be moved.",
                             "Steps of a notebook's run are split and merged.")
        if target is None or target == opened_in:
            return {"user_parent_step": None, "parent_run_id": opened_in}
        found = self._here(target)
        if found.parent_run_id is not None or found.experiment_id != row.experiment_id:
            raise BadRequest("A child run is moved below a notebook's run of its experiment.")
        first = self.connection.execute(
            select(steps.c.step_id).join(run_steps, run_steps.c.step_id == steps.c.step_id)
            .where(run_steps.c.run_id == target, run_steps.c.role != "inherited")
            .order_by(steps.c.epoch, steps.c.seq).limit(1)).scalar()
        if first is None:
            raise BadRequest("That run has no step of its own.")
        return {"user_parent_step": first, "parent_run_id": target}

    def _parent_of(self, row: Any) -> str | None:
        """Below which run a child run hangs that a user moved: where it is, while that is here,
        else the run that the step it was moved to is of."""
        if row.parent_run_id is not None and self.get(row.parent_run_id) is not None:
            return str(row.parent_run_id)
        found: str | None = self.made_by([row.user_parent_step]).get(
            row.user_parent_step, row.parent_run_id)
        return found

    def _moved_find(self, run_id: str) -> None:
        """A run came or went: child runs that were moved to its steps hang where those are."""
        own = select(run_steps.c.step_id).where(
            run_steps.c.run_id == run_id, run_steps.c.role != "inherited")
        for row in list(self.connection.execute(
                select(runs).where(runs.c.user_parent_step.in_(own)))):
            parent = self._parent_of(row)
            if parent != row.parent_run_id:
                self.change(runs, {"run_id": row.run_id},
                            {"parent_run_id": parent, "revision": self._revise()})

    def _here(self, run_id: str) -> Any:
        row = self.one(runs, run_id=run_id)
        if row is None or row.deleted_at is not None:
            raise NotFound("There is no such run.", "It may have been deleted.")
        return row

    def _slot(self, run: Run, row: Any | None) -> int | None:
        """The colour that a run has by itself: that of the run it repeats, else the next of its
        experiment at the first own result."""
        if run.replicate_of is not None:
            repeated = self.one(runs, run_id=run.replicate_of)
            if repeated is not None and repeated.slot is not None:
                return int(repeated.slot)
        if row is not None and row.slot is not None:
            return int(row.slot)
        if not run.results:
            return None
        return (self._next(run.experiment_id, "last_slot") - 1) % SLOTS + 1

    def _next(self, experiment_id: str, counter: str) -> int:
        row = self.one(experiments, experiment_id=experiment_id)
        if row is None:
            raise NotFound("There is no such experiment.")
        value = int(row._mapping[counter]) + 1
        self.change(experiments, {"experiment_id": experiment_id}, {counter: value})
        return value

    def _revise(self) -> int:
        value = self.revision() + 1
        self.upsert(counters, {"name": _REVISION}, {"value": value})
        return value

    def _differ(self, run: Run, members: Sequence[tuple[str, Role]]) -> bool:
        rows = self.connection.execute(
            select(run_steps.c.step_id, run_steps.c.role).where(run_steps.c.run_id == run.run_id))
        return {row.step_id: row.role for row in rows} != dict(members)

    def _replace_members(self, run: Run, members: Sequence[tuple[str, Role]]) -> None:
        self.drop(run_steps, run_id=run.run_id)
        self.add_rows(run_steps, [{"run_id": run.run_id, "step_id": step_id, "role": role}
                                  for step_id, role in dict(members).items()])
        self.drop(run_values, run_id=run.run_id)
        self.add_rows(run_values, values_of(run))


def _cell(row: Any) -> CellRef:
    return CellRef(cell_key=row.cell_key or row.step_id, step_id=row.step_id,
                   number=row.cell_number, heading=row.heading, code_digest=row.code_digest,
                   role=row.role, look=bool(row.look))


