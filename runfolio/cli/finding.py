"""What a command line names: the store, experiments, notebooks, runs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from jupyter_core.application import JupyterApp
from jupyter_core.paths import jupyter_data_dir

from .. import ids
from ..errors import BadRequest, NotFound
from ..models.run import Run
from ..store.protocol import Tx
from ..store.records import RunQuery

#: Config files that may say c.Runfolio.store_dir, the later ones win.
_CONFIGS = ("jupyter_server_config", "jupyter_runfolio_config")
_ALL = 1_000_000


def store_path(given: str | None) -> Path:
    """The store's file: in the folder given, else as the server is configured, else as is
    usual."""
    if given is not None:
        return Path(given).expanduser() / "store.db"
    configured = configured_traits().get("store_dir")
    folder = Path(str(configured)).expanduser() if configured else Path(jupyter_data_dir())
    return (folder if configured else folder / "runfolio") / "store.db"


def configured_traits() -> dict[str, Any]:
    """What the server's config files say of Runfolio: c.Runfolio.…."""
    app = JupyterApp()
    for name in _CONFIGS:
        super(JupyterApp, app).load_config_file(name, path=app.config_file_paths)
    return dict(app.config.get("Runfolio", {}))


def experiment_ids(tx: Tx, name: str | None) -> list[str] | None:
    """Experiments of this id or name; None for no name: all. Raises NotFound."""
    if name is None:
        return None
    experiments, _ = tx.experiments.page(_ALL, None)
    found = [one.experiment_id for one in experiments if name in (one.experiment_id, one.name)]
    if not found:
        raise NotFound(f"There is no experiment {name!r}.")
    return found


def notebook_id(tx: Tx, name: str | None) -> str | None:
    """The notebook of this id or path; None for no name. Raises NotFound."""
    if name is None:
        return None
    found = tx.notebooks.get(name) if ids.is_id(name) else tx.notebooks.find(name)
    if found is None:
        raise NotFound(f"There is no notebook {name!r}.")
    return found.notebook_id


def runs(tx: Tx, experiment: str | None, notebook: str | None, limit: int = _ALL) -> list[Run]:
    """Runs of an experiment and a notebook, where named, newest first."""
    notebook_named = notebook_id(tx, notebook)
    named = experiment_ids(tx, experiment)
    asked: Sequence[str | None] = [None] if named is None else named
    found = [run for one in asked for run in tx.runs.page(RunQuery(
        experiment_id=one, notebook_id=notebook_named, limit=limit))[0]]
    found.sort(key=lambda run: (run.opened_at, run.run_id), reverse=True)
    return found[:limit]


def run(tx: Tx, name: str, experiment: str | None, notebook: str | None) -> Run:
    """One run by its id, or by its number (#3 or 3) among those of an experiment or notebook.
    Raises NotFound, and BadRequest where several are meant."""
    if ids.is_id(name):
        found = tx.runs.get(name)
        if found is None:
            raise NotFound(f"There is no run {name}.")
        return found
    digits = name.removeprefix("#")
    if not digits.isascii() or not digits.isdigit():
        raise BadRequest(f"{name!r} is neither the id of a run nor a number like #3.")
    meant = [one for one in runs(tx, experiment, notebook) if one.number == int(digits)]
    if not meant:
        raise NotFound(f"There is no run #{digits} here.")
    if len(meant) > 1:
        places = ", ".join(sorted({one.notebook_path for one in meant}))
        raise BadRequest(f"#{digits} is a run in each of: {places}.",
                         "Say which by --experiment or --notebook.")
    return meant[0]
