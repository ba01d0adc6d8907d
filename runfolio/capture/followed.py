"""A follower of a kernel epoch with what the pipeline keeps about it."""

from __future__ import annotations

from ..service.recompute import run_id_of
from .follow import Follower
from .open_view import OpenView


class Followed:
    """A follower with what the pipeline keeps about it."""

    def __init__(self, follower: Follower, mono: float) -> None:
        self.follower = follower
        self.view = OpenView(follower)
        self.since = mono
        self.fed = mono
        """When its kernel last said something."""
        self.flush_at = mono
        """When the open run is written though its kernel is busy."""
        self.view_due = False
        self.asked = False
        self.failures = 0


def open_run_ids(follower: Follower) -> list[str]:
    """The runs that a step of the kernel would go on with."""
    found = ((part.log, part.log.rule.open_run) for part in follower.parts)
    return [run_id_of(log.records[run.opening].step) for log, run in found
            if run is not None and run.opening in log.records]
