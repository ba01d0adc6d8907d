"""What capture touches of the outside, given to it by its wiring."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass

from ..service.live import Live
from ..store.protocol import Store
from . import redact
from .intents import IntentBook
from .items import EpochBegan
from .snapshots import Snapshots
from .spool import Spool


@dataclass(frozen=True)
class Doors:
    """What a follower touches of the outside."""

    store: Store
    book: IntentBook
    spool: Spool
    live: Live
    snapshots: Snapshots
    caps: redact.Caps
    changed: Callable[[list[str]], None]
    """run_ids that changed, after their commit. Any thread."""
    wake: Callable[[], None]
    """Let the capture thread look at what was touched. Any thread."""
    installed: Callable[[EpochBegan], None]
    """The environment of the epoch may have changed: read it again."""
    log: logging.Logger
