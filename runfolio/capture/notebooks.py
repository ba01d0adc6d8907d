"""Which notebook a kernel belongs to, by the server's sessions, following renames.

Reads run in the server's loop; answers can be asked from any thread. The server tells nothing of
new sessions, so they are looked up after every kernel action, and now and then.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, Protocol

from jupyter_core.utils import ensure_async
from tornado.ioloop import IOLoop

from .items import KERNEL_ACTIONS

CONTENTS = "https://events.jupyter.org/jupyter_server/contents_service/v1"
SOON = (0.0, 0.05, 0.2, 0.5, 1.0)
"""Seconds between the looks after something happened: a session is saved after its kernel ran."""
LATER = 5.0

SessionKind = Literal["notebook", "console", "none"]


@dataclass(frozen=True, slots=True)
class KernelNotebook:
    """What a kernel's session says. kind none: no session has the kernel (yet)."""

    path: str | None
    """Relative to the server's root, without a drive and without slashes at its ends."""
    kind: SessionKind
    name: str = ""
    experiment: str | None = None
    """Name of the experiment that its runs are of; None: the notebook's own."""


NO_NOTEBOOK = KernelNotebook(None, "none")


@dataclass(frozen=True, slots=True)
class PathMoved:
    """A file or folder was renamed: everything at or below old is now at or below new."""

    old: str
    new: str


@dataclass(frozen=True, slots=True)
class PathDeleted:
    """A file or folder was deleted: what comes to that path later is something else."""

    path: str


PathEvent = PathMoved | PathDeleted


class Places(Protocol):
    """Knows which notebook a kernel belongs to."""

    def of(self, kernel_id: str) -> KernelNotebook:
        """As far as it is known now; NO_NOTEBOOK where it is not. Any thread."""

    def look_soon(self) -> None:
        """It is waited for. Any thread."""


class Notebooks:
    """kernel_id → notebook. on_path is called in the loop for every rename and deletion."""

    def __init__(
        self,
        session_manager: Any,
        event_logger: Any,
        log: logging.Logger,
        on_path: Callable[[PathEvent], None] | None = None,
    ) -> None:
        self._sessions = session_manager
        self._events = event_logger
        self._log = log
        self._on_path = on_path
        self._lock = threading.Lock()
        self._notebooks: dict[str, KernelNotebook] = {}
        self._places: dict[str, tuple[str, str]] = {}
        """session → (path as the session says, where that is by now): a session keeps its old
        path until its client tells it the new one, or for ever."""
        self._loop: IOLoop | None = None
        self._wake = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Follow sessions from now on. In the loop's thread."""
        self._loop = IOLoop.current()
        self._events.add_listener(schema_id=KERNEL_ACTIONS, listener=self._on_kernel)
        self._events.add_listener(schema_id=CONTENTS, listener=self._on_contents)
        self._loop.add_callback(self._follow)

    def stop(self) -> None:
        """Stop following; what is known stays."""
        self._events.remove_listener(schema_id=KERNEL_ACTIONS, listener=self._on_kernel)
        self._events.remove_listener(schema_id=CONTENTS, listener=self._on_contents)
        self._loop = None
        if self._task is not None:
            self._task.cancel()

    def of(self, kernel_id: str) -> KernelNotebook:
        """The kernel's notebook as last seen; NO_NOTEBOOK where there is none. Any thread."""
        with self._lock:
            return self._notebooks.get(kernel_id, NO_NOTEBOOK)

    def kernels_of(self, path: str) -> list[str]:
        """Kernels whose session is of this notebook. Any thread."""
        clean = clean_path(path)
        with self._lock:
            return [
                kernel_id
                for kernel_id, notebook in self._notebooks.items()
                if notebook.kind == "notebook" and notebook.path == clean
            ]

    def look_soon(self) -> None:
        """Look up the sessions again now. Any thread."""
        loop = self._loop
        if loop is not None:
            loop.add_callback(self._wake.set)

    async def refresh(self) -> None:
        """Look up the sessions. In the loop."""
        sessions = await ensure_async(self._sessions.list_sessions())
        found: dict[str, KernelNotebook] = {}
        places: dict[str, tuple[str, str]] = {}
        with self._lock:
            for session in sessions:
                self._add(found, places, session)
            self._notebooks, self._places = found, places

    def _add(
        self,
        found: dict[str, KernelNotebook],
        places: dict[str, tuple[str, str]],
        session: Mapping[str, Any],
    ) -> None:
        """A notebook's session before a console's, for a kernel that has both."""
        session_id, told = str(session.get("id")), clean_path(str(session.get("path") or ""))
        before = self._places.get(session_id)
        place = places[session_id] = before if before and before[0] == told else (told, told)
        kernel_id = (session.get("kernel") or {}).get("id")
        if not isinstance(kernel_id, str):
            return
        is_notebook = session.get("type") == "notebook"
        if kernel_id in found and not (is_notebook and found[kernel_id].kind != "notebook"):
            return
        found[kernel_id] = KernelNotebook(
            path=place[1],
            kind="notebook" if is_notebook else "console",
            name=str(session.get("name") or ""),
        )

    def _follow(self) -> None:
        if self._loop is not None and self._task is None:
            self._task = asyncio.ensure_future(self._look_on())

    async def _look_on(self) -> None:
        waits = list(SOON)
        while self._loop is not None:
            try:
                await self.refresh()
            except Exception:
                self._log.debug("Runfolio: sessions could not be read", exc_info=True)
            try:
                await asyncio.wait_for(self._wake.wait(), waits.pop(0) if waits else LATER)
            except asyncio.TimeoutError:
                continue
            self._wake.clear()
            waits = list(SOON)

    async def _on_kernel(self, logger: Any, schema_id: str, data: dict[str, Any]) -> None:
        self._wake.set()

    async def _on_contents(self, logger: Any, schema_id: str, data: dict[str, Any]) -> None:
        action = data.get("action")
        path = clean_path(str(data.get("path") or ""))
        if action == "rename":
            old = clean_path(str(data.get("source_path") or ""))
            self._rename(old, path)
            self._tell(PathMoved(old, path))
            self._wake.set()
        elif action == "delete":
            self._tell(PathDeleted(path))

    def _rename(self, old: str, new: str) -> None:
        with self._lock:
            for session_id, (told, path) in self._places.items():
                self._places[session_id] = (told, moved_path(path, old, new) or path)
            for kernel_id, notebook in self._notebooks.items():
                moved = moved_path(notebook.path or "", old, new)
                if moved is not None:
                    self._notebooks[kernel_id] = replace(notebook, path=moved)

    def _tell(self, event: PathEvent) -> None:
        if self._on_path is None:
            return
        try:
            self._on_path(event)
        except Exception:
            self._log.debug("Runfolio: %s was not taken", event, exc_info=True)


def clean_path(path: str) -> str:
    """A contents path as this server keeps it: no drive of shared editing (RTC:), no slashes at
    the ends."""
    return path.removeprefix("RTC:").strip("/")


def moved_path(path: str, old: str, new: str) -> str | None:
    """Where path is after old became new; None when it is not at or below old."""
    if path == old:
        return new
    if old and path.startswith(old + "/"):
        return new + path[len(old) :]
    return None
