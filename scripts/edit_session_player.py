"""Somebody who works on a notebook, as a server sees it (edit_sessions.py): ids behave as
JupyterLab's do. A cell keeps its id when it is edited, moved, cut and pasted, deleted and undone;
the last part of a split cell and the active one of merged cells keep theirs; a copied cell gets a
new one; a notebook that is stored without ids gets new ones for all cells at every load.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field
from typing import Any

from edit_session_notebooks import Source

_NUMBER = re.compile(r"(?<![\w.'])\d+(?:\.\d+)?(?![\w.'])")


@dataclass
class Cell:
    """A cell of the document; truth is its name for good."""

    truth: str
    id: str
    source: str
    done: str = "nothing"


@dataclass
class Session:
    """A notebook that is worked on; see the module."""

    source: Source
    pasted: tuple[str, ...]
    random: random.Random
    cells: list[Cell] = field(default_factory=list)
    events: list[dict[str, Any]] = field(default_factory=list)
    notebook: str = "notebook"
    with_ids: bool = True
    made: int = 0
    told: list[tuple[str, str]] | None = None

    def __post_init__(self) -> None:
        self.cells = [self.make(code) for code in self.source.cells]

    def make(self, code: str, done: str = "new") -> Cell:
        self.made += 1
        return Cell(f"c{self.made}", f"{self.random.getrandbits(64):016x}", code, done)

    # Running

    def run(self, *cells: Cell) -> None:
        """Somebody runs these cells, looking at each."""
        self._execute(cells, at_once=False)

    def run_all(self, start: int = 0) -> None:
        """Run All, or a client that goes through the file."""
        self._execute(self.cells[start:], at_once=True)

    def _execute(self, cells: Any, *, at_once: bool) -> None:
        if self.with_ids:
            self._tell_document()
        for nth, cell in enumerate(cells):
            self.events.append({
                "kind": "execute", "notebook": self.notebook, "cell": cell.truth,
                "cell_id": cell.id if self.with_ids else None, "code": cell.source,
                "at_once": at_once and nth > 0, "done": cell.done})
            cell.done = "nothing"

    def _tell_document(self) -> None:
        document = [(cell.id, cell.source) for cell in self.cells]
        if document != self.told:
            self.told = document
            self.events.append({"kind": "document", "notebook": self.notebook,
                                "cells": [{"cell_id": i, "source": s} for i, s in document]})

    def kernel(self) -> None:
        """The kernel starts again."""
        self.events.append({"kind": "kernel", "notebook": self.notebook})

    def client(self, *, with_ids: bool) -> None:
        """Another client goes on: one that tells ids, or one that tells code only."""
        self.with_ids = with_ids
        for cell in self.cells:
            if cell.done == "nothing":
                cell.done = "other client"

    def reload(self) -> None:
        """The notebook is closed and opened again; it is stored without ids."""
        for cell in self.cells:
            cell.id = f"{self.random.getrandbits(64):016x}"
            cell.done = "reload" if cell.done == "nothing" else f"{cell.done}, reload"

    # Working

    def edit_value(self, cell: Cell) -> None:
        """Another number, as when tuning."""
        numbers = list(_NUMBER.finditer(cell.source))
        if not numbers:
            cell.source += f"\nprint({self.random.randint(1, 99)})"
            cell.done = "line added"
            return
        found = self.random.choice(numbers)
        value = float(found[0]) * self.random.choice([0.5, 2, 3, 10])
        text = str(int(value)) if "." not in found[0] and value >= 1 else f"{value:.4g}"
        cell.source = cell.source[: found.start()] + text + cell.source[found.end() :]
        cell.done = "value edited"

    def add_line(self, cell: Cell) -> None:
        cell.source += "\nprint('seconds:', time.time() - started)"
        cell.done = "line added"

    def rewrite(self, at: int) -> Cell:
        cell = next(one for one in self.cells if one.truth == f"c{at + 1}")
        cell.source, cell.done = self.source.rewrites[at], "half rewritten"
        return cell

    def insert(self, at: int, done: str = "new") -> Cell:
        code = self.pasted[self.random.randrange(len(self.pasted))]
        while any(code == cell.source for cell in self.cells):
            code += f"\nprint({self.random.randint(1, 99)})"
        cell = self.make(code, done)
        self.cells.insert(at, cell)
        return cell

    def duplicate(self, cell: Cell) -> Cell:
        copy = self.make(cell.source, "duplicated")
        self.cells.insert(self.cells.index(cell) + 1, copy)
        return copy

    def split(self, cell: Cell) -> Cell:
        """At a line before its middle: the larger, last part goes on as the cell."""
        lines = cell.source.split("\n")
        at = max(1, len(lines) // 3)
        first = self.make("\n".join(lines[:at]), "split off")
        cell.source, cell.done = "\n".join(lines[at:]), "split"
        self.cells.insert(self.cells.index(cell), first)
        return first

    def merge(self, cell: Cell) -> None:
        """With the cell below."""
        below = self.cells.pop(self.cells.index(cell) + 1)
        cell.source, cell.done = f"{cell.source}\n\n{below.source}", "merged"

    def move(self, cell: Cell, by: int) -> None:
        at = self.cells.index(cell)
        self.cells.remove(cell)
        self.cells.insert(max(0, min(len(self.cells), at + by)), cell)
        cell.done = "moved"

    def rename(self) -> None:
        old, new = self.source.rename
        for cell in self.cells:
            renamed = re.sub(rf"\b{old}\b", new, cell.source)
            if renamed != cell.source:
                cell.source, cell.done = renamed, "names changed"

    def any(self) -> Cell:
        return self.random.choice(self.cells)

    def similar(self) -> list[Cell]:
        return [next(one for one in self.cells if one.truth == f"c{at + 1}")
                for at in self.source.similar]
