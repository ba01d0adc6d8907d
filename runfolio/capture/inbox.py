"""What waits for the capture thread: in order, bounded in bytes, and taken in portions.

It is there before that thread is: the tap listens while the rest of the server part is loaded.
"""

from __future__ import annotations

import queue
import time
from collections.abc import Callable

from .items import Frames, Gap, TapItem

Work = Callable[[], None]

REST_SECONDS = 0.02
"""So long the thread rests when messages begin to come, and takes all that came meanwhile at once:
those of a short cell are then worked on when the cell is over and its answers are with the client,
not beside it."""
QUEUE_BYTES = 40 * 1024 * 1024
"""More than so much undecoded output is not kept in memory: it is dropped and counted, and the step
says so."""
SMALL_BYTES = 4096
"""Messages up to this size are never dropped: beginnings, ends, errors are among them."""


class Inbox:
    """put and post on any thread, next on the capture thread."""

    def __init__(self) -> None:
        self._queue: queue.SimpleQueue[TapItem | Work | None] = queue.SimpleQueue()
        self._taken = 0
        self._handled = 0
        self.dropped = 0
        """Output messages that were dropped because too much waited."""

    def put(self, item: TapItem) -> None:
        """Take an item of the tap; never blocks. In place of an output that is dropped stands a
        Gap."""
        if isinstance(item, Frames):
            size = _size(item)
            waiting = self._taken - self._handled
            if waiting and waiting + size > QUEUE_BYTES and size > SMALL_BYTES and _is_output(item):
                self.dropped += 1
                self._queue.put(Gap(item.kernel_id, item.epoch, ended=False, at=item.received,
                                    mono=item.mono))
                return
            self._taken += size
        self._queue.put(item)

    def post(self, work: Work) -> None:
        """Something to be done on the capture thread, in turn."""
        self._queue.put(work)

    def close(self) -> None:
        """After what waits comes None."""
        self._queue.put(None)

    def next(self, timeout: float) -> TapItem | Work | None:
        """The next item, or None at the end. Raises queue.Empty where none came in time, in
        seconds."""
        try:
            item = self._queue.get_nowait()
        except queue.Empty:
            item = self._queue.get(timeout=timeout)
            if isinstance(item, Frames):
                time.sleep(REST_SECONDS)
        if isinstance(item, Frames):
            self._handled += _size(item)
        return item


def _size(item: Frames) -> int:
    return sum(map(len, item.parts))


def _is_output(item: Frames) -> bool:
    """Anything but the beginning of a cell, whose code can be long: without it there is no step."""
    return not any(b'"execute_input"' in part[:1000] for part in item.parts[:-1])
