"""What waits for the capture thread is bounded, and no beginning of a cell is dropped."""

from __future__ import annotations

import queue

import pytest

from runfolio.capture import inbox
from runfolio.capture.inbox import Inbox
from runfolio.capture.items import Frames, Gap
from runfolio.models.base import now


def frames(kind: str, size: int) -> Frames:
    """An unsigned message of the kernel k."""
    header = f'{{"msg_id": "m", "msg_type": "{kind}"}}'.encode()
    return Frames("k", 1, [b"<IDS|MSG>", b"", header, b"{}", b"{}", b"x" * size], now(), 0.0)


@pytest.fixture
def box(monkeypatch) -> Inbox:
    monkeypatch.setattr(inbox, "QUEUE_BYTES", 50_000)
    return Inbox()


def taken(box: Inbox) -> list[object]:
    """All that waits."""
    found = []
    while True:
        try:
            found.append(box.next(0.0))
        except queue.Empty:
            return found


def test_outputs_beyond_the_bound_are_dropped_in_turn_and_counted(box) -> None:
    first, second = frames("stream", 40_000), frames("stream", 40_000)
    box.put(first)
    box.put(second)
    gap = Gap("k", 1, ended=False, at=second.received, mono=0.0)
    assert (taken(box), box.dropped) == ([first, gap], 1)
    box.put(second)
    assert (taken(box), box.dropped) == ([second], 1)


def test_a_cell_begins_and_ends_whatever_waits(box) -> None:
    kept = [frames("stream", 40_000), frames("execute_input", 30_000), frames("status", 100)]
    for item in kept:
        box.put(item)
    assert (taken(box), box.dropped) == (kept, 0)


def test_one_message_is_taken_however_large(box) -> None:
    large = frames("display_data", 500_000)
    box.put(large)
    assert taken(box) == [large]


def test_the_end_comes_after_what_waits(box) -> None:
    box.put(frames("status", 10))
    box.close()
    assert box.next(0.0) is not None
    assert box.next(0.0) is None
