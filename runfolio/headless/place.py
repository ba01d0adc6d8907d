"""Which notebook a file is to the store when no server says so (docs/adr/0013)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ..capture.notebooks import KernelNotebook


class OnePlace:
    """capture.notebooks.Places of a program in which every kernel is one notebook's."""

    def __init__(self, place: KernelNotebook) -> None:
        self._place = place

    def of(self, kernel_id: str) -> KernelNotebook:
        """The notebook."""
        return self._place

    def look_soon(self) -> None:
        """It is known."""


def root_of(notebook: Path, roots: Sequence[Path], here: Path) -> Path:
    """The folder that the notebook's path is told from, so that it is the same notebook as in
    the browser: the deepest root folder of a running server that holds it, else the current
    folder where that does, else the top of the file system. All paths are absolute."""
    holding = [root for root in roots if notebook.is_relative_to(root)]
    if holding:
        return max(holding, key=lambda root: len(root.parts))
    return here if notebook.is_relative_to(here) else Path(notebook.anchor)


def path_in(root: Path, notebook: Path) -> str:
    """The notebook's path as the store has it: below root, or absolute where root is the top."""
    if root == Path(notebook.anchor):
        return notebook.as_posix()
    return notebook.relative_to(root).as_posix()
