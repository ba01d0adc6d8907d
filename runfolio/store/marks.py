"""How far a spill file's records have landed: a row written in their own transaction, so that
none lands twice when the server dies before the file is deleted."""

from __future__ import annotations

from sqlalchemy import Connection

from .rows import Noun
from .spill import Spilled
from .tables import settings


def landed(connection: Connection, record: Spilled) -> None:
    """This record is in the store now, and so are all before it in its file."""
    Noun(connection).upsert(settings, {"name": _key(record.file.name)},
                            {"value": str(record.end)})


def read(connection: Connection, name: str) -> int:
    """The byte up to which the file's records are in the store; 0 if none is."""
    row = Noun(connection).one(settings, name=_key(name))
    return 0 if row is None else int(row.value)


def drop(connection: Connection, name: str) -> None:
    """The file is gone."""
    Noun(connection).drop(settings, name=_key(name))


def _key(name: str) -> str:
    return f"spill:{name}"
