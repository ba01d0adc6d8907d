"""What every noun needs: its connection, upserts and chunked IN that any database takes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import (
    Column,
    Connection,
    Delete,
    Select,
    Table,
    Update,
    bindparam,
    delete,
    func,
    select,
    update,
)

T = TypeVar("T")

#: Values in one IN: below the smallest limit of bound values of any build (SQLite: 999).
_MANY = 500


class Noun:
    """Base of the nouns: statements on the connection of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def one(self, table: Table, **key: Any) -> Any | None:
        """The row with this key."""
        return self.connection.execute(_select(table, _names(key)), _bound(key)).first()

    def upsert(self, table: Table, key: Mapping[str, Any], values: Mapping[str, Any]) -> None:
        """Update the row with this key, or insert it."""
        changed = 0
        if values:
            changed = self.change(table, key, values)
        elif self.one(table, **key) is not None:
            return
        if not changed:
            self.connection.execute(table.insert(), {**key, **values})

    def change(self, table: Table, key: Mapping[str, Any], values: Mapping[str, Any]) -> int:
        """Update rows with this key; how many there were. values: plain ones."""
        return self.connection.execute(
            _update(table, _names(key)), {**_bound(key), **values}).rowcount

    def drop(self, table: Table, **key: Any) -> int:
        """Delete rows with this key; how many there were."""
        return self.connection.execute(_delete(table, _names(key)), _bound(key)).rowcount

    def add_rows(self, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
        """Insert rows, if any."""
        if rows:
            self.connection.execute(table.insert(), list(rows))

    def among(self, table: Table, column: Column[Any], values: Iterable[Any], *also: Any
              ) -> Iterator[Any]:
        """Rows of table whose column is one of values, however many these are."""
        for some in chunks(list(dict.fromkeys(values))):
            yield from self.connection.execute(
                select(table).where(column.in_(some), *also))

    def counts(self, column: Column[Any], values: Iterable[Any], *where: Any) -> dict[Any, int]:
        """How many rows there are for each value of column, those without a row left out."""
        found: dict[Any, int] = {}
        for some in chunks(list(values)):
            for value, count in self.connection.execute(
                    select(column, func.count()).where(column.in_(some), *where)
                    .group_by(column)):
                found[value] = count
        return found


def chunks(values: Sequence[T], size: int = _MANY) -> Iterator[Sequence[T]]:
    """Values in pieces that fit one statement."""
    for begin in range(0, len(values), size):
        yield values[begin:begin + size]


# A statement is made once for each table and names of a key: making one takes longer than the
# database takes to execute it.

_Names = tuple[tuple[str, bool], ...]


def _names(key: Mapping[str, Any]) -> _Names:
    """The names of a key, with whether there is a value: NULL is equal to nothing."""
    return tuple((name, value is not None) for name, value in key.items())


def _bound(key: Mapping[str, Any]) -> dict[str, Any]:
    """A key's values by the names that they have in the statement, which no column has."""
    return {f"key_{name}": value for name, value in key.items() if value is not None}


@cache
def _select(table: Table, names: _Names) -> Select[Any]:
    return select(table).where(*_equal(table, names))


@cache
def _update(table: Table, names: _Names) -> Update:
    return update(table).where(*_equal(table, names))


@cache
def _delete(table: Table, names: _Names) -> Delete:
    return delete(table).where(*_equal(table, names))


def _equal(table: Table, names: _Names) -> list[Any]:
    return [table.c[name] == bindparam(f"key_{name}") if has_value else table.c[name].is_(None)
            for name, has_value in names]
