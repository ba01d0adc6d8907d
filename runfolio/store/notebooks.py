"""Notebooks, experiments, the recording switch and aliases of cells, as rows."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from .. import ids
from ..errors import NotFound
from ..models.base import Time, from_us, now, to_us
from ..models.notebook import Notebook, Recording
from .codec import text
from .experiments import ExperimentRows
from .query import cut, page
from .rows import Noun
from .tables import cell_aliases, experiments, notebooks, runs, settings

_DEFAULT = "recording.default"
#: Which notebook a file is, by device and inode: setting «file <device>:<inode>».
_FILE = "file "
#: What the server's setting says, until the user has said something.
_INITIAL = "recording initial"


def stem(path: str) -> str:
    """The name of a notebook's default experiment: its file's name without ending."""
    name = path.rsplit("/", 1)[-1]
    head, dot, _ = name.rpartition(".")
    return head if dot and head else name


class NotebookRows(Noun):
    """store.nouns.Notebooks."""

    def ensure(self, path: str, at: Time) -> Notebook:
        path = text(path)
        found = self.find(path)
        if found is not None:
            return found
        notebook_id, made = ids.fresh(), to_us(at)
        experiment_id = ExperimentRows(self.connection).make(stem(path), at)
        self.add_rows(notebooks, [{
            "notebook_id": notebook_id, "path": path, "experiment_id": experiment_id,
            "created_at": made}])
        return Notebook(notebook_id=notebook_id, path=path, experiment_id=experiment_id,
                        created_at=from_us(made), recording=self._default())

    def find(self, path: str) -> Notebook | None:
        row = self.connection.execute(select(notebooks).where(
            notebooks.c.path == text(path), notebooks.c.removed_at.is_(None))).first()
        return None if row is None else self._notebooks([row])[0]

    def get(self, notebook_id: str) -> Notebook | None:
        row = self.one(notebooks, notebook_id=notebook_id)
        return None if row is None else self._notebooks([row])[0]

    def rename(self, old: str, new: str) -> None:
        old, new = text(old), text(new)
        found = self.find(old)
        if found is None or old == new:
            return
        self.remove(new)
        self.change(notebooks, {"notebook_id": found.notebook_id}, {"path": new})
        self.change(experiments, {"experiment_id": found.experiment_id, "renamed": False},
                    {"name": stem(new)})

    def remove(self, path: str) -> None:
        found = self.find(path)
        if found is not None:
            self.change(notebooks, {"notebook_id": found.notebook_id},
                        {"removed_at": to_us(now())})

    def of_file(self, file: str) -> Notebook | None:
        row = self.one(settings, name=_FILE + file)
        if row is None:
            return None
        here = self.connection.execute(select(notebooks).where(
            notebooks.c.notebook_id == row.value, notebooks.c.removed_at.is_(None))).first()
        return None if here is None else self._notebooks([here])[0]

    def mark_file(self, notebook_id: str, file: str) -> None:
        self.upsert(settings, {"name": _FILE + file}, {"value": notebook_id})

    def page(self, path: str | None, limit: int, cursor: str | None
             ) -> tuple[list[Notebook], str | None]:
        here = select(notebooks).where(notebooks.c.removed_at.is_(None))
        if path is not None:
            here = here.where(notebooks.c.path == text(path))
        statement = page(here, notebooks.c.created_at, notebooks.c.notebook_id,
                         limit=limit, cursor=cursor)
        rows, more = cut(list(self.connection.execute(statement)), limit,
                         "created_at", "notebook_id")
        return self._notebooks(rows), more

    def _default(self) -> bool:
        return RecordingRows(self.connection).default()

    def _notebooks(self, rows: list[Any]) -> list[Notebook]:
        default = self._default()
        counts = self.counts(runs.c.notebook_id, [row.notebook_id for row in rows],
                             runs.c.deleted_at.is_(None))
        return [Notebook(
            notebook_id=row.notebook_id, path=row.path, experiment_id=row.experiment_id,
            created_at=from_us(row.created_at), run_count=counts.get(row.notebook_id, 0),
            recording=default if row.recording is None else row.recording) for row in rows]


class RecordingRows(Noun):
    """store.nouns.RecordingSwitch."""

    def default(self) -> bool:
        """The switch of notebooks that have none of their own."""
        row = self.one(settings, name=_DEFAULT) or self.one(settings, name=_INITIAL)
        return row is None or row.value == "on"

    def get(self) -> Recording:
        default = self.default()
        rows = self.connection.execute(select(notebooks.c.notebook_id, notebooks.c.recording)
                                       .where(notebooks.c.recording.is_not(None)))
        return Recording(default=default, notebooks={
            row.notebook_id: row.recording for row in rows if row.recording != default})

    def set_initial(self, on: bool) -> None:
        self.upsert(settings, {"name": _INITIAL}, {"value": "on" if on else "off"})

    def set_default(self, on: bool) -> None:
        self.upsert(settings, {"name": _DEFAULT}, {"value": "on" if on else "off"})

    def set_notebook(self, notebook_id: str, on: bool) -> None:
        if not self.change(notebooks, {"notebook_id": notebook_id}, {"recording": on}):
            raise NotFound("There is no such notebook.")

    def is_on(self, notebook_id: str) -> bool:
        row = self.one(notebooks, notebook_id=notebook_id)
        if row is None or row.recording is None:
            return self.default()
        return bool(row.recording)


class AliasRows(Noun):
    """store.nouns.CellAliases."""

    def put(self, notebook_id: str, alias: str, cell_key: str, confidence: float,
            at: Time) -> None:
        self.upsert(cell_aliases, {"notebook_id": notebook_id, "alias": alias},
                    {"cell_key": cell_key, "confidence": confidence, "at": to_us(at)})

    def of_notebook(self, notebook_id: str) -> dict[str, str]:
        rows = self.connection.execute(
            select(cell_aliases).where(cell_aliases.c.notebook_id == notebook_id))
        return {row.alias: row.cell_key for row in rows}
