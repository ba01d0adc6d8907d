"""Intents: taken from the browser, joined with executions by the capture thread."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from ..models.intent import IntentBatch, IntentsAnswer
from .common import nothing


class TakesIntents(Protocol):
    """capture/intents.py."""

    def add(self, batch: IntentBatch) -> list[str]:
        """Take a batch; answers which documents are not known."""


class IntentService:
    """Use cases of intents."""

    def __init__(self, book: TakesIntents, came: Callable[[], None] = nothing) -> None:
        self._book = book
        self._came = came

    def create(self, body: IntentBatch) -> IntentsAnswer:
        """Take what the user asked kernels to execute; the same again changes nothing."""
        unknown = self._book.add(body)
        self._came()
        return IntentsAnswer(accepted=len(body.intents), unknown_documents=unknown)
