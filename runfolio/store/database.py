"""One database: opened, brought to this version, written in batches, read from any thread."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, func

from ..errors import StoreUnavailable
from . import dialect, marks, schema
from .faults import Fault, problem_of
from .light import Tally
from .protocol import Tx
from .records import Outcome
from .spill import Spilled
from .tables import contents
from .tx import rows_of

T = TypeVar("T")


class Database:
    """The database at path. Every method raises StoreUnavailable where the database refuses."""

    def __init__(self, path: Path, busy_ms: int) -> None:
        self.path = path
        self.readable = False
        """Its tables are those of this version, so reads can be answered."""
        self._writer = dialect.writer_engine(path, busy_ms)
        self._reader = dialect.reader_engine(path, busy_ms)

    def prepare(self) -> None:
        """Make the file if there is none, and bring it to this version. May be tried again."""
        with self._faults():
            try:
                dialect.make_private(self.path)
            except OSError:
                if self.path.is_file():
                    self.look()
                raise
            self.look()
            if not self.readable:
                schema.bring_to_head(self._reader, self._writer)
                self.readable = True

    def look(self) -> None:
        """Learn whether it can be read, changing nothing."""
        with self._faults():
            if not dialect.looks_like_store(self.path):
                raise Fault("store-unreadable", self.path).error()
            with self._reader.begin() as connection:
                self.readable = schema.check(connection)

    def run(self, functions: Sequence[Callable[[Tx], Any]], *, light: bool = False
            ) -> list[Outcome]:
        """One transaction for all: each within its own savepoint, so that one that raises takes
        nothing of the others with it. On return all is on disk. light: outputs are left out."""
        with self._faults(), self._writer.begin() as connection:
            return [self._one(connection, function, light) for function in functions]

    def _one(self, connection: Connection, function: Callable[[Tx], Any], light: bool) -> Outcome:
        tally = Tally()
        try:
            with connection.begin_nested():
                answer = function(rows_of(connection, tally if light else None))
                if isinstance(function, Spilled):
                    marks.landed(connection, function)
        except Exception as error:
            if problem_of(error) is not None:
                raise
            return Outcome(error=error)
        return Outcome(answer, None, tally.outputs, tally.size)

    def has_room(self, size: int) -> bool:
        """Would so many bytes fit: tried, and taken back."""
        with self._faults(), self._writer.connect() as connection:
            # With a small cache they go to the disk at once, not at the commit.
            connection.exec_driver_sql("PRAGMA cache_size=-64")
            try:
                connection.execute(contents.insert().values(
                    digest="probe", mime="", size=0, data=func.zeroblob(size)))
            except Exception as error:
                if problem_of(error) == "disk-full":
                    return False
                raise
            finally:
                connection.rollback()
                connection.exec_driver_sql("PRAGMA cache_size=-2000")
                connection.rollback()
            return True

    def landed(self, name: str) -> int:
        """Up to which byte the records of a spill file are in the store."""
        with self._faults(), self._reader.begin() as connection:
            return marks.read(connection, name)

    def forget(self, name: str) -> None:
        """The spill file is gone."""
        with self._faults(), self._writer.begin() as connection:
            marks.drop(connection, name)

    def read(self, function: Callable[[Tx], T]) -> T:
        """A function's answer on what is committed, on a connection that cannot write."""
        with self._faults(), self._reader.begin() as connection:
            return function(rows_of(connection))

    def close(self) -> None:
        """Let go of all connections."""
        self._reader.dispose()
        self._writer.dispose()

    @contextmanager
    def _faults(self) -> Iterator[None]:
        """What the database refuses becomes StoreUnavailable with its name; bugs stay bugs."""
        try:
            yield
        except StoreUnavailable:
            raise
        except schema.NewerStore as error:
            raise Fault("store-newer", self.path).error() from error
        except Exception as error:
            problem = problem_of(error)
            if problem is None:
                raise
            raise Fault(problem, self.path).error() from error
