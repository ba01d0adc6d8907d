"""Intents: what the user meant, told by the browser (DESIGN §4)."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec

from .base import Shape
from .snapshot import LeftOut

IntentKind = Literal["run", "run-all", "new-run", "document"]
"""document: nothing was asked; the recorder is there and tells the order of the cells."""
MOST = msgspec.Meta(max_length=5000)
ShortText = Annotated[str, msgspec.Meta(max_length=1024)]
SourceText = Annotated[str, msgspec.Meta(max_length=1_000_000)]
"""Text of one cell."""


class IntentItem(Shape, kw_only=True, omit_defaults=True):
    """One cell that was sent for execution."""

    msg_id: ShortText | None = None
    cell_id: ShortText
    source_digest: ShortText
    """sha256 (hex) of the UTF-8 code as sent; lives in memory only."""
    tags: list[ShortText] = msgspec.field(default_factory=list)
    runfolio: dict[str, Any] | None = None


class IntentCell(Shape, kw_only=True, omit_defaults=True):
    """One cell of the document, top to bottom."""

    cell_id: ShortText
    cell_type: Literal["code", "markdown", "raw"]
    heading: ShortText | None = None
    """Nearest heading at or above the cell."""
    source_digest: ShortText | None = None
    """sha256 (hex) of the UTF-8 of its text; None where it is too long to be hashed in passing."""
    left_out: LeftOut | None = None
    """Why its text is not told."""


class Intent(Shape, kw_only=True, omit_defaults=True):
    """What was asked of one kernel in one tick of the browser."""

    intent_id: ShortText
    kind: IntentKind
    kernel_id: ShortText
    path: ShortText
    user: ShortText | None = None
    items: Annotated[list[IntentItem], MOST] = msgspec.field(default_factory=list)
    document: ShortText | None = None
    """Digest of the cells list; the list itself comes when it changed."""
    cells: Annotated[list[IntentCell], MOST] | None = None
    sources: Annotated[dict[ShortText, SourceText], MOST] | None = None
    """Texts of cells by digest, as far as this page has not told them yet."""


class IntentBatch(Shape, kw_only=True):
    """Body of POST intents."""

    intents: Annotated[list[Intent], msgspec.Meta(max_length=1000)]


class IntentsAnswer(Shape, kw_only=True):
    """What the server wants to know besides."""

    accepted: int
    unknown_documents: list[str] = msgspec.field(default_factory=list)
    """Documents that it does not know: it wants the cells and their texts."""
    untapped: list[str] = msgspec.field(default_factory=list)
    """Kernels that it cannot listen to: it wants to be told what they say (POST heard)."""
