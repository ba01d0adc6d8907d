"""What the tap hears while the rest of the server part is loaded is not lost."""

from __future__ import annotations

import time

from runfolio.capture.early import Early
from runfolio.capture.items import Frames, TapItem
from runfolio.models.base import now


def frames(number: int) -> Frames:
    return Frames("k", 1, [str(number).encode()], now(), time.monotonic())


def test_what_comes_early_is_handed_on_in_its_order() -> None:
    early, items = Early(), [frames(number) for number in range(4)]
    taken: list[TapItem] = []
    early.put(items[0])
    early.put(items[1])
    assert taken == []
    early.into(taken.append)
    early.put(items[2])
    early.put(items[3])
    assert taken == items
