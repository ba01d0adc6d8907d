"""Intents: taken from the browser, joined with executions by the capture thread."""

from __future__ import annotations

from typing import Protocol

from ..models.intent import IntentBatch, IntentsAnswer


class TakesIntents(Protocol):
    """capture/intents.py."""

    def add(self, batch: IntentBatch) -> list[str]:
        """Take a batch; answers which documents are not known."""


class IntentService:
    """Use cases of intents."""

    def __init__(self, book: TakesIntents) -> None:
        self._book = book

    def create(self, body: IntentBatch) -> IntentsAnswer:
        """Take what the user asked kernels to execute; the same again changes nothing."""
        unknown = self._book.add(body)
        return IntentsAnswer(accepted=len(body.intents), unknown_documents=unknown)
