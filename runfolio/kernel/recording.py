"""Steps of an IPython that no server listens to, into the user's data folder.

By IPython's events, and by a tee on the streams' write that passes everything on first (as
IPython does itself for its history). Whatever fails in here costs a record, never a cell.

A session is a file <id>.steps (0600) beside a folder <id>/ with what code logs by name, both in
<jupyter data dir>/runfolio/spool/ (0700). The file's first line is an object that says what
recorded; every other line is an array: ["b", µs, seconds, id, code, execution_count] when a step
begins, ["e", µs, seconds, id, outputs] when it ends. It is locked as long as the process lives,
and holds code as it was typed: secrets are removed when it is read, and then it is deleted.
"""

from __future__ import annotations

import json
import os
import sys
import time
import traceback
import uuid
from pathlib import Path

from . import place, servers
from .say import say_once

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

FORMAT = 1
MAX_TEXT = 131_072
"""Characters of a stream: half of them from its beginning, half from its end."""
MAX_MIME = 1_000_000
"""Characters of one representation of a result."""
MAX_FILE = 256 * 1024 * 1024
"""Bytes of a session; what comes later is not recorded, which is said."""
MAX_CODE = 4_000_000

_recorder: _Recorder | None = None


def shell_here() -> Any:
    """The running IPython, without importing it."""
    get = getattr(sys.modules.get("IPython"), "get_ipython", None)
    return get() if callable(get) else None


def begin(shell: Any, notebook: str | None) -> None:
    """Record the shell from its next cell on, unless a server does or it is recorded. Raises
    OSError where nothing can be written."""
    global _recorder
    if _recorder is not None or place.of_server() is not None:
        return
    _recorder = _Recorder(shell, _new_session(notebook))
    place.own = (str(_recorder.session.folder), _recorder.executing)
    shell.events.register("pre_run_cell", _recorder.on_begin)
    shell.events.register("post_run_cell", _recorder.on_end)
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=_recorder.forked)


class _Session:
    """The file of a session and its folder."""

    def __init__(self, root: Path, session_id: str) -> None:
        self.folder = root / session_id
        for path in (root.parent, root, self.folder):
            path.mkdir(mode=0o700, parents=True, exist_ok=True)
        root.chmod(0o700)
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0)
        self._fd = os.open(root / f"{session_id}.steps", flags, 0o600)
        self._size = 0
        _lock(self._fd)

    def write(self, line: object) -> None:
        """One more line. Raises OSError."""
        data = (json.dumps(line, separators=(",", ":"), default=repr) + "\n").encode()
        self._size += len(data)
        if self._size > MAX_FILE:
            say_once("session", "this session is too large; later cells are not recorded")
            return
        while data:
            data = data[os.write(self._fd, data):]


def _lock(fd: int) -> None:
    """For as long as this process lives. Where there are no such locks (Windows), an open file
    cannot be renamed, which tells the same."""
    try:
        import fcntl
    except ImportError:
        return
    fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _new_session(notebook: str | None) -> _Session:
    session_id = uuid.uuid4().hex
    session = _Session(servers.data_dir() / "runfolio" / "spool", session_id)
    session.write({
        "runfolio": FORMAT, "session": session_id, "pid": os.getpid(), "cwd": os.getcwd(),  # noqa: PTH109
        "argv": [sys.executable], "at": time.time_ns() // 1000, "mono": time.monotonic(),
        "notebook": _notebook(notebook)})
    return session


def _notebook(given: str | None) -> str | None:
    """The notebook's file: as told, else by what the server that started a kernel says."""
    told = given or os.environ.get("JPY_SESSION_NAME")
    if not told or not str(told).endswith(".ipynb"):
        return None
    return os.path.abspath(told)  # noqa: PTH100  # symbolic links stay as they are


class _Tee:
    """Listens to one stream while a cell runs."""

    def __init__(self, name: str, silent: Callable[[], bool]) -> None:
        self.name = name
        self._silent = silent
        self._over = False
        self._stream: Any = getattr(sys, name)
        self._write = self._stream.write
        self._is_method = getattr(self._write, "__self__", None) is self._stream
        self._head: list[str] = []
        self._kept = 0
        self._tail: list[str] = []
        self._held = 0
        self._dropped = 0
        self._stream.write = self._both

    def _both(self, data: str, *args: Any, **kwargs: Any) -> Any:
        """The user's own write first: what it answers or raises stands."""
        answer = self._write(data, *args, **kwargs)
        try:
            if isinstance(data, str) and not self._over and not self._silent():
                self._take(data)
        except Exception:
            self._dropped += 1
        return answer

    def _take(self, data: str) -> None:
        room = MAX_TEXT // 2 - self._kept
        if room > 0:
            self._head.append(data[:room])
            self._kept += len(data[:room])
            data = data[room:]
        if data:
            self._tail.append(data)
            self._held += len(data)
            if self._held > MAX_TEXT:
                self._cut()

    def _cut(self) -> None:
        """Now and then, so that each character is copied a few times at most."""
        whole = "".join(self._tail)
        kept = whole[-MAX_TEXT // 2:]
        self._dropped += len(whole) - len(kept)
        self._tail, self._held = [kept], len(kept)

    def end(self) -> dict[str, Any] | None:
        """Stop listening; what was written, None for nothing."""
        self._over = True  # where somebody else listens through this one, it stays in between
        if self._stream.__dict__.get("write") == self._both:
            if self._is_method:
                del self._stream.write
            else:
                self._stream.write = self._write
        self._cut()
        left_out = f"\n[… {self._dropped} characters not kept …]\n" if self._dropped else ""
        text = "".join(self._head) + left_out + "".join(self._tail)
        return {"type": "stream", "name": self.name, "text": text} if text else None


class _Recorder:
    """One shell's steps."""

    def __init__(self, shell: Any, session: _Session) -> None:
        self.session = session
        self._shell = shell
        self._step = ""
        self._count = 0
        self._before = 0
        self._tees: list[_Tee] = []
        self._stopped = False

    def executing(self) -> str:
        """Id of the step that runs; empty where none does."""
        return self._step

    def forked(self) -> None:
        """In a process that was forked from the recorded one: what it logs by name is still of
        the step that forked it; steps of its own it has none."""
        self._stopped = True

    def _yields(self) -> bool:
        """A server has come to listen to this kernel: it sees more, so this one stops."""
        if place.of_server() is not None:
            self._stopped = True
            place.own = None
        return self._stopped

    def on_begin(self, info: Any = None) -> None:
        """A cell is about to run. Never raises."""
        if self._stopped or self._step or getattr(info, "silent", False):
            return
        try:
            if not self._yields():
                self._begin(info)
        except Exception as error:
            say_once("record begin", f"a cell is not recorded: {error}")

    def _begin(self, info: Any) -> None:
        code = info.raw_cell if isinstance(info.raw_cell, str) else ""
        # Before or after the shell counts up, by its version: the display hook knows.
        self._count = int(self._shell.displayhook.prompt_count)
        count = self._count if info.store_history else None
        self._before = len(self._shown())
        step = f"{os.getpid()}-{uuid.uuid4().hex}"
        self.session.write(["b", time.time_ns() // 1000, time.monotonic(), step,
                            code[:MAX_CODE], count])
        self._step = step
        self._tees = []
        for name in ("stdout", "stderr"):
            try:
                self._tees.append(_Tee(name, self._is_showing))
            except Exception:
                say_once(f"tee {name}", f"what is printed to {name} is not recorded here")

    def _is_showing(self) -> bool:
        """IPython itself is writing: a prompt, a traceback, a display: these are told apart."""
        shell = self._shell
        return bool(getattr(shell.displayhook, "is_active", False)
                    or getattr(shell, "showing_traceback", False)
                    or getattr(shell.display_pub, "is_publishing", False))

    def on_end(self, result: Any = None) -> None:
        """The cell ended. Never raises."""
        step, self._step = self._step, ""
        if not step:
            return
        outputs = []
        for tee in self._tees:
            try:
                outputs.append(tee.end())
            except Exception as error:
                say_once("record stream", f"a stream is not recorded: {error}")
        try:
            outputs += [*self._rich(), self._error(result)]
            self.session.write(["e", time.time_ns() // 1000, time.monotonic(), step,
                                [one for one in outputs if one]])
        except Exception as error:
            say_once("record end", f"a cell is recorded without its outputs: {error}")

    def _shown(self) -> list[Any]:
        known = getattr(self._shell.history_manager, "outputs", None)
        return list(known.get(self._count, ())) if isinstance(known, dict) else []

    def _rich(self) -> list[dict[str, Any]]:
        """Results and displays as IPython made them: no repr is called a second time."""
        found = []
        for one in self._shown()[self._before:]:
            if one.output_type in ("execute_result", "display_data"):
                data = {mime: value for mime, value in one.bundle.items()
                        if isinstance(value, str) and len(value) <= MAX_MIME}
                found.append({"type": one.output_type, "data": data})
        if not found and not hasattr(self._shell.history_manager, "outputs"):
            text = self._shell.history_manager.output_hist_reprs.get(self._count)
            if isinstance(text, str):
                found.append({"type": "execute_result",
                              "data": {"text/plain": text[:MAX_MIME]}})
        return found

    def _error(self, result: Any) -> dict[str, Any] | None:
        error = getattr(result, "error_in_exec", None) or getattr(
            result, "error_before_exec", None)
        if not isinstance(error, BaseException):
            return None
        lines = traceback.format_exception(type(error), error, error.__traceback__)
        return {"type": "error", "ename": type(error).__name__, "evalue": str(error)[:MAX_TEXT],
                "traceback": ["".join(lines)[-MAX_TEXT:]]}
