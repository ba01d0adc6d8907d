"""What pages heard from kernels that the server cannot listen to."""

from __future__ import annotations

from typing import Protocol

from ..models.heard import HeardAnswer, HeardBatch


class TakesHeard(Protocol):
    """capture/forwarded.py."""

    def has_no_tap(self, kernel_id: str) -> bool:
        """Is it a kernel of this server that the server cannot listen to?"""

    def take(self, batch: HeardBatch) -> HeardAnswer:
        """Take what pages heard; the same again changes nothing."""


class HeardService:
    """Use cases of what is heard."""

    def __init__(self, forwarded: TakesHeard) -> None:
        self._forwarded = forwarded

    def create(self, body: HeardBatch) -> HeardAnswer:
        """Take messages of kernels that only pages can listen to."""
        return self._forwarded.take(body)
