"""A notebook file as a document that is executed: read, told to capture as an intent, written."""

from __future__ import annotations

import contextlib
import os
import re
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import nbformat

from .. import ids
from ..errors import BadRequest, NotFound
from ..models.intent import Intent, IntentCell, IntentItem

SKIPPED = "skip-execution"
"""A cell with this tag is not executed (the convention of nbclient)."""
_HEADING = re.compile(r" {0,3}#{1,6}[ \t]+(.+?)[ \t]*#*[ \t]*")
_FENCE = re.compile(r" {0,3}(?:```|~~~)")
_LONGEST = 1024


def read(path: Path) -> Any:
    """The notebook in the file. Raises NotFound, BadRequest."""
    try:
        return nbformat.read(path, as_version=4)
    except FileNotFoundError:
        raise NotFound(f"There is no file {str(path)!r}.") from None
    except OSError as error:
        raise BadRequest(f"{str(path)!r} cannot be read: {error.strerror}.") from None
    except Exception as error:  # a dozen kinds: no JSON, no notebook, an unknown version
        raise BadRequest(f"{str(path)!r} is no notebook.", str(error).split("\n")[0]) from None


def write(notebook: Any, path: Path) -> None:
    """Write the notebook as a whole or not at all. Raises OSError."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            nbformat.write(notebook, file)
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask()
        Path(name).chmod(mode)
        Path(name).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise


def _umask() -> int:
    """The process's mask, which can only be read by setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def runs(cell: Any) -> bool:
    """Is the cell executed?"""
    return (cell.cell_type == "code" and bool(cell.source.strip())
            and SKIPPED not in cell.metadata.get("tags", ()))


def intent_of(notebook: Any, kernel_id: str, path: str) -> Intent:
    """What is asked of the kernel: all of the document, as the browser would tell it."""
    cells = list(_cells(notebook))
    pairs = list(zip(notebook.cells, cells, strict=True))
    items = [IntentItem(cell_id=told.cell_id, source_digest=told.source_digest or "",
                        tags=[str(tag) for tag in cell.metadata.get("tags", ())],
                        runfolio=_own(cell))
             for cell, told in pairs if runs(cell)]
    return Intent(intent_id=uuid.uuid4().hex, kind="run-all", kernel_id=kernel_id, path=path,
                  items=items, document=ids.digest(msgspec.json.encode(cells)), cells=cells)


def _own(cell: Any) -> dict[str, Any] | None:
    own = cell.metadata.get("runfolio")
    return dict(own) if isinstance(own, dict) else None


def _cells(notebook: Any) -> Iterator[IntentCell]:
    """The cells from top to bottom, each with the nearest heading at or above it."""
    heading: str | None = None
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            heading = last_heading(cell.source) or heading
        code = cell.source.encode("utf-8", "replace") if cell.cell_type == "code" else None
        yield IntentCell(cell_id=cell.get("id") or uuid.uuid4().hex, cell_type=cell.cell_type,
                         heading=heading, source_digest=None if code is None else ids.digest(code))


def last_heading(markdown: str) -> str | None:
    """The last ATX heading outside of fences: the one over what follows (src/recorder/intent.ts
    reads the same)."""
    found, fenced = None, False
    for line in markdown.split("\n"):
        if _FENCE.match(line):
            fenced = not fenced
        elif not fenced and (heading := _HEADING.fullmatch(line)):
            found = heading[1]
    return found[:_LONGEST] if found else None
