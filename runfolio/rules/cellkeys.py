"""The server's own identity of a cell over saves, reloads, copies and clients (DESIGN §4).

A key is made of the notebook and the cell's id where a client gave one, else of the notebook and
the digest of the code. Ids do not always last: notebooks stored without ids get new ones at every
load, and API clients give none. So a cell is looked for, in this order:

1. by its id, where that is known;
2. by its code, among cells that have no id or whose id is no longer in the document (with no id
   given: among all cells);
3. by likeness of code and by neighbours, among the same cells.

What is found so becomes an alias with its confidence. Pure, deterministic, bounded in time.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from .. import ids
from . import cellkeys_align as align
from .cellkeys_align import Found
from .cellkeys_likeness import Alike
from .cellkeys_places import Places

CERTAIN = 1.0
WITHOUT_ID = 0.95
"""Confidence where the code is the same and one of the two has no id."""
VANISHED = 0.9
"""Confidence that it is the cell that had the same code and is no longer in the document."""
EARLIER_CODE = 0.8
"""Confidence where it is the code that the cell had before its latest."""
ONE_OF_SEVERAL = 0.7
"""Confidence where several cells have the code, and neighbours decided."""

AT_ONCE = 0.3
"""Seconds. A client that asks sooner after the last end has edited nothing in between: it goes
through the cells of a document, each another one."""


@dataclass(frozen=True)
class Alias:
    """A key that turned out to be the same cell as another; kept under cell_aliases."""

    alias: str
    cell_key: str
    confidence: float


def id_key(notebook_id: str, cell_id: str) -> str:
    """The key of a cell with an id, 32 hex digits. Copies of a file have keys of their own."""
    return _key(notebook_id, "id", cell_id)


def digest_key(notebook_id: str, code_digest: str, nth: int = 0) -> str:
    """The key of a cell of which only the code is known; nth: of cells with the same code."""
    return _key(notebook_id, "code", f"{code_digest} {nth}" if nth else code_digest)


def _key(notebook_id: str, kind: str, value: str) -> str:
    return ids.digest("\0".join(("cell", notebook_id, kind, value)).encode())[:32]


class CellKeys:
    """The cells of one notebook. Pure: what is stored is given at the start and taken after."""

    def __init__(self, notebook_id: str, aliases: Mapping[str, str] | None = None) -> None:
        """aliases: alias → cell key, as kept. Call remember for the steps known, oldest first."""
        self._notebook_id = notebook_id
        self._aliases = dict(aliases or {})
        self._confidence: dict[str, float] = {}
        self._learned: list[Alias] = []
        self._code: dict[str, str] = {}
        self._cell_ids: dict[str, str | None] = {}
        self._by_code: dict[str, dict[str, None]] = {}
        self._had_code: dict[str, dict[str, None]] = {}
        self._alike = Alike()
        self._places = Places()
        self._document: dict[str, str | None] | None = None
        self._document_keys: list[str] = []
        self._replaced: set[str] = set()
        """Cells of a document all of whose ids were replaced at once."""
        self._previous: str | None = None
        self._pass: set[str] = set()
        """Cells executed one right after the other, up to the last one."""
        self._earlier: frozenset[str] = frozenset()

    def begin_epoch(self) -> None:
        """A kernel started: nothing was executed in it before."""
        self._previous = None
        self._pass.clear()
        self._earlier = frozenset(self._code)

    def ran_earlier(self, cell_key: str) -> bool:
        """Did the cell run in an earlier life of the kernel, as far as that is remembered?"""
        return cell_key in self._earlier

    def remember(self, cell_key: str, cell_id: str | None, code_digest: str, code: str = ""
                 ) -> None:
        """The cell ran this code, under this id if it had one."""
        self._by_code.get(self._code.get(cell_key, ""), {}).pop(cell_key, None)
        if self._code.get(cell_key) != code_digest:
            self._alike.put(cell_key, code)
        self._code[cell_key] = code_digest
        self._by_code.setdefault(code_digest, {})[cell_key] = None
        self._had_code.setdefault(code_digest, {})[cell_key] = None
        if cell_id is not None or cell_key not in self._cell_ids:
            self._cell_ids[cell_key] = cell_id
        self._places.learn(cell_key, self._previous)
        self._replaced.discard(cell_key)
        self._previous = cell_key

    def set_document(self, cell_ids: Iterable[str], digests: Mapping[str, str] | None = None
                     ) -> None:
        """The cells that are in the document now, top to bottom, with the digests of their code
        as far as they are known (of code cells)."""
        told = digests or {}
        document = {cell_id: told.get(cell_id) for cell_id in cell_ids}
        if document == self._document and list(document) == list(self._document):
            return
        if self._is_replaced(document):
            self._align(document)
        self._document = document
        self._know_document()

    def key_of(self, cell_id: str) -> str:
        """The key of a cell of the document, executed or not. Learns nothing."""
        key = id_key(self._notebook_id, cell_id)
        return self._aliases.get(key, key)

    def peek(self, cell_id: str | None, code_digest: str, code: str = "", *,
             at_once: bool = False) -> str:
        """The key that resolve would probably give. Learns nothing."""
        return self._find(cell_id, code_digest, code, at_once).key

    def resolve(self, cell_id: str | None, code_digest: str, code: str = "", *,
                at_once: bool = False) -> Found:
        """The cell that was executed; what it ran is remembered. at_once: it was asked for less
        than AT_ONCE after the one before it had ended, so that nobody edited in between."""
        found = self._find(cell_id, code_digest, code, at_once)
        alias = (digest_key(self._notebook_id, code_digest) if cell_id is None
                 else id_key(self._notebook_id, cell_id))
        if found.key != alias and self._aliases.get(alias) != found.key:
            self._learn(alias, found)
            if cell_id is not None:
                self._know_document()
        if not at_once:
            self._pass.clear()
        self._pass.add(found.key)
        self.remember(found.key, cell_id, code_digest, code)
        return found

    def take_aliases(self) -> list[Alias]:
        """Aliases learned since the last call, to be stored."""
        learned, self._learned = self._learned, []
        return learned

    def _know_document(self) -> None:
        self._document_keys = [self.key_of(cell_id) for cell_id in self._document or ()]
        self._places.set_document(self._document_keys)

    def _learn(self, alias: str, found: Found) -> None:
        self._aliases[alias] = found.key
        self._confidence[alias] = found.confidence
        self._learned.append(Alias(alias, found.key, found.confidence))

    # All ids replaced

    def _is_replaced(self, document: Mapping[str, str | None]) -> bool:
        """Were all ids replaced at once: does none of the cells known stand in the document?"""
        known = [cell_id for cell_id in self._cell_ids.values() if cell_id is not None]
        return bool(known) and bool(document) and not any(
            cell_id in document for cell_id in [*known, *(self._document or ())])

    def _align(self, document: Mapping[str, str | None]) -> None:
        """Find the cells again by the codes of the whole document; the rest when they run."""
        if self._document is not None:
            before = [(self.key_of(cell_id), digest)
                      for cell_id, digest in self._document.items()]
        else:
            before = [(cell, self._code.get(cell)) for cell in self._places.order]
        self._replaced.update(cell for cell, cell_id in self._cell_ids.items() if cell_id)
        for cell, cell_id in align.same_code(before, list(document.items())):
            alias = id_key(self._notebook_id, cell_id)
            if cell in self._code and alias not in self._aliases:
                self._learn(alias, Found(cell, VANISHED))
                self._cell_ids[cell] = cell_id
                self._replaced.discard(cell)

    # Finding

    def _find(self, cell_id: str | None, code_digest: str, code: str, at_once: bool) -> Found:
        if cell_id is None:
            return self._by_code_alone(code_digest, code, at_once)
        key = id_key(self._notebook_id, cell_id)
        if key in self._aliases:
            return Found(self._aliases[key], self._confidence.get(key, VANISHED))
        if key in self._code:
            return Found(key, CERTAIN)
        return self._heir(key, code_digest, code) or Found(key, CERTAIN)

    def _heir(self, key: str, code_digest: str, code: str) -> Found | None:
        """The cell that a new id stands for; None: a new cell."""
        free = {cell for cell in self._code if self._is_free(cell)}
        if not free:
            return None
        between = self._places.within(*self._neighbours(key, free))
        for having, confidence in ((self._by_code, VANISHED), (self._had_code, EARLIER_CODE)):
            same = [cell for cell in having.get(code_digest, ()) if cell in free]
            if having is self._had_code and len(same) > 1:
                same = [cell for cell in same if cell in between]
            if same:
                return self._one_of(same, between, confidence)
        alike = self._alike.likenesses(code, free, also=between)
        return align.best_heir(alike, between=[cell for cell in between if cell in free],
                               loose={cell for cell in alike if self._is_loose(cell)})

    def _one_of(self, same: Sequence[str], between: Sequence[str], confidence: float) -> Found:
        if len(same) == 1:
            has_id = self._cell_ids.get(same[0]) is not None
            return Found(same[0], confidence if has_id else max(confidence, WITHOUT_ID))
        here = [cell for cell in between if cell in same]
        return Found((here or sorted(same))[0], ONE_OF_SEVERAL)

    def _neighbours(self, key: str, free: Collection[str]) -> tuple[str | None, str | None]:
        """The nearest cells above and below in the document that are known and stay."""
        document = self._document_keys
        if key not in document:
            return self._previous, None
        at = document.index(key)

        def first_that_stays(cells: Iterable[str]) -> str | None:
            return next((cell for cell in cells if cell in self._code and cell not in free), None)

        return (first_that_stays(document[i] for i in range(at - 1, -1, -1)),
                first_that_stays(document[i] for i in range(at + 1, len(document))))

    def _is_free(self, cell_key: str) -> bool:
        """Has the cell no id, or one that is no longer in the document?"""
        cell_id = self._cell_ids.get(cell_key)
        if cell_id is None:
            return True
        return self._document is not None and cell_id not in self._document

    def _is_loose(self, cell_key: str) -> bool:
        """Had the cell no id that could have lasted?"""
        return cell_key in self._replaced or self._cell_ids.get(cell_key) is None

    def _by_code_alone(self, code_digest: str, code: str, at_once: bool) -> Found:
        """No id was given: the cell with this code, or one like it, or a new one."""
        taken = self._pass if at_once else set()
        for having, sure in ((self._with_code(code_digest), WITHOUT_ID),
                             (self._had_code.get(code_digest, {}), EARLIER_CODE)):
            fresh = [cell for cell in having if cell not in taken]
            if fresh:
                nearest = align.nearest(fresh, self._places, self._previous)
                return Found(nearest, sure if len(fresh) == 1 else ONE_OF_SEVERAL)
        again = self._by_code.get(code_digest)
        if again:
            return Found(align.nearest(list(again), self._places, self._previous), ONE_OF_SEVERAL)
        near = align.nearness(self._places, self._previous, at_once)
        free = self._code.keys() - taken
        alike = self._alike.likenesses(code, free, also=near, before=self._previous)
        found = align.best_alike(alike, near)
        return found or Found(self._new_key(code_digest), WITHOUT_ID)

    def _with_code(self, code_digest: str) -> dict[str, None]:
        """Cells whose latest code this is, or that have it in the document."""
        document = (self.key_of(cell_id) for cell_id, digest in (self._document or {}).items()
                    if digest == code_digest)
        return {**self._by_code.get(code_digest, {}), **dict.fromkeys(document)}

    def _new_key(self, code_digest: str) -> str:
        """A key that no known cell has: another cell may have begun with the same code."""
        nth = 0
        while (key := digest_key(self._notebook_id, code_digest, nth)) in self._code:
            nth += 1
        return key
