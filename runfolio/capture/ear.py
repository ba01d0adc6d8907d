"""What is known of one kernel of which only pages tell (capture/forwarded.py)."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Container
from datetime import timedelta

import msgspec

from ..models.base import Time, now
from ..models.heard import HeardMessage
from .listening import Listening, PageClock

MOST_CLOCKS = 20


class Ear:
    """One kernel: its epoch, who is listened to, what is executing. Not thread-safe."""

    def __init__(self, kernel_id: str) -> None:
        self.kernel_id = kernel_id
        self.epoch = 0
        self.open = False
        self.ran = False
        """Something was executed in this epoch."""
        self.executing: set[str] = set()
        """msg_ids that have begun and not ended, as far as was heard."""
        self.heard_at = 0.0
        self.lock = asyncio.Lock()
        self.listening = Listening()
        self._clocks: dict[str, PageClock] = {}
        self._latest: Time | None = None
        self._idle = 0

    def begin(self) -> None:
        """A message came of a kernel that had no open epoch."""
        self.epoch += 1
        self.open = True

    def end(self) -> None:
        """The kernel's process is gone."""
        self.open = self.ran = False
        self.executing.clear()
        self._idle = 0

    def hears(self, listener: str, sent_at: float, mono: float) -> None:
        """A request of a page came at that monotonic time; sent_at by the page's clock, ms."""
        self.heard_at, self._idle = mono, 0
        if listener not in self._clocks and len(self._clocks) >= MOST_CLOCKS:
            self._clocks.pop(next(iter(self._clocks)))
        self._clocks.setdefault(listener, PageClock()).anchor(
            sent_at, mono, steady=bool(self.executing))

    def moment(self, listener: str, at: float) -> tuple[Time, float]:
        """When a message came to its page: by this machine's clock, never before an earlier one
        and never in the future; and monotonic, where only differences tell something."""
        mono, clock = self._clocks[listener].seconds(at), now()
        told = clock - timedelta(seconds=max(0.0, time.monotonic() - mono))
        self._latest = told if self._latest is None else min(max(self._latest, told), clock)
        return self._latest, mono

    def follow(self, message: HeardMessage) -> bool:
        """Keep account of what executes. True where the message shows that what executed before
        has ended without having been heard: a kernel executes one request at a time."""
        if message.msg_type == "execute_input" and message.parent_id:
            unheard = bool(self.executing - {message.parent_id})
            self.executing = {message.parent_id}
            self.ran = True
            return unheard
        if message.msg_type == "status" and self.says(message, ("idle",)):
            self.executing.discard(message.parent_id)
        return False

    def ended_unheard(self, *, idle: bool, silent: bool) -> bool:
        """The gateway says at two looks in a row that an executing kernel is idle, and no page
        says anything: nobody saw the end."""
        self._idle = self._idle + 1 if idle and silent and self.executing else 0
        if self._idle < 2:
            return False
        self.executing.clear()
        self._idle = 0
        return True

    @staticmethod
    def says(message: HeardMessage, states: Container[str]) -> bool:
        """Is it a status of one of these?"""
        try:
            content = msgspec.json.decode(message.content)
        except (msgspec.DecodeError, RecursionError):
            return False
        state = content.get("execution_state") if isinstance(content, dict) else None
        return isinstance(state, str) and state in states
