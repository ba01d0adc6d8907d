"""Which cell an execution was, where it came from, and what the user asked just before it."""

from __future__ import annotations

from collections import deque

from .. import ids
from ..models.base import Time
from ..models.rule import RuleEvent
from ..models.step import Origin, Step
from ..rules.cellkeys import AT_ONCE, Alias, CellKeys
from .epoch import Waiting
from .intents import Claim, IntentBook
from .notebooks import KernelNotebook

REMEMBERED_INTENTS = 1000

NOTHING = ids.digest(b"")
"""Digest of an empty cell: nothing there will ever be executed."""


class Identifier:
    """Claims, cell keys and requests of one kernel epoch."""

    def __init__(self, book: IntentBook, kernel_id: str) -> None:
        self._book = book
        self._kernel_id = kernel_id
        self._keys: CellKeys | None = None
        self._begun: deque[str] = deque(maxlen=REMEMBERED_INTENTS)
        self._document: tuple[list[str], list[str]] = ([], [])
        self._ran: dict[str, str | None] = {}
        """Cell → digest of the code that it ran last, None where secrets were taken out."""
        self._learned: list[Alias] = []
        self._claimed_any = False
        self._ended: Time | None = None
        """When the latest step that was a cell ended."""

    def know(self, keys: CellKeys) -> None:
        """The cells of the notebook, once it is known."""
        self._keys = keys

    def claim(self, item: Waiting) -> bool:
        """Join the execution with its intent; True when that is known now."""
        if item.claim is None or item.claim.cells is None:
            item.claim = self._book.claim(self._kernel_id, item.raw.msg_id, item.raw.code)
        if item.claim is None:
            return False
        self._claimed_any = True
        item.step.cell_id = item.claim.cell_id
        item.step.cell_number = item.claim.number
        item.step.heading = item.claim.heading
        return True

    def origin_of(self, item: Waiting, place: KernelNotebook) -> Origin:
        """A cell where an intent claims it. Else foreign code, if this kernel has a recorder that
        tells of its cells or no notebook at all; without a recorder nobody can know."""
        if item.claim is not None:
            return "cell"
        if place.kind == "console":
            return "console"
        if self._claimed_any or self._book.expects(self._kernel_id):
            return "tool" if item.raw.execution_count is None else "console"
        return "unknown"

    def identify(self, step: Step, claim: Claim | None) -> None:
        """Give the step its cell key."""
        if self._keys is None:
            return
        if claim is not None and claim.cells is not None:
            self._keys.set_document(
                [cell.cell_id for cell in claim.cells],
                {cell.cell_id: cell.source_digest for cell in claim.cells
                 if cell.source_digest and cell.cell_type == "code"})
        step.cell_key = self._keys.resolve(step.cell_id, step.code_digest, step.code,
                                           at_once=self._at_once(step)).key
        self._ended = step.ended_at
        self._ran[step.cell_key] = None if step.redactions else step.code_digest
        learned = self._keys.take_aliases()
        if learned:
            self._learned += learned
            self._document = ([], [])  # its cells have other keys now: it is told again

    def _at_once(self, step: Step) -> bool:
        """Was it asked for too soon after the one before for somebody to have edited between?"""
        return self._ended is not None and (
            (step.started_at - self._ended).total_seconds() < AT_ONCE)

    def key_of(self, claim: Claim) -> str | None:
        """The key of a cell that was meant but did not run."""
        return self._keys.key_of(claim.cell_id) if self._keys else None

    def aliases(self) -> list[Alias]:
        """Keys that turned out to be one cell, to be stored."""
        learned, self._learned = self._learned, []
        return learned

    def peek(self, step: Step) -> None:
        """The cell key of a step whose origin is known, as it probably is; nothing is learned."""
        if self._keys is not None and step.origin in ("cell", "unknown"):
            step.cell_key = self._keys.peek(step.cell_id, step.code_digest, step.code,
                                            at_once=self._at_once(step))

    def asked_before(self, item: Waiting, *, peek: bool = False) -> list[RuleEvent]:
        """The document if it changed, New run, and a Run All of which this is the first step
        that enters (an earlier one may be off). peek: what it would be; nothing is used up."""
        begun, document = list(self._begun), self._document
        events = self._document_event(item.claim)
        if item.new_run:
            events.append(RuleEvent(kind="new_run"))
        if self.begins_run_all(item.claim):
            events.append(RuleEvent(kind="run_all"))
        if peek:
            self._begun, self._document = deque(begun, REMEMBERED_INTENTS), document
        return events

    def begins_run_all(self, claim: Claim | None) -> bool:
        """True once for each Run All."""
        if claim is None or claim.kind != "run-all" or claim.intent_id in self._begun:
            return False
        self._begun.append(claim.intent_id)
        return True

    def _document_event(self, claim: Claim | None) -> list[RuleEvent]:
        if claim is None or claim.cells is None or self._keys is None:
            return []
        cells = {self._keys.key_of(cell.cell_id): cell for cell in claim.cells
                 if cell.cell_type == "code" and cell.source_digest != NOTHING}
        keys = list(cells)
        edited = [key for key, cell in cells.items() if self._is_edited(key, cell.source_digest)]
        if (keys, edited) == self._document:
            return []
        self._document = (keys, edited)
        earlier = [key for key in keys if self._keys.ran_earlier(key)]
        return [RuleEvent(kind="document", document=keys, edited_cells=edited,
                          earlier_cells=earlier)]

    def _is_edited(self, key: str, digest: str | None) -> bool:
        """Is the code in the document not what the cell ran last? Unknown (no) with secrets out."""
        ran = self._ran.get(key)
        return ran is not None and digest is not None and ran != digest
