"""Which notebook a kernel epoch is of: asked of the store once its path is known."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path

from ..models.base import now
from ..models.notebook import Notebook
from ..rules.cellkeys import CellKeys
from . import writing
from .doors import Doors
from .epoch import Waiting
from .follow import Follower
from .followed import Followed
from .items import EpochBegan
from .notebooks import KernelNotebook, Places, clean_path

PLACE_SECONDS = 60.0
"""A kernel without a notebook for so long is a pseudo-notebook (decisions.md)."""

Found = tuple[Notebook, bool, CellKeys]


class Placing:
    """Gives followers their notebooks. On the capture thread."""

    def __init__(self, doors: Doors, notebooks: Places, root: Path | None,
                 post: Callable[[Callable[[], None]], None],
                 reread: Callable[[EpochBegan], None]) -> None:
        """root: what notebook paths are relative to. post: runs something on the capture thread.
        reread: the notebook of the epoch is known, its environment may be read."""
        self._doors = doors
        self._notebooks = notebooks
        self._root = root
        self._post = post
        self._reread = reread

    def ask(self, one: Followed) -> None:
        """Ask the store for the follower's notebook, once its path is known."""
        follower = one.follower
        if not follower.log.waiting or one.asked:
            return
        place = self._place_of(follower)
        pseudo = time.monotonic() - one.since > PLACE_SECONDS or place.kind == "console"
        if place.kind != "notebook" and not pseudo:
            self._notebooks.look_soon()
            return
        one.asked = True
        follower.place = place
        future = self._doors.store.write(writing.notebook_at(
            _path_of(follower), now(), place.experiment, file_at(self._root, place.path),
            seen_in(follower.log.waiting[0])))
        future.add_done_callback(lambda done: self._post(lambda: self._placed(one, done)))

    def at_last(self, one: Followed) -> None:
        """The kernel is gone before its notebook was known: the last chance."""
        one.follower.place = self._notebooks.of(one.follower.began.kernel_id)
        work = writing.notebook_at(_path_of(one.follower), now(), one.follower.place.experiment)
        self._know(one, self._doors.store.write(work).result(timeout=5.0))

    def folder_of(self, began: EpochBegan, follower: Follower | None) -> Path | None:
        """Where the notebook lies, else where the kernel was started."""
        if follower is not None and follower.place.path and self._root is not None:
            return (self._root / follower.place.path).parent
        return Path(began.cwd) if began.cwd else None

    def _place_of(self, follower: Follower) -> KernelNotebook:
        """By the server's session; before that is saved, by the recorder's word."""
        place = self._notebooks.of(follower.began.kernel_id)
        claim = follower.log.waiting[0].claim
        if place.kind == "none" and claim is not None and claim.path:
            return KernelNotebook(clean_path(claim.path), "notebook")
        return place

    def _placed(self, one: Followed, done: Future[Found]) -> None:
        if done.exception() is not None:
            one.asked = False
            return
        if one.follower.notebook is None:
            self._know(one, done.result())

    def _know(self, one: Followed, found: Found) -> None:
        notebook, recording, keys = found
        follower = one.follower
        follower.log.own_modules = own_modules(self.folder_of(follower.began, follower))
        follower.know_notebook(notebook, recording, keys, time.monotonic())
        self._reread(follower.began)


def _path_of(follower: Follower) -> str:
    if follower.place.kind == "notebook" and follower.place.path:
        return follower.place.path
    return f"kernel:{follower.began.kernel_id}"


def file_at(root: Path | None, path: str | None) -> str | None:
    """Device and inode of a notebook's file; None where there is none that can be seen."""
    if root is None or not path:
        return None
    try:
        found = (root / path).stat()
    except (OSError, ValueError):
        return None
    return f"{found.st_dev}:{found.st_ino}"


def seen_in(item: Waiting) -> set[str]:
    """Ids and digests of code by which a notebook's cells can be known again."""
    cells = item.claim.cells if item.claim and item.claim.cells else ()
    return {item.step.code_digest, *(cell.cell_id for cell in cells),
            *(cell.source_digest for cell in cells if cell.source_digest)}


def own_modules(folder: Path | None) -> frozenset[str]:
    """Names of the modules and packages that lie beside a notebook."""
    try:
        entries = list(folder.iterdir()) if folder is not None else []
    except OSError:
        return frozenset()
    return frozenset(entry.stem for entry in entries
                     if entry.suffix == ".py" or (entry / "__init__.py").exists())
