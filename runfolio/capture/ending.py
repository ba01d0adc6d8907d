"""Whether what ended a kernel also ended what it was executing (DESIGN §3.10)."""

from __future__ import annotations

from ..models.base import Time
from .epoch import EpochLog
from .items import EndedHow

JUST_NOW = 5.0
"""Seconds between a cell that was interrupted and the end of its kernel, that belong together."""
QUEUED = 0.1
"""A cell that began so soon after another had waited behind it."""


def interrupted(log: EpochLog, how: EndedHow, at: Time) -> bool:
    """Did the end, at this time, interrupt a step? A restart interrupts the kernel first: the step
    that was executing then has just ended as interrupted, by the restart and not by the user. So
    does whoever ends a kernel for good in the middle of its work. Cells that were queued behind it
    may have run in between."""
    if how == "shutdown":
        return False
    later = at
    for step_id in reversed(log.executed):
        step = log.records[step_id].step
        ended = step.ended_at
        near = JUST_NOW if later is at else QUEUED
        if ended is None or (later - ended).total_seconds() >= near:
            return False
        if step.status == "interrupted":
            return True
        later = step.started_at
    return False
