"""Which cell stands above which: the document's order, else the order learned from executions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


class Order:
    """The order of a notebook's cells, by cell key (DESIGN §3.3).

    Where both cells are in the document that a client told, it decides. Else the learned order
    does: a cell seen first stands right after the one executed before it, at the top where
    nothing was executed before it in its kernel epoch.
    """

    def __init__(self) -> None:
        self._document: dict[str, int] = {}
        self._learned: list[str] = []
        self._places: dict[str, int] = {}

    def fork(self) -> Order:
        """A copy that learns by itself."""
        other = Order()
        other._document = dict(self._document)
        other._learned, other._places = list(self._learned), dict(self._places)
        return other

    def set_document(self, cells: Sequence[str]) -> None:
        """The cells from top to bottom now; a key that stands twice counts where it is first."""
        self._document = {}
        for cell in cells:
            self._document.setdefault(cell, len(self._document))

    def learn(self, cell: str, previous: str | None, below: Iterable[str] = ()) -> None:
        """The cell was executed after previous (None: first of its epoch). It stands below
        these cells too."""
        if cell in self._places:
            return
        upper = [self._places[other] for other in (previous, *below) if other in self._places]
        at = max(upper, default=-1) + 1
        self._learned.insert(at, cell)
        for place in range(at, len(self._learned)):
            self._places[self._learned[place]] = place

    def above(self, upper: str, lower: str) -> bool:
        """True when upper stands above lower; False for the same cell and for unknown ones."""
        places = self._document
        if upper not in places or lower not in places:
            places = self._places
        if upper not in places or lower not in places:
            return False
        return places[upper] < places[lower]
