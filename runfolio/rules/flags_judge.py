"""When is what a step reads not what the document says? (DESIGN §3.14, contract/state.json)"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from .flags_objects import History, Input, Object, Path, Record

#: So many records, and makings since, are looked at in one step; beyond that nothing is said.
MAX_LOOKS = 800

Above = Callable[[str, str], bool]


class Judge:
    """Asks for one step of a cell."""

    def __init__(self, history: History, above: Above, cell: str) -> None:
        self._history = history
        self._above = above
        self._cell = cell
        self._fresh: set[int] = set()
        self._left = MAX_LOOKS

    def stale(self, name: str, thing: Object, path: Path) -> bool:
        """Was it made from what has been made anew or changed since by a cell above its maker?
        Or was a cell left out that makes the name between its maker and the reader?"""
        return self._old(thing.relevant(path)) or self._left_out(name, thing, path)

    def from_below(self, thing: Object) -> bool:
        """Was it made anew by a cell further down?"""
        makers = (thing.made.cell, *thing.equals)
        return thing.anew and all(self._above(self._cell, maker) for maker in makers)

    def _old(self, records: Iterable[Record]) -> bool:
        """Is one of the records, or one that it rests on, older than what it was made from?"""
        waiting = list(records)
        while waiting and self._left > 0:
            record = waiting.pop()
            # What the reading cell did itself is carried state, not a stale input.
            if id(record) in self._fresh or record.cell == self._cell:
                continue
            self._left -= 1
            self._fresh.add(id(record))
            for name, source in record.inputs.items():
                since = self._history.last.get(name, 0) > record.seq
                if since and source.records and self._made_since(name, source, record):
                    self._fresh.discard(id(record))
                    return True
                waiting += source.records[:1] if source.identity else source.records
        return False

    def _made_since(self, name: str, source: Input, record: Record) -> bool:
        maker = source.records[-1]
        unchanged = len(source.records) == 1 and source.records[0].digest
        for cell, digest in self._makings(name, record.seq, changes=not source.identity):
            self._left -= 1
            if self._left < 0 or (digest is not None and digest == unchanged):
                continue
            if self._above(cell, record.cell) and not self._above(cell, maker.cell):
                return True
        return False

    def _makings(self, name: str, after: int, *, changes: bool
                 ) -> Iterator[tuple[str, str | None]]:
        """Cells that made the name anew or changed its object after a step, the latest first."""
        for cell, (seq, digest) in reversed(self._history.made.get(name, {}).items()):
            if seq <= after:
                break
            yield cell, digest
        if changes:
            for cell, seq in reversed(self._history.changed.get(name, {}).items()):
                if seq <= after:
                    break
                yield cell, None

    def _left_out(self, name: str, thing: Object, path: Path) -> bool:
        last = max(thing.relevant(path), key=lambda record: record.seq)
        makers = (last.cell, *thing.equals) if last is thing.made else (last.cell,)
        return all(self._lacks(name, maker, last.seq) for maker in makers)

    def _lacks(self, name: str, maker: str, seq: int) -> bool:
        """Does a cell between the maker and the reader make the name, and did not since?"""
        if maker == self._cell or not self._above(maker, self._cell):
            return False
        makers = self._history.makes.get(name, {})
        self._left -= len(makers)
        return self._left >= 0 and any(
            ran < seq and cell not in (maker, self._cell)
            and self._above(maker, cell) and self._above(cell, self._cell)
            for cell, ran in makers.items())
