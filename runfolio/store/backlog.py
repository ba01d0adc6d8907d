"""Writes that wait, in their order, within bounds: whole in memory; beyond that in a file; where
that cannot be, without their outputs; then not at all. Not thread-safe."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any

from .protocol import Tx
from .records import Outcome
from .spill import Spill, Spilled
from .works import noted, weigh

#: A write up to this size that can only wait in memory is let in beyond the bound.
_SMALL = 16_384


@dataclass
class Write:
    """One function of a transaction, and who waits for its answer."""

    function: Callable[[Tx], Any]
    future: Future[Any] = field(default_factory=Future)
    size: int = 0
    """Bytes of memory, as weighed."""

    def finish(self, outcome: Outcome) -> None:
        """Tell who waits, if anybody still does."""
        if not self.future.set_running_or_notify_cancel():
            return
        if outcome.error is None:
            self.future.set_result(outcome.answer)
        else:
            self.future.set_exception(outcome.error)


class Backlog:
    """The queue before the writer."""

    def __init__(self, max_pending: int, max_bytes: int, spill: Spill | None) -> None:
        """max_bytes: of memory for whole writes; as much again for what only fits lightened."""
        self._max_pending = max_pending
        self._max_bytes = max_bytes
        self._spill = spill
        self._queue: deque[Write] = deque()
        self._hand: list[Write] = []
        self.bytes = 0
        """Of memory."""
        self.outputs_dropped = 0
        """Outputs that were left out so that their step could wait."""

    def __len__(self) -> int:
        return len(self._queue) + len(self._hand)

    @property
    def queued(self) -> int:
        """Those that nobody has in hand."""
        return len(self._queue)

    def add(self, write: Write) -> bool:
        """Let it wait; False: there is no room."""
        if len(self._queue) >= self._max_pending:
            return False
        write.size = weigh(write.function)
        if self.bytes + write.size > self._max_bytes and not self._shrink(write):
            return False
        self.bytes += write.size
        self._queue.append(write)
        return True

    def take(self, most: int) -> list[Write]:
        """The next ones, in hand until done or given back."""
        self._hand = [self._queue.popleft() for _ in range(min(most, len(self._queue)))]
        return list(self._hand)

    def give_back(self) -> None:
        """What is in hand waits again, in its place."""
        self._queue.extendleft(reversed(self._hand))
        self._hand = []

    def done(self) -> list[str]:
        """What was in hand is on disk or refused; the names of spill files that are gone."""
        for write in self._hand:
            self.bytes -= write.size
            if self._spill is not None and isinstance(write.function, Spilled):
                self._spill.settled(write.function)
        self._hand = []
        return self._spill.clean() if self._spill is not None else []

    def take_over(self, landed: Callable[[str], int]) -> None:
        """What an earlier process left in files comes first."""
        if self._spill is not None:
            left = [Write(record) for record in self._spill.leftovers(landed)]
            self._queue.extendleft(reversed(left))

    def end(self) -> tuple[Sequence[Write], Sequence[Write]]:
        """At the end of the process: writes that a file keeps for the next one, and lost ones."""
        self.give_back()
        rest = [write for write in self._queue if not write.future.cancelled()]
        self._queue.clear()
        if self._spill is None:
            return [], rest
        kept = self._spill.hand_over([write.function for write in rest])
        return ([write for write, is_kept in zip(rest, kept, strict=True) if is_kept],
                [write for write, is_kept in zip(rest, kept, strict=True) if not is_kept])

    def _shrink(self, write: Write) -> bool:
        """Make it fit beyond the bound of memory."""
        if self._to_file(write):
            return True
        calls = noted(write.function)
        if calls is not None:
            light, tally = calls.light()
            write.function, write.size = light, weigh(light)
            if self._to_file(write) or self.bytes + write.size <= 2 * self._max_bytes:
                self.outputs_dropped += tally.outputs
                return True
            return False
        return write.size <= _SMALL and self.bytes <= 2 * self._max_bytes

    def _to_file(self, write: Write) -> bool:
        spilled = self._spill.keep(write.function) if self._spill is not None else None
        if spilled is None:
            return False
        write.function, write.size = spilled, 0
        return True
