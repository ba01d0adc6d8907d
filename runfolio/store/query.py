"""Pages by keyset: an opaque cursor is where the page before ended."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from sqlalchemy import Column, Select, and_, or_

from ..errors import BadRequest


def cursor_of(at: int, key: str) -> str:
    """The cursor behind the row with this time (µs) and id."""
    return base64.urlsafe_b64encode(f"{at}:{key}".encode()).decode().rstrip("=")


def read_cursor(cursor: str) -> tuple[int, str]:
    """What cursor_of made. Raises BadRequest for anything else."""
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        said = base64.urlsafe_b64decode(padded.encode("ascii")).decode("ascii")
        at, mark, key = said.partition(":")
        found = int(at)
    except (ValueError, binascii.Error) as error:
        raise BadRequest("The cursor is not one that this server gave.") from error
    if not mark or not -(2**63) <= found < 2**63:
        raise BadRequest("The cursor is not one that this server gave.")
    return found, key


def page(statement: Select[Any], at: Column[Any], key: Column[Any], *, limit: int,
         cursor: str | None, ascending: bool = False) -> Select[Any]:
    """The statement for one page in order of (at, key), and one row more, which tells whether
    there is a next page."""
    if cursor is not None:
        when, name = read_cursor(cursor)
        beyond = (at > when, key > name) if ascending else (at < when, key < name)
        statement = statement.where(or_(beyond[0], and_(at == when, beyond[1])))
    order = (at.asc(), key.asc()) if ascending else (at.desc(), key.desc())
    return statement.order_by(*order).limit(limit + 1)


def cut(rows: list[Any], limit: int, at: str, key: str) -> tuple[list[Any], str | None]:
    """The rows of a page and the cursor of the next, None at the end."""
    if len(rows) <= limit:
        return rows, None
    rows = rows[:limit]
    last = rows[-1]._mapping
    return rows, cursor_of(last[at], last[key])
