"""Facts of what is logged by name: paths, bytes, URLs, and objects in memory. Never a pickle."""

from __future__ import annotations

import hashlib
import mimetypes
import os
import sys
from pathlib import Path

from .values import plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

HASH_BYTES = 1024 * 1024 * 1024
"""A larger file or folder is not hashed: the cell waits for it."""
MAX_FILES = 10_000
CONTENT_BYTES = 8 * 1024 * 1024
"""Larger bytes are not kept, only their facts (capture/spool.py reads no larger ones)."""
ALL_CONTENT_BYTES = 256 * 1024 * 1024
"""Of one process: more bytes are not kept."""
MAX_COLUMNS = 200
_PIECE = 1024 * 1024


class _Kept:
    """How much content this process has written."""

    size = 0
    count = 0


def facts_of(thing: Any, folder: str | None) -> tuple[str, dict[str, Any]]:
    """(a name of its own, facts) of a path, bytes, a URL or an object. folder: where bytes are
    kept; None: nowhere."""
    if isinstance(thing, bytes | bytearray | memoryview):
        return "", _of_bytes(bytes(thing), folder)
    if isinstance(thing, str) and "://" in thing:
        return thing.rsplit("/", 1)[-1].partition("?")[0] or thing, {
            "url": thing[:4096], "unhashed": "not fetched"}
    if isinstance(thing, str | os.PathLike):
        path = Path(os.path.abspath(os.fspath(thing)))  # noqa: PTH100  # symbolic links stay
        return path.name, {"path": str(path), **_of_path(path)}
    return type(thing).__name__, _of_object(thing)


def media_type(name: str, facts: dict[str, Any]) -> str | None:
    """By the ending of the path or name."""
    for text in (facts.get("path") or "", name):
        found = mimetypes.guess_type(text)[0]
        if found:
            return found
    return None


def _of_bytes(data: bytes, folder: str | None) -> dict[str, Any]:
    facts: dict[str, Any] = {"size": len(data), "digest": hashlib.sha256(data).hexdigest()}
    if folder is None or len(data) > CONTENT_BYTES or _Kept.size + len(data) > ALL_CONTENT_BYTES:
        return facts
    _Kept.size += len(data)
    _Kept.count += 1
    name = f"{facts['digest']}.{os.getpid()}{_Kept.count:08d}.content"
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(f"{folder}/{name}", flags, 0o600), "wb") as file:
        file.write(data)
    return {**facts, "content": name}


def _of_path(path: Path) -> dict[str, Any]:
    try:
        if path.is_dir():
            return _of_folder(path)
        about = path.stat()
    except OSError as error:
        return {"unhashed": error.strerror or "not readable"}
    facts: dict[str, Any] = {"size": about.st_size}
    if about.st_size > HASH_BYTES:
        return {**facts, "unhashed": "too large"}
    return {**facts, **_digest_of(path)}


def _digest_of(path: Path) -> dict[str, Any]:
    """The digest of a file, unless it changed while it was read."""
    if not path.is_file():
        return {"unhashed": "no regular file"}
    found = hashlib.sha256()
    try:
        with path.open("rb") as file:
            before = _identity(os.fstat(file.fileno()))
            while piece := file.read(_PIECE):
                found.update(piece)
            after = _identity(os.fstat(file.fileno()))
    except OSError as error:
        return {"unhashed": error.strerror or "not readable"}
    return {"digest": found.hexdigest()} if before == after else {"unhashed": "changed while read"}


def _identity(about: os.stat_result) -> tuple[int, ...]:
    return (about.st_dev, about.st_ino, about.st_size, about.st_mtime_ns, about.st_ctime_ns)


def _of_folder(path: Path) -> dict[str, Any]:
    """Size, count and digest of all files below it: of «path NUL digest LF», sorted by path."""
    sizes: dict[str, int] = {}
    for file in _below(path):
        if len(sizes) == MAX_FILES:
            return {"unhashed": "too many files"}
        sizes[file.relative_to(path).as_posix()] = file.stat().st_size
    facts: dict[str, Any] = {"files": len(sizes), "size": sum(sizes.values())}
    if facts["size"] > HASH_BYTES:
        return {**facts, "unhashed": "too large"}
    found = hashlib.sha256()
    for name in sorted(sizes):
        one = _digest_of(path / name)
        if "digest" not in one:
            return {**facts, **one}
        found.update(f"{name}\0{one['digest']}\n".encode("utf-8", "surrogateescape"))
    return {**facts, "digest": found.hexdigest()}


def _below(path: Path) -> Iterator[Path]:
    for folder, _, names in os.walk(path):
        for name in names:
            file = Path(folder, name)
            if file.is_file() and not file.is_symlink():
                yield file


def _of_object(thing: Any) -> dict[str, Any]:
    """What an object in memory says of itself; its content is not read."""
    kind = type(thing)
    module = getattr(kind, "__module__", "") or ""
    facts: dict[str, Any] = {"type": f"{module}.{kind.__qualname__}".lstrip("."),
                             "unhashed": "in memory"}
    version = getattr(sys.modules.get(module.partition(".")[0]), "__version__", None)
    if isinstance(version, str):
        facts["version"] = version
    shape = getattr(thing, "shape", None)
    if isinstance(shape, tuple) and all(isinstance(size, int) for size in shape):
        facts["shape"] = [int(size) for size in shape]
    columns = getattr(thing, "columns", None)
    if columns is not None and hasattr(columns, "__iter__"):
        facts["columns"] = [str(one) for one, _ in zip(columns, range(MAX_COLUMNS), strict=False)]
    params = getattr(thing, "get_params", None)
    if callable(params):
        facts["params"] = {str(key): plain(value)[1]
                           for key, value in params(deep=False).items()}
    return facts
