"""Texts of cells as browsers tell them, by digest, in memory only (they may hold secrets)."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Mapping

MAX_BYTES = 64_000_000
"""Of all texts together; a document has at most 5 MB (capture/documents.py)."""


class Sources:
    """digest → text, the latest asked for kept longest. Not thread-safe: its owner locks."""

    def __init__(self, most: int = MAX_BYTES) -> None:
        self._most = most
        self._size = 0
        self._texts: OrderedDict[str, str] = OrderedDict()

    def take(self, told: Mapping[str, str]) -> None:
        """Texts by the sha256 (hex) of their UTF-8; one that is not what its digest says is not
        taken: it would stand for another one's text."""
        for digest, text in told.items():
            if digest in self._texts:
                self._texts.move_to_end(digest)
            elif hashlib.sha256(text.encode("utf-8", "replace")).hexdigest() == digest:
                self._texts[digest] = text
                self._size += len(text)
        while self._size > self._most and len(self._texts) > 1:
            self._size -= len(self._texts.popitem(last=False)[1])

    def __contains__(self, digest: str) -> bool:
        return digest in self._texts

    def get(self, digest: str) -> str | None:
        """The text, if it is known."""
        if digest in self._texts:
            self._texts.move_to_end(digest)
        return self._texts.get(digest)
