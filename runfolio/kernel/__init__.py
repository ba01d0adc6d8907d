"""What notebooks call: values by name into the spool, from where the server reads them.

Standard library only. Nothing here ever raises into user code, waits for anything, or needs a
network; without a server it does nothing and says so once.
"""

from __future__ import annotations

from . import childruns, place
from .say import NO_SERVER, say_once
from .values import number, plain
from .writer import Writer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from .query import Filter, Record

__all__ = ["artifact", "dataset", "load", "log", "log_series", "model", "param", "record", "run",
           "runs"]

MAX_NAME = 1000
MAX_NAMES = 10_000
POINTS = 8192
"""Of a series in one line of the spool."""

_writer = Writer()


def log(metrics: Mapping[str, Any], x: float | None = None) -> None:
    """Record values of metrics: one point for each name.

    metrics: name to number (int, float, bool, 0-d array or tensor); NaN and infinities are kept.
    x: where the point stands (epoch, step); without it points are counted. Never raises.
    """
    try:
        at = None if x is None else number(x)
        lines = []
        for name, value in _named(metrics):
            try:
                lines.append(("m", at, name, number(value)))
            except Exception as error:  # NotAValue, or whatever a value's own code raises
                say_once(f"value {name}", f"{name!r} was left out: {error}")
        _put(lines)
    except Exception as error:
        _not_recorded("log", error)


def param(name: str, value: Any) -> None:
    """Record an input value by name, such as a learning rate.

    value: None, bool, number, text, or a list or dict of these; of anything else the repr is kept.
    Never raises.
    """
    try:
        for key, one in _named({name: value}):
            kind, kept = plain(one)
            _put([(kind, None, key, kept)])
    except Exception as error:
        _not_recorded("param", error)


def log_series(key: str, x: Iterable[float] | None, values: Iterable[float]) -> None:
    """Record a whole series of a metric at once, such as a history or a curve.

    x: where the points stand, as many as values; None: points are counted. Never raises.
    """
    try:
        points = [number(value) for value in values]
        places: list[float | None] = ([None] * len(points) if x is None
                                      else [number(one) for one in x])
        if len(places) != len(points):
            say_once("series", f"series {key!r} was left out: x and values differ in length")
            return
        for name, _ in _named({key: None}):
            _put([("s", None, name, [places[at:at + POINTS], points[at:at + POINTS]])
                  for at in range(0, len(points), POINTS)])
    except Exception as error:
        _not_recorded("log_series", error)


def artifact(path_or_bytes: Any, name: str | None = None) -> None:
    """Record a result by name: a file or folder by its path, or bytes.

    Kept are name, path, size, media type and sha256; of bytes up to 8 MB the content too. A
    named artifact is a result: it decides about runs as a metric does. Never raises.
    """
    _file("artifact", path_or_bytes, name)


def model(path_bytes_or_object: Any, name: str | None = None) -> None:
    """Record a model: its file or bytes as artifact does, or the model itself, of which class,
    package version and parameters are kept (nothing is pickled). Never raises."""
    _file("model", path_bytes_or_object, name)


def dataset(path_url_or_object: Any, name: str | None = None) -> None:
    """Record what a run works on: a file or folder, a URL (nothing is fetched), or a table in
    memory, of which class, shape and columns are kept. Never raises."""
    _file("dataset", path_url_or_object, name)


def run(name: str | None = None) -> childruns.ChildRun:
    """A child run: `with runfolio.run("fold 1"):`. What is logged inside is its own; what else
    it needs to be complete it has from the notebook's run. Its functions log, log_series, param,
    artifact, model and dataset log to it from any thread. Never raises."""
    return childruns.ChildRun(name, _put_child, _INSIDE)


def runs(filter: Filter | None = None, *, notebook: str | None = None,
         limit: int = 1000) -> list[Record]:
    """Recorded runs from your own running Jupyter server, newest first.

    filter: a dict of fields that must be equal, or a function of a record. Records are flat
    dicts: run_id, number, name, status, opened_at, …, «params.NAME», «metrics.KEY»; ready for
    `pandas.DataFrame(runfolio.runs())`. No server: an empty list, said once. Never raises.
    """
    try:
        from .query import NoServer, records

        try:
            return records(filter, notebook, limit)
        except NoServer as error:
            say_once("runs", f"runs() found nothing: {error}")
    except Exception as error:
        say_once(f"runs {type(error).__name__}", f"runs() found nothing: {error}")
    return []


def record(notebook: str | None = None) -> None:
    """Record this IPython from now on, where no Runfolio server listens to it.

    Steps are kept in the user's data folder (readable by the user only) and become runs when the
    process has ended and a server starts or `jupyter runfolio` is called. notebook: the path of
    the file that the cells are of, where there is one. In a kernel that a server records, and
    again in the same shell, it does nothing. Never raises.
    """
    try:
        from .recording import begin, shell_here

        shell = shell_here()
        if shell is None:
            say_once("record", "record() needs IPython; nothing is recorded here")
        else:
            begin(shell, notebook)
    except Exception as error:
        _not_recorded("record", error)


def load(shell: Any) -> None:
    """What `%load_ext runfolio` does. Never raises."""
    try:
        from .magics import add_track
        from .recording import begin

        add_track(shell)
        begin(shell, None)
    except Exception as error:
        _not_recorded("%load_ext runfolio", error)


_INSIDE = {"log": log, "log_series": log_series, "param": param, "artifact": artifact,
           "model": model, "dataset": dataset}


def _file(kind: str, thing: Any, name: str | None) -> None:
    try:
        from . import files

        known, facts = files.facts_of(thing, _writer.folder(place.folder))
        for one, _ in _named({name if name is not None else known or kind: None}):
            media = files.media_type(one, facts)
            told = {"kind": kind, **facts, **({"media_type": media} if media else {})}
            _put([("f", None, one, told)])
    except Exception as error:
        _not_recorded(kind, error)


def _put_child(kind: str, name: str, value: Any, token: str) -> None:
    try:
        _put([(kind, None, name, value)], token)
    except Exception as error:
        _not_recorded("run", error)


def _named(values: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """The pairs whose names can be recorded."""
    pairs = []
    for name, value in list(values.items())[:MAX_NAMES]:
        if isinstance(name, str) and 0 < len(name) <= MAX_NAME:
            pairs.append((name, value))
        else:
            say_once("name", f"names are texts of 1 to {MAX_NAME} characters; others are left out")
    return pairs


def _put(lines: list[tuple[str, float | None, str, Any]], child: str | None = None) -> None:
    if lines and not _writer.write(lines, place.folder, place.msg_id,
                                   child or childruns.active()):
        say_once("server", NO_SERVER)


def _not_recorded(what: str, error: Exception) -> None:
    say_once(f"{what} {type(error).__name__}", f"{what} recorded nothing: {error}")
