"""What a tap hears before there is a pipeline: held, then handed on in its order (loop only)."""

from __future__ import annotations

from .items import Sink, TapItem


class Early:
    """Stands where the pipeline will: `put` is the tap's sink."""

    def __init__(self) -> None:
        self._held: list[TapItem] = []
        self._sink: Sink | None = None

    def put(self, item: TapItem) -> None:
        """Take an item of the tap; never blocks."""
        if self._sink is None:
            self._held.append(item)
        else:
            self._sink(item)

    def into(self, sink: Sink) -> None:
        """What was held goes there now, and all that comes from now on."""
        held, self._held = self._held, []
        self._sink = sink
        for item in held:
            sink(item)
