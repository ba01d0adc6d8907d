"""Bringing a store to the tables of this version, once, also when two servers start at once."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

#: The version that tables.py is. alembic (85 ms of import) comes in only when a store differs.
HEAD = "0004"
#: All versions that this code can bring to HEAD.
KNOWN = frozenset({"0001", "0002", "0003", "0004"})
VERSION_TABLE = "runfolio_version"

_MIGRATIONS = Path(__file__).parent / "migrations"


class NewerStore(Exception):
    """The store has a version that this code does not know."""


def version(connection: Connection) -> str | None:
    """The version of the store, None for a new one."""
    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    found = connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar()  # noqa: S608
    return None if found is None else str(found)


def check(connection: Connection) -> bool:
    """Is the store at HEAD. Raises NewerStore."""
    found = version(connection)
    if found is not None and found not in KNOWN:
        raise NewerStore(found)
    return found == HEAD


def bring_to_head(reader: Engine, writer: Engine) -> None:
    """Migrate if needed, within one transaction that holds the write lock, so that a second
    server waits and then finds it done; what fails leaves the store as it was."""
    with reader.begin() as connection:
        if check(connection):
            return
    with writer.begin() as connection:
        if not check(connection):
            _upgrade(connection)


def _upgrade(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config(attributes={"connection": connection, "version_table": VERSION_TABLE})
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    command.upgrade(config, "head")
