"""Where the cells of a notebook stand, as far as that helps to tell which cell is which.

Unlike rules/order.py this is a guess over everything that was seen, also of cells that are in the
document no longer; nothing but cell keys is decided by it.
"""

from __future__ import annotations

from collections.abc import Sequence


class Places:
    """Cell keys from top to bottom. Cells outside the document keep their place among others."""

    def __init__(self) -> None:
        self._order: list[str] = []
        self._at: dict[str | None, int] | None = {}

    @property
    def order(self) -> Sequence[str]:
        """All cells known, top to bottom."""
        return self._order

    def learn(self, cell: str, previous: str | None) -> None:
        """A cell was executed after another: if new, it stands right below it; at the bottom
        where nothing was executed before it, since most notebooks are first run downwards."""
        at = self._places
        if cell in at:
            return
        self._order.insert(at[previous] + 1 if previous in at else len(self._order), cell)
        self._at = None

    def set_document(self, document: Sequence[str]) -> None:
        """The document's cells in their order; the others stand below what they stood below."""
        inside = set(document)
        followers: dict[str | None, list[str]] = {}
        above: str | None = None
        for cell in self._order:
            if cell in inside:
                above = cell
            else:
                followers.setdefault(above, []).append(cell)
        order = list(followers.get(None, ()))
        for cell in dict.fromkeys(document):
            order.append(cell)
            order += followers.get(cell, ())
        self._order, self._at = order, None

    def distance(self, upper: str | None, lower: str) -> int | None:
        """How many cells below the one the other stands; None where one of them is unknown."""
        at = self._places
        if upper is None or upper not in at or lower not in at:
            return None
        return at[lower] - at[upper]

    def place(self, cell: str) -> int:
        """Its place from the top; unknown cells are at the bottom."""
        return self._places.get(cell, len(self._order))

    def within(self, upper: str | None, lower: str | None) -> Sequence[str]:
        """The cells strictly between two; None is the notebook's top or bottom."""
        at = self._places
        start = at[upper] + 1 if upper in at else 0
        end = at[lower] if lower in at else len(self._order)
        return self._order[start:end]

    def below(self, cell: str | None, count: int) -> Sequence[str]:
        """The next cells below one (None: from the top)."""
        start = self._places[cell] + 1 if cell in self._places else 0
        return self._order[start : start + count]

    @property
    def _places(self) -> dict[str | None, int]:
        if self._at is None:
            self._at = {cell: place for place, cell in enumerate(self._order)}
        return self._at
