"""Sessions that an IPython recorded by itself (kernel/recording.py), through the one pipeline.

A session is picked up once its process has ended: then its steps are whole, and nobody else has
its lock. Its messages are made again as a kernel sends them, so that nothing below can tell.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..capture.encoding import parts
from ..capture.items import IN_KERNEL, EpochBegan, EpochEnded, Frames
from ..capture.limits import Limits
from ..capture.message import encodable
from ..capture.notebooks import KernelNotebook
from ..capture.reconcile import reconcile
from ..capture.wiring import Capture
from ..errors import RunfolioError, StoreUnavailable
from ..models.base import Time, from_us
from ..store.protocol import Store
from .place import OnePlace, path_in, root_of

FORMAT = 1
FLUSH_SECONDS = 60.0


@dataclass(frozen=True)
class Session:
    """What a session's first line says."""

    session_id: str
    pid: int
    cwd: str
    argv: list[str]
    at: Time
    mono: float
    notebook: str | None


def waiting(root: Path) -> bool:
    """Is there any session, ended or not? One look at a folder."""
    return next(root.glob("*.steps"), None) is not None


def pick_up(store: Store, root: Path, *, roots: Sequence[Path] = (),
            log: logging.Logger | None = None, limits: Limits | None = None,
            changed: Callable[[list[str]], None] = lambda run_ids: None) -> int:
    """Take in every session below root (<data dir>/runfolio/spool) whose process has ended; how
    many. roots: root folders of servers. Never raises; a session that cannot be kept now stays
    for the next time."""
    log = log or logging.getLogger("runfolio")
    count = 0
    for path in sorted(root.glob("*.steps")):
        try:
            with _claimed(path) as lines:
                if lines is not None:
                    _take(store, path, lines, roots, log, limits, changed)
                    count += 1
        except (OSError, RunfolioError) as error:
            log.warning("Runfolio: session %s is not taken in: %s", path.stem, error)
    return count


@contextlib.contextmanager
def _claimed(path: Path) -> Iterator[list[Any] | None]:
    """The lines of a session that nobody writes or reads; None where somebody does. After the
    block the session is deleted; it stays when the block raises."""
    fd = os.open(path, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0))
    with os.fdopen(fd, encoding="utf-8", errors="replace") as file:
        if not _lock(fd, path):
            yield None
            return
        yield [_json(line) for line in file]
    path.unlink(missing_ok=True)
    with contextlib.suppress(OSError):
        path.with_suffix("").rmdir()


def _lock(fd: int, path: Path) -> bool:
    try:
        import fcntl
    except ImportError:
        return _renames(path)
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _renames(path: Path) -> bool:
    """Where an open file cannot be renamed, that it can be tells that nobody has it open."""
    other = path.with_suffix(".taken")
    try:
        path.rename(other)
        other.rename(path)
    except OSError:
        return False
    return True


def _json(line: str) -> Any:
    try:
        return encodable(json.loads(line))
    except (ValueError, RecursionError):
        return None


def _take(store: Store, path: Path, lines: list[Any], roots: Sequence[Path],
          log: logging.Logger, limits: Limits | None, changed: Callable[[list[str]], None]
          ) -> None:
    """One session into the store. Raises RunfolioError where that fails."""
    session = _session(path, lines)
    # By the writer's thread: a store that is just being opened is waited for.
    known = store.write_now(lambda tx: tx.epochs.highest(path.stem), FLUSH_SECONDS)
    if session is None or known:
        # Not readable, or a program that took it in was killed: what it had got so far is kept.
        store.write_now(lambda tx: reconcile(tx, {}, _others(tx, path.stem)), FLUSH_SECONDS)
        return
    place, root = _place_of(session, roots)
    capture = Capture(store, OnePlace(place), root, spool_root=path.parent, log=log,
                      limits=limits, changed=changed)
    capture.pipeline.start()
    for item in items_of(session, lines[1:]):
        capture.pipeline.put(item)
    capture.pipeline.stop(FLUSH_SECONDS)
    kept = store.write_now(lambda tx: tx.epochs.get(session.session_id, 1), FLUSH_SECONDS)
    if any(map(_is_line, lines)) and (kept is None or kept.ended is None):
        raise StoreUnavailable("its steps could not be kept.", "records-dropped")


def _others(tx: Any, kernel_id: str) -> set[str]:
    """Kernels with open epochs, but for this one."""
    return {left.epoch.kernel_id for left in tx.epochs.left_open()} - {kernel_id}


def _session(path: Path, lines: list[Any]) -> Session | None:
    head = lines[0] if lines else None
    if not isinstance(head, dict) or head.get("runfolio") != FORMAT:
        return None
    if head.get("session") != path.stem:
        return None
    notebook, pid = head.get("notebook"), head.get("pid")
    try:
        return Session(
            path.stem, int(pid or 0), str(head["cwd"]), [str(arg) for arg in head["argv"]],
            from_us(int(head["at"])), float(head["mono"]),
            notebook if isinstance(notebook, str) else None)
    except (KeyError, TypeError, ValueError, OverflowError):
        return None


def _place_of(session: Session, roots: Sequence[Path]) -> tuple[KernelNotebook, Path | None]:
    """The notebook where the session told one, else a pseudo-notebook of its own."""
    if session.notebook is None:
        return KernelNotebook(f"kernel:{session.session_id}", "notebook"), None
    file = Path(session.notebook)
    root = root_of(file, roots, Path(session.cwd))
    return KernelNotebook(path_in(root, file), "notebook", file.name), root


def items_of(session: Session, lines: Sequence[Any]) -> Iterator[EpochBegan | Frames | EpochEnded]:
    """What a tap on the session would have handed over. Lines that nobody wrote are left out."""
    yield EpochBegan(
        kernel_id=session.session_id, epoch=1, kernel_name="ipython", argv=session.argv,
        pid=None, cwd=session.cwd, connection_file="", at=session.at, language="python",
        partial=IN_KERNEL)
    at, mono, open_step = session.at, session.mono, ""
    for line in lines:
        if not _is_line(line):
            continue
        at, mono = from_us(line[1]), float(line[2])
        messages = _begun(line) if line[0] == "b" else _ended(line)
        open_step = line[3] if line[0] == "b" else ""
        for msg_type, content in messages:
            yield Frames(session.session_id, 1, _parts(msg_type, line[3], content), at, mono)
    yield EpochEnded(session.session_id, 1, "died" if open_step else "shutdown", at, mono)


def _is_line(line: Any) -> bool:
    return (isinstance(line, list) and len(line) in (5, 6) and line[0] in ("b", "e")
            and isinstance(line[1], int) and 0 < line[1] < 1 << 52
            and isinstance(line[2], int | float) and isinstance(line[3], str) and bool(line[3])
            and isinstance(line[4], str if line[0] == "b" else list))


def _begun(line: list[Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    yield "execute_input", {"code": line[4], "execution_count": line[-1]}


def _ended(line: list[Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for output in line[4]:
        if isinstance(output, dict) and isinstance(output.get("type"), str):
            yield output["type"], {**output, "metadata": {}}
    yield "status", {"execution_state": "idle"}


def _parts(msg_type: str, msg_id: str, content: dict[str, Any]) -> list[bytes]:
    """The message on the wire, unsigned."""
    header = {"msg_type": msg_type, "session": ""}
    parent = {"msg_id": msg_id, "msg_type": "execute_request", "session": "", "username": ""}
    return parts(header, parent, json.dumps(content).encode())
