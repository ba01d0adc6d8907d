"""Runs: listed, read, changed by the user, moved to the trash."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import msgspec

from ..errors import BadRequest, NotFound
from ..models.numbers import Number
from ..models.run import Run, RunList, RunUpdate
from ..store.points import thin
from ..store.protocol import Store, Tx
from ..store.records import RunQuery
from .common import PAGE, Announces, NothingOpen, OpenView, checked_id, checked_ids, run_in
from .courses import Courses, series_child

#: Points of a spark line at most.
SPARK = 30
_SPARK = "spark:"
_ORDERS = {"opened_at": True, "-opened_at": False}


@dataclass(frozen=True)
class Extras:
    """What with= asks for."""

    cells: bool = False
    spark: str | None = None

    @classmethod
    def read(cls, asked: Iterable[str]) -> Extras:
        """From the items of with=. Raises BadRequest."""
        cells, spark = False, None
        for item in asked:
            if item == "cells":
                cells = True
            elif item.startswith(_SPARK) and len(item) > len(_SPARK) and spark is None:
                spark = item[len(_SPARK):]
            else:
                raise BadRequest("with= takes cells and one spark:KEY.")
        return cls(cells, spark)


class RunService:
    """Use cases of runs. Runs that are being made are shown as they probably are (live)."""

    def __init__(self, store: Store, announcer: Announces, live: OpenView | None = None,
                 restored: Callable[[Tx, Run], None] = lambda tx, run: None) -> None:
        """restored: told when a run comes out of the trash, in the same transaction."""
        self._store = store
        self._restored = restored
        self._announcer = announcer
        self._live = live or NothingOpen()

    def list(self, limit: int = PAGE, cursor: str | None = None, experiment: str | None = None,
             notebook: str | None = None, ids: Sequence[str] | None = None,
             since: int | None = None, order: str = "-opened_at",
             with_: Sequence[str] = ()) -> RunList:
        """A page of runs, and the revision to ask since= by next."""
        if order not in _ORDERS:
            raise BadRequest("order is opened_at or -opened_at.")
        query = RunQuery(
            experiment_id=checked_id(experiment, "experiment"),
            notebook_id=checked_id(notebook, "notebook"),
            ids=None if ids is None else checked_ids(ids, "run"),
            since=since, ascending=_ORDERS[order], limit=limit, cursor=cursor)
        extras = Extras.read(with_)

        def work(tx: Tx) -> RunList:
            revision = tx.runs.revision()
            stored, more = tx.runs.page(query)
            runs: Sequence[Run] = [self._shown(run) for run in stored]
            if cursor is None:
                runs = self._with_open(tx, runs, query)
            return RunList(
                runs=_with(tx, runs, extras, self._live), cursor=more, revision=revision,
                removed=[] if since is None else tx.runs.removed(since))

        return self._store.read(work)

    def get(self, run_id: str) -> Run:
        """One run. Raises NotFound."""
        run = self._store.read(lambda tx: tx.runs.get(run_id))
        if run is not None:
            return self._shown(run)
        for open_run in self._live.open_runs():
            if open_run.run_id == run_id:
                return open_run
        raise NotFound("There is no such run.", "It may have been deleted.")

    def update(self, run_id: str, body: RunUpdate) -> Run:
        """What a user sets: it survives any recompute. trashed false also takes it out of the
        trash. Raises NotFound, BadRequest."""
        if body.trashed is True:
            raise BadRequest("DELETE moves a run to the trash; trashed takes false only.")

        def work(tx: Tx) -> Run:
            if body.trashed is False:
                tx.runs.restore(run_id)
                self._restored(tx, run_in(tx, run_id))
            return tx.runs.update(run_id, body)

        run = self._store.write_now(work)
        self._announcer.announce(runs=[run_id])
        return self._shown(run)

    def delete(self, run_id: str) -> None:
        """Move it to the trash. Raises NotFound."""
        self._store.write_now(lambda tx: tx.runs.delete(run_id))
        self._announcer.announce(removed=[run_id])

    def _with_open(self, tx: Tx, runs: Sequence[Run], query: RunQuery) -> Sequence[Run]:
        """A first page with the open runs that are not stored yet, and with since= those that
        are too: what is live changes without a revision."""
        have = {run.run_id for run in runs}
        missing = [run for run in self._live.open_runs()
                   if run.run_id not in have and _matches(run, query)]
        if not missing:
            return runs
        trash = tx.runs.trashed(run.run_id for run in missing)
        stored = tx.runs.many(run.run_id for run in missing)
        more = [run for run in missing if run.run_id not in stored and run.run_id not in trash]
        if query.since is not None:
            more += [self._shown(run) for run in stored.values()]
        return _ordered([*runs, *more], query)

    def _shown(self, run: Run) -> Run:
        """The open view of a stored run, with what only the store knows."""
        live = self._live.overlay(run)
        if live is run:
            return run
        return msgspec.structs.replace(
            live, revision=run.revision, number=run.number, name=run.name, note=run.note,
            tags=run.tags, starred=run.starred, color=run.color, changes=run.changes,
            replicate_of=run.replicate_of)


def _matches(run: Run, query: RunQuery) -> bool:
    return (query.experiment_id in (None, run.experiment_id)
            and query.notebook_id in (None, run.notebook_id)
            and (query.ids is None or run.run_id in query.ids))


def _ordered(runs: list[Run], query: RunQuery) -> list[Run]:
    if query.ids is not None:
        found = {run.run_id: run for run in runs}
        return [found[run_id] for run_id in dict.fromkeys(query.ids) if run_id in found]
    return sorted(runs, key=lambda run: (run.opened_at, run.run_id), reverse=not query.ascending)


def _with(tx: Tx, runs: Sequence[Run], extras: Extras, live: OpenView) -> list[Run]:
    """Runs with what was asked for besides, in two queries whatever their number."""
    if not runs or not (extras.cells or extras.spark):
        return list(runs)
    courses = Courses(tx, runs, live)
    sparks = {} if extras.spark is None else _sparks(runs, courses, extras.spark)
    return [msgspec.structs.replace(
        run, cells=courses.cells[run.run_id] if extras.cells else None,
        spark=None if extras.spark is None else sparks.get(run.run_id, [])) for run in runs]


def _sparks(runs: Sequence[Run], courses: Courses, key: str) -> dict[str, list[Number]]:
    """Of each run the series of its last own step that has the metric."""
    own = [(run.run_id, cell.step_id, series_child(run, cell))
           for run in runs for cell in courses.cells[run.run_id] if cell.role == "own"]
    series = courses.series([step_id for _, step_id, _ in own], [key])
    last = {run_id: series[place].values for run_id, step_id, child in own
            if (place := (step_id, child, key)) in series}
    return {run_id: [values[at] for at in thin(values, SPARK)] for run_id, values in last.items()}
