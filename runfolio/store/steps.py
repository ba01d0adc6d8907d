"""Steps with their outputs as rows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from ..errors import NotFound
from ..models.base import from_us, to_us
from ..models.output import Output
from ..models.step import RunStep, Step, TimelineStep
from .codec import dump, load, text, time, us
from .query import cut, page
from .records import StepQuery
from .rows import Noun, chunks
from .tables import cells, outputs, run_steps, runs, steps


def _row(step: Step) -> dict[str, Any]:
    """The columns of a step but its id."""
    return {
        "kernel_id": step.kernel_id, "epoch": step.epoch, "seq": step.seq,
        "msg_id": text(step.msg_id), "notebook_id": step.notebook_id,
        "cell_key": step.cell_key, "cell_id": step.cell_id and text(step.cell_id),
        "cell_number": step.cell_number, "heading": step.heading and text(step.heading),
        "code": text(step.code), "code_digest": step.code_digest,
        "execution_count": step.execution_count, "status": step.status,
        "queued_at": us(step.queued_at), "started_at": to_us(step.started_at),
        "ended_at": us(step.ended_at), "duration": step.duration, "origin": step.origin,
        "look": step.look, "flags": dump(step.flags), "redactions": step.redactions,
    }


def _fields(row: Any, outs: list[Output]) -> dict[str, Any]:
    """What a step is made of, from its row."""
    found = dict(row._mapping)
    return {
        **{column.name: found[column.name] for column in steps.c},
        "queued_at": time(row.queued_at), "started_at": from_us(row.started_at),
        "ended_at": time(row.ended_at), "flags": load(row.flags, dict[str, list[str]]),
        "outputs": outs,
    }


class StepRows(Noun):
    """store.nouns.Steps."""

    def insert(self, step: Step) -> None:
        if self._replace(step):
            return
        self.add_rows(steps, [{"step_id": step.step_id, **_row(step)}])
        self._replace_outputs(step)
        self._know_cell(step)

    def update(self, step: Step) -> None:
        if not self._replace(step):
            raise NotFound("There is no such step.")

    def get(self, step_id: str) -> Step | None:
        return self.many([step_id]).get(step_id)

    def many(self, step_ids: Iterable[str]) -> dict[str, Step]:
        rows = list(self.among(steps, steps.c.step_id, step_ids))
        return {step.step_id: step for step in self._steps(rows)}

    def looks(self, step_ids: Iterable[str]) -> set[str]:
        return {row.step_id for row in self.among(steps, steps.c.step_id, step_ids) if row.look}

    def of_epoch(self, kernel_id: str, epoch: int) -> list[Step]:
        rows = list(self.connection.execute(
            select(steps).where(steps.c.kernel_id == kernel_id, steps.c.epoch == epoch)
            .order_by(steps.c.seq)))
        return self._steps(rows)

    def of_run(self, run_id: str) -> list[RunStep]:
        rows = list(self.connection.execute(
            select(steps, run_steps.c.role).join(run_steps, run_steps.c.step_id == steps.c.step_id)
            .where(run_steps.c.run_id == run_id)
            .order_by(steps.c.kernel_id, steps.c.epoch, steps.c.seq)))
        outs = self._outputs(row.step_id for row in rows)
        return [RunStep(**_fields(row, outs.get(row.step_id, [])), role=row.role) for row in rows]

    def timeline(self, query: StepQuery) -> tuple[list[TimelineStep], str | None]:
        statement = select(steps)
        if query.kernel_id is not None:
            statement = statement.where(steps.c.kernel_id == query.kernel_id)
        if query.notebook_id is not None:
            statement = statement.where(steps.c.notebook_id == query.notebook_id)
        if query.since is not None:
            statement = statement.where(steps.c.seq > query.since)
        statement = page(statement, steps.c.started_at, steps.c.step_id,
                         limit=query.limit, cursor=query.cursor)
        rows, more = cut(list(self.connection.execute(statement)), query.limit,
                         "started_at", "step_id")
        outs = self._outputs(row.step_id for row in rows) if query.outputs else {}
        made = self._made_by(row.step_id for row in rows)
        return [TimelineStep(
            **_fields(row, outs.get(row.step_id, [])),
            run_ids=[run_id for run_id, _ in made.get(row.step_id, [])],
            run_numbers=[number for _, number in made.get(row.step_id, [])],
        ) for row in rows], more

    def _made_by(self, step_ids: Iterable[str]) -> dict[str, list[tuple[str, int]]]:
        """step_id → (run_id, number) of the runs that executed it, as they were opened; a run
        in the trash stands for nothing."""
        found: dict[str, list[tuple[str, int]]] = {}
        for some in chunks(list(dict.fromkeys(step_ids))):
            for row in self.connection.execute(
                    select(run_steps.c.step_id, runs.c.run_id, runs.c.number)
                    .join(runs, runs.c.run_id == run_steps.c.run_id)
                    .where(run_steps.c.step_id.in_(some), run_steps.c.role != "inherited",
                           runs.c.deleted_at.is_(None))
                    .order_by(runs.c.opened_at, runs.c.number)):
                found.setdefault(row.step_id, []).append((row.run_id, row.number))
        return found

    def _steps(self, rows: list[Any]) -> list[Step]:
        outs = self._outputs(row.step_id for row in rows)
        return [Step(**_fields(row, outs.get(row.step_id, []))) for row in rows]

    def _replace(self, step: Step) -> bool:
        if not self.change(steps, {"step_id": step.step_id}, _row(step)):
            return False
        self._replace_outputs(step)
        self._know_cell(step)
        return True

    def _replace_outputs(self, step: Step) -> None:
        self.drop(outputs, step_id=step.step_id)
        self.add_rows(outputs, [
            {"step_id": step.step_id, "position": position, "body": dump(output)}
            for position, output in enumerate(step.outputs)])

    def _outputs(self, step_ids: Iterable[str]) -> dict[str, list[Output]]:
        rows = sorted(self.among(outputs, outputs.c.step_id, step_ids),
                      key=lambda row: (row.step_id, row.position))
        found: dict[str, list[Output]] = {}
        for row in rows:
            found.setdefault(row.step_id, []).append(load(row.body, Output))
        return found

    def _know_cell(self, step: Step) -> None:
        """The cell of a step is known from its first execution on."""
        if step.notebook_id is None or step.cell_key is None:
            return
        key = {"notebook_id": step.notebook_id, "cell_key": step.cell_key}
        found = self.one(cells, **key)
        if found is None:
            self.add_rows(cells, [{**key, "cell_id": step.cell_id and text(step.cell_id),
                                   "first_step_id": step.step_id}])
        elif found.cell_id is None and step.cell_id is not None:
            self.change(cells, key, {"cell_id": text(step.cell_id)})
