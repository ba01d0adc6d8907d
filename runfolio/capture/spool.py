"""The spool: what kernels logged by name, read from their segment files (decisions.md).

The server makes a folder for each kernel beside its connection file; the SDK appends there. A
segment is deleted once it was read and a newer one of its process exists or its process is gone.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import re
import stat
import threading
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from .. import ids
from .message import encodable

FORMAT = 1
CHUNK = 1024 * 1024
MAX_LINE = 1024 * 1024
MAX_TIME = 1 << 52
"""µs: the year 2112."""
MAX_CONTENT = 8 * 1024 * 1024
"""Bytes of a content logged from memory (kernel/files.py writes no larger one)."""


_Kind = Literal["metric", "param", "series", "file", "begin", "end"]

_KINDS: dict[str, _Kind] = {"m": "metric", "p": "param", "s": "series", "f": "file", "b": "begin",
                            "z": "end"}
_CONTENT = re.compile(r"[0-9a-f]{64}\.[0-9]+\.content")


@dataclass(frozen=True, slots=True)
class SpoolRecord:
    """One value that user code recorded by name. Not redacted yet."""

    kind: _Kind
    name: str
    value: Any
    """metric: float, NaN and infinities too; param: a JSON value, or text where expression is;
    series: (x, values) of equal length; file: facts as an object; begin: of a child run, the
    token of the one around it or None; end: finished or failed."""
    x: float | None
    at: int
    """µs since the epoch, by the kernel's clock."""
    msg_id: str | None
    expression: bool = False
    """True when the value is no plain one and only its repr is known."""
    child: str | None = None
    """Token of the child run that logged it."""
    data: bytes | None = None
    """file: the content that was logged from memory."""


class _Segment:
    """A segment file that is being read. The descriptor outlives the deletion of the file, so
    that what a late writer appended in between is read as well."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.pid = _pid_in(path.name)
        self.fd = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
        self.retired = False
        self._rest = b""
        self._head: dict[str, Any] | None = None
        self._readable = True

    def read(self) -> list[SpoolRecord]:
        """Records that were appended since the last time, whole lines only."""
        records: list[SpoolRecord] = []
        while self._readable and (data := os.read(self.fd, CHUNK)):
            lines = (self._rest + data).split(b"\n")
            self._rest = lines.pop()
            if len(self._rest) > MAX_LINE:
                self._readable = False
            for line in lines:
                self._take(line, records)
        return records

    def _take(self, line: bytes, records: list[SpoolRecord]) -> None:
        value = _json(line)
        if self._head is None:
            self._head = value if isinstance(value, dict) else {}
            self._readable = self._head.get("runfolio") == FORMAT
        elif self._readable:
            msg_id = self._head.get("msg_id")
            record = _record(value, msg_id if isinstance(msg_id, str) and msg_id else None)
            if record is not None:
                records.append(self._with_content(record))

    def _with_content(self, record: SpoolRecord) -> SpoolRecord:
        """With the content that was written beside the segment, which is deleted once read."""
        content = record.value.pop("content", None) if record.kind == "file" else None
        if not isinstance(content, str) or not _CONTENT.fullmatch(content):
            return record
        path = self.path.parent / content
        try:
            fd = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
            with os.fdopen(fd, "rb") as file:
                data = file.read(MAX_CONTENT + 1)
            path.unlink(missing_ok=True)
        except OSError:
            return record
        return record if len(data) > MAX_CONTENT else replace(record, data=data)

    def close(self) -> None:
        os.close(self.fd)


class Spool:
    """All kernels' folders below root (<jupyter runtime dir>/runfolio). Raises OSError only from
    attach."""

    def __init__(self, root: Path, log: logging.Logger | None = None) -> None:
        self._root = Path(root)
        self._log = log or logging.getLogger(__name__)
        self._lock = threading.Lock()
        self._segments: dict[str, dict[str, _Segment]] = {}

    def attach(self, kernel_id: str) -> Path:
        """Make the kernel's folder (0700, ours): from now on its process can log."""
        folder = self._folder(kernel_id)
        for path in (self._root, folder):
            path.mkdir(mode=0o700, parents=path == self._root, exist_ok=True)
            _check_own(path)
        return folder

    def drain(self, kernel_id: str) -> list[SpoolRecord]:
        """What was logged since the last time, by the kernel's time. No folder: nothing."""
        with self._lock:
            segments = self._segments.setdefault(kernel_id, {})
            names = self._open_new(kernel_id, segments)
            records: list[SpoolRecord] = []
            for name, segment in list(segments.items()):
                records += self._read(segment)
                if segment.retired:
                    segment.close()
                    del segments[name]
            self._retire(segments, names)
            if not segments:
                del self._segments[kernel_id]
        records.sort(key=lambda record: record.at)
        return records

    def release(self, kernel_id: str) -> None:
        """The kernel is gone and was drained: delete its folder."""
        folder = self._folder(kernel_id)
        with self._lock:
            for segment in self._segments.pop(kernel_id, {}).values():
                segment.close()
        with contextlib.suppress(OSError):
            for path in folder.iterdir():
                path.unlink(missing_ok=True)
            folder.rmdir()

    def leftovers(self) -> list[str]:
        """Kernels that have a folder, such as of a server that was killed: drain and release."""
        with contextlib.suppress(OSError):
            return sorted(path.name for path in self._root.iterdir() if path.is_dir())
        return []

    def _folder(self, kernel_id: str) -> Path:
        if not kernel_id or kernel_id in (".", "..") or "/" in kernel_id or "\0" in kernel_id:
            raise OSError(f"not a kernel id: {kernel_id!r}")
        return self._root / kernel_id

    def _open_new(self, kernel_id: str, segments: dict[str, _Segment]) -> list[str]:
        try:
            with os.scandir(self._folder(kernel_id)) as entries:
                names = sorted(one.name for one in entries if one.name.endswith(".jsonl"))
        except OSError:
            return []
        for name in names:
            if name not in segments:
                try:
                    segments[name] = _Segment(self._folder(kernel_id) / name)
                except OSError:
                    self._log.debug("Runfolio: spool segment %s cannot be opened", name)
        return names

    def _read(self, segment: _Segment) -> list[SpoolRecord]:
        try:
            return segment.read()
        except OSError:
            self._log.debug("Runfolio: spool segment %s cannot be read", segment.path.name)
            return []

    @staticmethod
    def _retire(segments: dict[str, _Segment], names: list[str]) -> None:
        """Delete read segments that nobody is to append to; they are read once more next time."""
        newest = {_pid_in(name): name for name in sorted(names, key=_order_of)}
        for name, segment in segments.items():
            if newest.get(segment.pid) != name or not _is_alive(segment.pid):
                segment.retired = True
                with contextlib.suppress(OSError):
                    segment.path.unlink(missing_ok=True)


def _record(value: Any, msg_id: str | None) -> SpoolRecord | None:
    """The record of a line [kind, µs, x, name, value], with a child run's token behind; None for
    a line that is none."""
    if not isinstance(value, list) or len(value) not in (5, 6):
        return None
    kind, at, x, name, what, *rest = value
    child = rest[0] if rest else None
    if not isinstance(at, int) or not isinstance(name, str) or not isinstance(x, float | None):
        return None
    if not 0 < at < MAX_TIME:
        return None
    if child is not None and not (isinstance(child, str) and ids.is_id(child)):
        return None
    if kind == "e":
        return SpoolRecord("param", name, what, x, at, msg_id, expression=True, child=child)
    meant = _KINDS.get(kind) if isinstance(kind, str) else None
    if meant is None or not _fits(meant, what, child):
        return None
    return SpoolRecord(meant, name, what, x, at, msg_id, child=child)


def _fits(kind: _Kind, what: Any, child: str | None) -> bool:
    """Is it a value of that kind?"""
    if kind == "metric":
        return isinstance(what, float)
    if kind == "file":
        return isinstance(what, dict)
    if kind == "series":
        return (isinstance(what, list) and len(what) == 2
                and all(isinstance(part, list) for part in what) and len(what[0]) == len(what[1])
                and all(isinstance(x, float | None) for x in what[0])
                and all(isinstance(value, float) for value in what[1]))
    return kind == "param" or child is not None


def _json(line: bytes) -> Any:
    """A line's value with every text fit for UTF-8; None where it cannot be read."""
    try:
        return encodable(json.loads(line.decode("utf-8", "replace")))
    except (ValueError, RecursionError):
        return None


def _order_of(name: str) -> tuple[int, str]:
    """Segments of one process in the order in which they were begun: <pid>-<ns>-<n>.jsonl."""
    parts = name.split("-")
    return (int(parts[1]) if len(parts) == 3 and parts[1].isdigit() else 0, name)


def _pid_in(name: str) -> int:
    first = name.partition("-")[0]
    return int(first) if first.isdigit() else 0


def _is_alive(pid: int) -> bool:
    """Is there such a process? One of another user counts as alive."""
    if pid <= 0:
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True


def _check_own(path: Path) -> None:
    """The folder is a real one, ours, and closed to others."""
    found = path.lstat()
    if not stat.S_ISDIR(found.st_mode):
        raise OSError(f"not a folder: {path}")
    if hasattr(os, "geteuid") and found.st_uid != os.geteuid():
        raise OSError(f"another user's folder: {path}")
    if stat.S_IMODE(found.st_mode) & 0o077:
        path.chmod(0o700)
