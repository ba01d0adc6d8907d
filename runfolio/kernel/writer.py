"""Appends records to segment files: survives a kill of the kernel, forks and threads.

A segment belongs to one process and one execution and has at most 1 MB. Its first line is a JSON
object with the format version; every other line is a JSON array [kind, µs, x, name, value], and
the child run's token behind where one is active. Kinds: «m» (metric), «s» (series: value is [x,
values]), «p» (param), «e» (param of which only the repr is known), «f» (facts of a file), «b» and
«z» (a child run begins, ends).
"""

from __future__ import annotations

import json
import os
import threading
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    Line = tuple[str, float | None, str, Any]
    """kind, x, name, value"""

FORMAT = 1
SEGMENT_BYTES = 1024 * 1024
OPEN_SEGMENTS = 4
LOOK_SECONDS = 2.0
_FLAGS = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0)


class _Segment:
    def __init__(self, fd: int) -> None:
        self.fd = fd
        self.size = 0


class Writer:
    """One per process. The lock is held for one write to the page cache."""

    def __init__(self) -> None:
        self._reset()
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=self._reset)

    def _reset(self) -> None:
        """A fresh process: what a fork copied belongs to the parent, its lock may be held."""
        self._lock = threading.Lock()
        self._segments: dict[str, _Segment] = {}
        self._folder: str | None = None
        self._looked = float("-inf")
        self._count = 0

    def write(
        self, lines: Sequence[Line], find: Callable[[], str | None], msg_id: Callable[[], str],
        child: str | None = None,
    ) -> bool:
        """Append records; False when there is no spool. Raises OSError when the disk does."""
        at = time.time_ns() // 1000
        behind = [] if child is None else [child]
        with self._lock:
            folder = self._where(find)
            if folder is None:
                return False
            data = "".join(
                json.dumps([kind, at, x, name, value, *behind], separators=(",", ":")) + "\n"
                for kind, x, name, value in lines
            ).encode()
            try:
                self._append(folder, msg_id(), data)
            except FileNotFoundError:
                self._folder, self._looked = None, float("-inf")
                return False
            return True

    def folder(self, find: Callable[[], str | None]) -> str | None:
        """The spool's folder, if there is one."""
        with self._lock:
            return self._where(find)

    def _where(self, find: Callable[[], str | None]) -> str | None:
        """The spool's folder, looked for now and then: a server can come later."""
        if self._folder is None and time.monotonic() - self._looked >= LOOK_SECONDS:
            self._looked = time.monotonic()
            self._folder = find()
        return self._folder

    def _append(self, folder: str, msg_id: str, data: bytes) -> None:
        segment = self._segments.get(msg_id)
        if segment is not None and self._is_over(segment, len(data)):
            self._close(msg_id)
            segment = None
        if segment is None:
            segment = self._segments[msg_id] = self._begin(folder, msg_id)
        _write_all(segment.fd, data)
        segment.size += len(data)

    @staticmethod
    def _is_over(segment: _Segment, more: int) -> bool:
        """Full, or taken away by the server, which has read it."""
        return segment.size + more > SEGMENT_BYTES or os.fstat(segment.fd).st_nlink == 0

    def _begin(self, folder: str, msg_id: str) -> _Segment:
        while len(self._segments) >= OPEN_SEGMENTS:
            self._close(next(iter(self._segments)))
        self._count += 1
        name = f"{os.getpid()}-{time.time_ns()}-{self._count:06d}.jsonl"
        segment = _Segment(os.open(f"{folder}/{name}", _FLAGS, 0o600))
        head = {"runfolio": FORMAT, "pid": os.getpid(), "msg_id": msg_id}
        data = (json.dumps(head) + "\n").encode()
        _write_all(segment.fd, data)
        segment.size = len(data)
        return segment

    def _close(self, msg_id: str) -> None:
        os.close(self._segments.pop(msg_id).fd)


def _write_all(fd: int, data: bytes) -> None:
    """One write as a rule; the disk may take it in parts."""
    while data:
        data = data[os.write(fd, data) :]
