"""Which page is listened to for a kernel, what of its messages is news, and when they came (pure).

Several pages see the same messages in the same order. One of them is listened to, until it has
gone or has been silent for a while; another one goes on behind the last message that is known.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from typing import NamedTuple

HOLD_SECONDS = 10.0
REMEMBERED = 5_000
SLEPT_SECONDS = 10.0
"""A page's clock that is behind by more was stopped: its machine slept."""


class Admitted(NamedTuple):
    """What is new of a batch."""

    first: int
    """Index of its first message that is news; the length of the batch where none is."""
    missed: bool
    """Something that the kernel said before may never have come here."""


class Listening:
    """Who is listened to for one kernel. now: monotonic seconds."""

    def __init__(self) -> None:
        self._listener: str | None = None
        self._next = 0
        self._until = 0.0
        self._known: OrderedDict[str, None] = OrderedDict()

    def admit(self, listener: str, seq: int, msg_ids: Sequence[str], now: float, *,
              last: bool = False) -> Admitted | None:
        """What of this batch is to be taken; None while another page is listened to. last: the
        page goes away after it."""
        if listener == self._listener:
            found = self._goes_on(seq, len(msg_ids))
        elif self._listener is not None and now < self._until:
            return None
        else:
            found = self._takes_over(msg_ids)
            self._listener, self._next = listener, 0
        self._next = max(self._next, seq + 1)
        self._until = now if last else now + HOLD_SECONDS
        for msg_id in msg_ids[found.first:]:
            self._remember(msg_id)
        return found

    def _goes_on(self, seq: int, count: int) -> Admitted:
        """The same batch again is no news; a number left out is a batch that was lost."""
        return Admitted(count if seq < self._next else 0, seq > self._next)

    def _takes_over(self, msg_ids: Sequence[str]) -> Admitted:
        known = [index for index, msg_id in enumerate(msg_ids) if msg_id in self._known]
        if known:
            return Admitted(known[-1] + 1, False)
        return Admitted(0, bool(self._known))

    def _remember(self, msg_id: str) -> None:
        self._known[msg_id] = None
        if len(self._known) > REMEMBERED:
            self._known.popitem(last=False)


class PageClock:
    """A page's clock by the server's monotonic one: the quickest request tells the difference."""

    def __init__(self) -> None:
        self._offset: float | None = None

    def anchor(self, sent_at: float, now: float, *, steady: bool = False) -> None:
        """A request that was made at sent_at (ms, the page's clock) came now (seconds). steady:
        something executes, and its duration must not depend on how quick requests are."""
        offset, known = now - sent_at / 1000, self._offset
        if known is None or offset > known + SLEPT_SECONDS or (offset < known and not steady):
            self._offset = offset

    def seconds(self, at: float) -> float:
        """The server's monotonic time of a moment of the page (ms). After anchor."""
        assert self._offset is not None
        return at / 1000 + self._offset
