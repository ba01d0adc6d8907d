"""The server's own identity of a cell over saves, reloads, copies and clients (DESIGN §4).

A key is made of the notebook and the cell's id where a client gave one, else of the notebook and
the digest of the code. Ids do not always last: notebooks stored without ids get new ones at
every load, and API clients give none. So a cell id seen first takes over the cell that had the
same code and has no id, or whose id is no longer in the document: its key becomes an alias.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .. import ids

WITHOUT_ID = 0.9
"""Confidence that a cell with an id is the one that ran the same code without an id."""
VANISHED = 0.8
"""Confidence that it is the one that had the same code and is no longer in the document."""


@dataclass(frozen=True)
class Alias:
    """A key that turned out to be the same cell as another; kept under cell_aliases."""

    alias: str
    cell_key: str
    confidence: float


def id_key(notebook_id: str, cell_id: str) -> str:
    """The key of a cell with an id, 32 hex digits. Copies of a file have keys of their own."""
    return _key(notebook_id, "id", cell_id)


def digest_key(notebook_id: str, code_digest: str) -> str:
    """The key of a cell of which only the code is known."""
    return _key(notebook_id, "code", code_digest)


def _key(notebook_id: str, kind: str, value: str) -> str:
    return ids.digest("\0".join(("cell", notebook_id, kind, value)).encode())[:32]


class CellKeys:
    """The cells of one notebook. Pure: what is stored is given at the start and taken after."""

    def __init__(self, notebook_id: str, aliases: Mapping[str, str] | None = None) -> None:
        """aliases: alias → cell key, as kept. Call remember for the steps known, oldest first."""
        self._notebook_id = notebook_id
        self._aliases = dict(aliases or {})
        self._learned: list[Alias] = []
        self._code: dict[str, str] = {}
        self._cell_ids: dict[str, str | None] = {}
        self._by_code: dict[str, dict[str, None]] = {}
        self._document: frozenset[str] | None = None

    def remember(self, cell_key: str, cell_id: str | None, code_digest: str) -> None:
        """The cell ran this code, under this id if it had one."""
        self._by_code.get(self._code.get(cell_key, ""), {}).pop(cell_key, None)
        self._code[cell_key] = code_digest
        self._by_code.setdefault(code_digest, {})[cell_key] = None
        if cell_id is not None or cell_key not in self._cell_ids:
            self._cell_ids[cell_key] = cell_id

    def set_document(self, cell_ids: Iterable[str]) -> None:
        """The ids of the cells that are in the document now."""
        self._document = frozenset(cell_ids)

    def key_of(self, cell_id: str) -> str:
        """The key of a cell of the document, executed or not. Learns nothing."""
        key = id_key(self._notebook_id, cell_id)
        return self._aliases.get(key, key)

    def peek(self, cell_id: str | None, code_digest: str) -> str:
        """The key that resolve would probably give. Learns nothing."""
        return self._by_digest(code_digest) if cell_id is None else self.key_of(cell_id)

    def resolve(self, cell_id: str | None, code_digest: str) -> str:
        """The key of the cell that was executed; what it ran is remembered."""
        if cell_id is None:
            key = self._by_digest(code_digest)
        else:
            key = self._by_id(cell_id, code_digest)
        self.remember(key, cell_id, code_digest)
        return key

    def take_aliases(self) -> list[Alias]:
        """Aliases learned since the last call, to be stored."""
        learned, self._learned = self._learned, []
        return learned

    def _by_digest(self, code_digest: str) -> str:
        """The one cell whose latest code this is; several or none: a cell of its own."""
        own = digest_key(self._notebook_id, code_digest)
        cells = self._by_code.get(code_digest, {})
        return next(iter(cells)) if len(cells) == 1 else own

    def _by_id(self, cell_id: str, code_digest: str) -> str:
        key = id_key(self._notebook_id, cell_id)
        if key in self._aliases or key in self._code:
            return self._aliases.get(key, key)
        heirs = [cell for cell in self._by_code.get(code_digest, {}) if self._is_free(cell)]
        if len(heirs) != 1:
            return key
        confidence = VANISHED if self._cell_ids.get(heirs[0]) else WITHOUT_ID
        self._aliases[key] = heirs[0]
        self._learned.append(Alias(key, heirs[0], confidence))
        return heirs[0]

    def _is_free(self, cell_key: str) -> bool:
        """Has the cell no id, or one that is no longer in the document?"""
        cell_id = self._cell_ids.get(cell_key)
        if cell_id is None:
            return True
        return self._document is not None and cell_id not in self._document
