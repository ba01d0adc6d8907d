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

    def __init__(self, book: TakesIntents, came: Callable[[], None] = nothing,
                 has_no_tap: Callable[[str], bool] = lambda kernel_id: False) -> None:
        """has_no_tap: can the server not listen to this kernel?"""
        self._book = book
        self._came = came
        self._has_no_tap = has_no_tap

    def create(self, body: IntentBatch) -> IntentsAnswer:
        """Take what the user asked kernels to execute; the same again changes nothing."""
        unknown = self._book.add(body)
        self._came()
        kernels = dict.fromkeys(intent.kernel_id for intent in body.intents)
        return IntentsAnswer(accepted=len(body.intents), unknown_documents=unknown,
                             untapped=[one for one in kernels if self._has_no_tap(one)])
