"""Threads that compute give way to the server's loop.

A thread that computes keeps the interpreter's lock for up to the switch interval, 5 ms as shipped,
and the loop waits that long at each of the five or six wake-ups of a cell. While the capture
thread works, the interval is a tenth of that.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager

SWITCH_SECONDS = 0.0005


@contextmanager
def giving_way() -> Iterator[None]:
    """For one thread at a time. An interval that is as short already, or that somebody sets
    meanwhile, stays."""
    before = sys.getswitchinterval()
    if before <= SWITCH_SECONDS:
        yield
        return
    sys.setswitchinterval(SWITCH_SECONDS)
    ours = sys.getswitchinterval()
    try:
        yield
    finally:
        if sys.getswitchinterval() == ours:
            sys.setswitchinterval(before)


@contextmanager
def loading() -> Iterator[None]:
    """While a thread imports what takes long: it gives way, and the collector rests, since all
    that is made stays. In a server the collection that so many new objects bring about holds every
    thread for a tenth of a second."""
    collects = gc.isenabled()
    gc.disable()
    try:
        with giving_way():
            yield
    finally:
        if collects:
            gc.enable()
