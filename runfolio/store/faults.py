"""What stands in the way when the database refuses: named, with what is safe and what to do."""

from __future__ import annotations

import errno
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from ..errors import StoreUnavailable
from ..models.notebook import NoticeKind

#: Those that may pass by themselves: writes wait for them in memory.
PASSING: frozenset[NoticeKind] = frozenset({"store-locked", "disk-full", "read-only"})

#: Primary result codes of SQLite (sqlite.org/rescode.html).
_CODES: dict[int, NoticeKind] = {
    5: "store-locked", 6: "store-locked", 8: "read-only", 10: "store-unreadable",
    11: "store-unreadable", 13: "disk-full", 14: "read-only", 26: "store-unreadable",
}
#: The same by what the driver says, for Pythons that do not tell the code (before 3.11).
_TEXTS: tuple[tuple[str, NoticeKind], ...] = (
    ("locked", "store-locked"), ("readonly", "read-only"), ("disk is full", "disk-full"),
    ("unable to open", "read-only"), ("malformed", "store-unreadable"),
    ("not a database", "store-unreadable"), ("disk i/o error", "store-unreadable"),
)
_ERRNOS: dict[int, NoticeKind] = {
    errno.ENOSPC: "disk-full", errno.EDQUOT: "disk-full", errno.EROFS: "read-only",
    errno.EACCES: "read-only", errno.EPERM: "read-only", errno.ENOTDIR: "read-only",
    errno.EEXIST: "read-only", errno.EISDIR: "read-only",
}

#: Exceptions of one chain that are looked at.
_DEEPEST = 32

_SENTENCES: dict[NoticeKind, tuple[str, str]] = {
    "store-locked": ("The store is busy in another program.",
                     "What is recorded waits in memory and will be saved."),
    "disk-full": ("The disk with the store is full.",
                  "Free some space: what is recorded waits in memory until then."),
    "read-only": ("The store at {path} cannot be written.",
                  "Existing runs can be read. Choose another folder by c.Runfolio.store_dir."),
    "store-unreadable": ("The store at {path} is damaged or no store.",
                         "It was not changed. Move it away and restart to begin a new one."),
    "store-newer": ("The store at {path} was written by a newer Runfolio.",
                    "It was not changed. Update Runfolio to read it."),
}


@dataclass(frozen=True)
class Fault:
    """What stands in the way of the store at path."""

    problem: NoticeKind
    path: Path

    @property
    def message(self) -> str:
        """One sentence."""
        return _SENTENCES[self.problem][0].format(path=self.path)

    @property
    def passing(self) -> bool:
        """May it pass by itself, so that writes should wait."""
        return self.problem in PASSING

    def error(self) -> StoreUnavailable:
        """As an answer."""
        return StoreUnavailable(self.message, self.problem, _SENTENCES[self.problem][1])


def problem_of(error: BaseException | None) -> NoticeKind | None:
    """Which fault of the store an exception tells of; None: it is no fault of the store.

    Looks at all that led to it: a full disk ends the transaction, so what is seen last is that
    a savepoint is not there any more.
    """
    seen: dict[int, BaseException] = {}
    waiting = [error]
    while waiting and len(seen) < _DEEPEST:
        one = waiting.pop()
        if one is None or id(one) in seen:
            continue
        seen[id(one)] = one
        if isinstance(one, sqlite3.Error):
            found = _of_sqlite(one)
        else:
            found = _ERRNOS.get(one.errno or 0) if isinstance(one, OSError) else None
        if found is not None:
            return found
        waiting += [one.__context__, one.__cause__, getattr(one, "orig", None)]
    return None


def _of_sqlite(error: sqlite3.Error) -> NoticeKind | None:
    code = getattr(error, "sqlite_errorcode", None)
    if code is not None:
        return _CODES.get(code & 0xFF)
    said = str(error).lower()
    return next((problem for words, problem in _TEXTS if words in said), None)
