"""What code in the kernel logged itself, joined with the steps that were executing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from ..service.stored import Logged
from .spool import SpoolRecord

__all__ = ["Joined", "Logged"]

@dataclass
class Joined:
    """What was logged, by msg_id of the step; orphans were logged outside of any execution."""

    by_msg_id: dict[str, Logged] = field(default_factory=dict)

    def take(self, records: Iterable[SpoolRecord], executing: Callable[[], str | None]
             ) -> set[str]:
        """Join records; the msg_ids that got some. A record without a msg_id (a thread, another
        process) belongs to the step that is executing now, if one is."""
        touched = set()
        for record in records:
            msg_id = record.msg_id or executing()
            if msg_id is not None:
                self.by_msg_id.setdefault(msg_id, Logged()).add(record)
                touched.add(msg_id)
        return touched
