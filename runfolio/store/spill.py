"""Records in a file beside the store, while it cannot be written and memory is for the kernels.

A file belongs to the process that made it, by a lock that ends with the process; the next one
takes over what a dead one left. Frames: length, checksum, bytes of store.works.encode. Where
there are no file locks (Windows) nothing is spilled.
"""

from __future__ import annotations

import contextlib
import os
import struct
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .. import ids
from .protocol import Tx
from .works import decode, encode

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

FOLDER = "runfolio-waiting"
"""Of the spill files, in Jupyter's runtime folder."""

_HEAD = struct.Struct("<II")
_SUFFIX, _UNFINISHED = ".records", ".unfinished"


class SpillFile:
    """One file of records, open and locked. Not thread-safe, but records may be read while
    others are added (one pread or pwrite each)."""

    def __init__(self, path: Path, flags: int = 0) -> None:
        """Raises OSError where it cannot be opened or is another process's."""
        self.path = path
        self.name = path.name.removesuffix(_SUFFIX)
        self._fd = os.open(path, os.O_RDWR | flags, 0o600)
        try:
            fcntl.flock(self._fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
            self.size = os.fstat(self._fd).st_size
        except OSError:
            os.close(self._fd)
            raise
        self.waiting = 0
        """Records that have not landed."""

    def add(self, data: bytes) -> Spilled:
        """Append one record. Raises OSError; then the file is as it was."""
        begin, frame = self.size, _HEAD.pack(len(data), zlib.crc32(data)) + data
        try:
            written = 0
            while written < len(frame):
                written += os.pwrite(self._fd, frame[written:], begin + written)
        except OSError:
            with contextlib.suppress(OSError):
                os.ftruncate(self._fd, begin)
            raise
        self.size = begin + len(frame)
        self.waiting += 1
        return Spilled(self, begin, self.size)

    def records(self, after: int) -> Iterator[Spilled]:
        """Those that end after this byte, as far as they are whole."""
        begin = 0
        while (data := self._frame(begin)) is not None:
            end = begin + _HEAD.size + len(data)
            if end > after:
                self.waiting += 1
                yield Spilled(self, begin, end)
            begin = end

    def read(self, begin: int) -> bytes:
        """The record at this byte. Raises OSError where it is not there any more."""
        data = self._frame(begin)
        if data is None:
            raise OSError(f"{self.path} is damaged")
        return data

    def _frame(self, begin: int) -> bytes | None:
        head = os.pread(self._fd, _HEAD.size, begin)
        if len(head) < _HEAD.size:
            return None
        length, checksum = _HEAD.unpack(head)
        data = os.pread(self._fd, length, begin + _HEAD.size)
        return data if len(data) == length and zlib.crc32(data) == checksum else None

    def close(self, *, delete: bool) -> None:
        """Let go of it."""
        if delete:
            with contextlib.suppress(OSError):
                self.path.unlink()
        os.close(self._fd)


@dataclass(frozen=True)
class Spilled:
    """A write that stands in a file: a function of a transaction like any other."""

    file: SpillFile
    begin: int
    end: int

    def __call__(self, tx: Tx) -> Any:
        return decode(self.file.read(self.begin))(tx)


class Spill:
    """The spill files of one store, in a folder of their own."""

    def __init__(self, folder: Path, store: Path, max_bytes: int) -> None:
        """folder: made when needed, mode 0700; better on another disk than the store."""
        self.folder = folder / ids.digest(str(store).encode())[:16]
        self._max_bytes = max_bytes
        self._own: SpillFile | None = None
        self._files: list[SpillFile] = []

    def keep(self, function: Callable[[Tx], Any]) -> Spilled | None:
        """Put a write into the file; None where it cannot be encoded or there is no room."""
        data = encode(function) if fcntl is not None else None
        if data is None or (self._own.size if self._own else 0) + len(data) > self._max_bytes:
            return None
        try:
            return self._file().add(data)
        except OSError:
            return None

    def leftovers(self, landed: Callable[[str], int]) -> list[Spilled]:
        """What processes that are gone left, in order. landed: up to which byte of the file of
        this name its records are in the store; where it raises, all is as before."""
        found: list[Spilled] = []
        opened: list[SpillFile] = []
        try:
            for file in self._left(_SUFFIX):
                opened.append(file)
                found += file.records(landed(file.name))
        except BaseException:
            for file in opened:
                file.close(delete=False)
            raise
        for file in self._left(_UNFINISHED):
            file.close(delete=True)
        self._files += opened
        return found

    def _left(self, suffix: str) -> Iterator[SpillFile]:
        """Files of processes that are gone, oldest first."""
        if fcntl is None or not self.folder.is_dir():
            return
        for path in sorted(self.folder.glob(f"*{suffix}")):
            # Another living process's cannot be locked.
            with contextlib.suppress(OSError):
                yield SpillFile(path)

    def settled(self, record: Spilled) -> None:
        """This one needs its place no more."""
        record.file.waiting -= 1

    def clean(self) -> list[str]:
        """Delete the files of which nothing waits; their names."""
        gone = [file for file in self._files if not file.waiting]
        for file in gone:
            file.close(delete=True)
            self._files.remove(file)
            if file is self._own:
                self._own = None
        return [file.name for file in gone]

    def hand_over(self, functions: Sequence[Callable[[Tx], Any]]) -> list[bool]:
        """Leave writes to the next process, in this order, in one file: which of them it keeps."""
        spilled = [isinstance(function, Spilled) for function in functions]
        kept = spilled
        if functions and fcntl is not None:
            with contextlib.suppress(OSError):
                new = self._make(_UNFINISHED)
                kept = [self._copy(new, function) for function in functions]
                whole = all(after or not before for before, after in zip(
                    spilled, kept, strict=True))
                if whole:
                    # Deleted before it is renamed: twice would be worse than not at all.
                    self._close(delete=True)
                    new.path.rename(new.path.with_suffix(_SUFFIX))
                else:
                    kept = spilled
                new.close(delete=not (whole and any(kept)))
        self._close(delete=not any(kept))
        return kept

    def _copy(self, new: SpillFile, function: Callable[[Tx], Any]) -> bool:
        try:
            data = (function.file.read(function.begin) if isinstance(function, Spilled)
                    else encode(function))
            if data is None or new.size + len(data) > self._max_bytes:
                return False
            new.add(data)
        except OSError:
            return False
        return True

    def _close(self, *, delete: bool) -> None:
        for file in self._files:
            file.close(delete=delete)
        self._files, self._own = [], None

    def _file(self) -> SpillFile:
        if self._own is None:
            self._own = self._make(_SUFFIX)
            self._files.append(self._own)
        return self._own

    def _make(self, suffix: str) -> SpillFile:
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return SpillFile(self.folder / f"{ids.fresh()}{suffix}", os.O_CREAT | os.O_EXCL)
