"""A notebook's document made ready to be kept: without outputs, without secrets, under caps.

The one place where texts of cells that were not executed lose their secrets. Nothing here touches
the store or a thread; `read` reads one file.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from .. import ids
from ..facts import annotations as annotation_facts
from ..facts import secrets
from ..models.decoding import decode
from ..models.snapshot import CellType, LeftOut, SnapshotCell, SnapshotDocument
from .redact import Kept

CELL_CHARS = 1_000_000
"""A longer text of a cell is left out."""
DOCUMENT_CHARS = 5_000_000
"""Texts after the first so many characters of a document are left out."""
FILE_BYTES = 50_000_000
"""A larger file is not read: its outputs would have to be skipped over."""

TEXT = "text/plain"
DOCUMENT = "application/vnd.runfolio.document+json"


@dataclass(frozen=True)
class DocumentCell:
    """One cell as it was told or read. text None: it is not known."""

    cell_id: str
    cell_type: CellType
    text: str | None
    left_out: LeftOut | None = None
    digest: str = ""
    """Of the text, where somebody has computed it."""


@dataclass(frozen=True)
class Prepared:
    """A document as it is kept: its digest and what has to be stored for it."""

    digest: str
    parts: list[Kept] = field(default_factory=list)


@dataclass(frozen=True)
class Clean:
    """A text as it is kept: its digest without secrets, how many were removed, or why it is
    left out."""

    digest: str | None
    redactions: int = 0
    left_out: LeftOut | None = None


def clean(text: str, language: str | None) -> tuple[Clean, bytes]:
    """A text without secrets, as bytes; left out where it is code (of a language) and says off."""
    if language is not None and annotation_facts.parse(text, language=language).off:
        return Clean(None, left_out="off"), b""
    # Lone surrogates, which no store takes.
    kept, removed = secrets.redact(text.encode("utf-8", "replace").decode())
    data = kept.encode()
    return Clean(ids.digest(data), removed), data


def prepare(cells: Iterable[DocumentCell], language: str,
            known: Callable[[str], Clean | None] = lambda digest: None,
            learned: Callable[[str, Clean], None] = lambda digest, found: None) -> Prepared:
    """The document of these cells. known: what is stored already, by digest of the text as told;
    learned: told of what is new."""
    parts: list[Kept] = []
    done: list[SnapshotCell] = []
    room = DOCUMENT_CHARS
    for cell in cells:
        text = cell.text
        if text is not None and (len(text) > CELL_CHARS or len(text) > room):
            text, cell = None, DocumentCell(cell.cell_id, cell.cell_type, None, "too-large")
        if text is None:
            done.append(SnapshotCell(cell_id=cell.cell_id, cell_type=cell.cell_type,
                                     left_out=cell.left_out or "too-large"))
            continue
        room -= len(text)
        digest = cell.digest or ids.digest(text.encode("utf-8", "replace"))
        found = known(f"{cell.cell_type} {digest}")
        if found is None:
            found, data = clean(text, language if cell.cell_type == "code" else None)
            learned(f"{cell.cell_type} {digest}", found)
            if found.digest is not None:
                parts.append(Kept(found.digest, TEXT, data))
        done.append(SnapshotCell(
            cell_id=cell.cell_id, cell_type=cell.cell_type, source_digest=found.digest,
            redactions=found.redactions, left_out=found.left_out))
    body = msgspec.json.encode(SnapshotDocument(cells=done))
    digest = ids.digest(body)
    return Prepared(digest, [*parts, Kept(digest, DOCUMENT, body)])


class _Cell(msgspec.Struct):
    """What is read of a cell in a file; outputs are skipped without being made."""

    cell_type: CellType = "raw"
    id: str | None = None
    source: str | list[str] = ""
    metadata: dict[str, Any] = {}


class _File(msgspec.Struct):
    nbformat: int
    cells: list[_Cell]


#: What tells one state of a file from another.
Stamp = tuple[int, int, int, int]


def stamp(path: Path) -> Stamp | None:
    """The file's state; None where there is no regular file of a size that is read."""
    try:
        found = path.stat()
    except (OSError, ValueError):
        return None
    if not stat.S_ISREG(found.st_mode) or found.st_size > FILE_BYTES:
        return None
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns


def read(path: Path) -> list[DocumentCell] | None:
    """The cells of a saved notebook (nbformat 4); None where it is none that can be read."""
    try:
        # O_NONBLOCK: a pipe that has come into its place is not waited for.
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(handle, "rb") as file:
            found = decode(file.read(FILE_BYTES + 1), _File)
    except (OSError, ValueError, msgspec.MsgspecError):
        return None
    if found.nbformat != 4:
        return None
    return [DocumentCell(cell.id or f"cell-{number}", cell.cell_type,
                         None if _is_off(cell) else _text(cell),
                         "off" if _is_off(cell) else None)
            for number, cell in enumerate(found.cells, 1)]


def _text(cell: _Cell) -> str:
    return cell.source if isinstance(cell.source, str) else "".join(cell.source)


def _is_off(cell: _Cell) -> bool:
    """Do the cell's tags or metadata say off? Comments are read with its text."""
    tags = cell.metadata.get("tags")
    told = [tag for tag in tags if isinstance(tag, str)] if isinstance(tags, list) else []
    own = cell.metadata.get("runfolio")
    return annotation_facts.parse(
        "", tags=told, metadata=own if isinstance(own, dict) else None).off
