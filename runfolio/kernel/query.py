"""runfolio.runs(): runs of the user's own server as flat records. Standard library only."""

from __future__ import annotations

import json
from urllib.parse import quote, urlsplit

from . import place, servers

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path
    from typing import Any

    Record = dict[str, Any]
    Filter = Mapping[str, Any] | Callable[[Record], Any]

SECONDS = 5.0
PAGE = 200
MAX_ANSWER = 64 * 1024 * 1024
_FIELDS = ("run_id", "number", "name", "status", "draft", "opened_at", "closed_at",
           "busy_seconds", "notebook_path", "experiment_id", "parent_run_id", "replicate_of",
           "tags", "note", "starred")


class NoServer(Exception):
    """There is none that answers; the text says what was tried."""


def records(wanted: Filter | None, notebook: str | None, limit: int) -> list[Record]:
    """Newest first. Raises NoServer, ValueError."""
    keep = _kept_by(wanted)
    found: list[Record] = []
    for run in _all_runs():
        record = flat(run)
        if notebook in (None, record["notebook_path"]) and keep(record):
            found.append(record)
            if len(found) >= limit:
                break
    return found


def flat(run: Mapping[str, Any]) -> Record:
    """A run in one level: its fields, «params.NAME» and «metrics.KEY» (of own results, the last
    one counts), as a table takes it."""
    record: Record = {name: run.get(name) for name in _FIELDS}
    for name, param in (run.get("params") or {}).items():
        record[f"params.{name}"] = param.get("varied") or _value(param)
    for result in run.get("results") or ():
        for key, metric in result["metrics"].items():
            record[f"metrics.{key}"] = _number(metric["last"])
    return record


def _value(param: Mapping[str, Any]) -> Any:
    return param.get("text") if param.get("type") == "expression" else _number(param.get("value"))


def _number(value: Any) -> Any:
    """NaN and infinities travel as texts."""
    return float(value) if value in ("NaN", "Infinity", "-Infinity") else value


def _kept_by(wanted: Filter | None) -> Callable[[Record], Any]:
    if wanted is None:
        return lambda record: True
    if callable(wanted):
        return wanted
    if isinstance(wanted, dict):
        pairs = list(wanted.items())
        return lambda record: all(name in record and record[name] == value
                                  for name, value in pairs)
    raise ValueError("filter is a function of a record, or a dict of its fields")


def _all_runs() -> Iterator[Record]:
    connection = place.connection_file()
    folder = _parent(connection) if connection else servers.runtime_dir()
    told = servers.running(folder)
    problem = "no Jupyter server of yours runs"
    for server in told:
        try:
            first = _page(server, None)
        except (OSError, ValueError) as error:
            problem = f"the server at {_shown(server)} does not answer: {error}"
            continue
        while True:
            yield from first["runs"]
            if not first.get("cursor"):
                return
            first = _page(server, first["cursor"])
    raise NoServer(problem)


def _parent(path: str) -> Path:
    from pathlib import Path

    return Path(path).parent


def _shown(server: Record) -> str:
    """Its address without what may stand before the host."""
    parts = urlsplit(str(server.get("url")))
    return f"{parts.scheme}://{parts.hostname}:{parts.port}"


def _page(server: Record, cursor: str | None) -> Record:
    """A page of runs. Raises OSError, ValueError."""
    more = f"&cursor={quote(cursor, safe='')}" if cursor else ""
    answer = _get(server, f"runfolio/api/runs?limit={PAGE}{more}")
    if not isinstance(answer, dict) or not isinstance(answer.get("runs"), list):
        raise ValueError("it has no Runfolio")
    return answer


def _get(server: Record, path: str) -> Any:
    """The token goes to the address of the user's own file, without proxies or redirects."""
    from http.client import HTTPConnection, HTTPException, HTTPSConnection

    parts = urlsplit(str(server.get("url")))
    if server.get("sock") or not parts.hostname:
        raise ValueError("it listens to no port")
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    connection = kind(parts.hostname, parts.port, timeout=SECONDS)
    headers = {"Accept": "application/json"}
    if server.get("token"):
        headers["Authorization"] = f"token {server['token']}"
    try:
        connection.request("GET", f"{parts.path.rstrip('/')}/{path}", headers=headers)
        answer = connection.getresponse()
        if answer.status != 200:
            raise ValueError(f"it answers {answer.status}")
        return json.loads(answer.read(MAX_ANSWER))
    except HTTPException as error:
        raise ValueError(str(error) or type(error).__name__) from None
    finally:
        connection.close()
