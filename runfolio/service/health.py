"""What works and where the store is."""

from __future__ import annotations

from collections.abc import Callable

from .. import __version__
from ..models.notebook import Health
from ..rules import VERSION
from ..store.protocol import Store


class HealthService:
    """Use cases of health."""

    def __init__(self, store: Store, lost: Callable[[], int] = lambda: 0) -> None:
        """lost: messages that capture had to drop."""
        self._store = store
        self._lost = lost

    def get(self) -> Health:
        """How the store is now. Never fails, never waits."""
        state = self._store.state()
        return Health(
            version=__version__, status=state.status, store_path=str(self._store.path),
            pending=state.pending, blocked=state.blocked,
            dropped=state.dropped + self._lost(), outputs_dropped=state.outputs_dropped,
            problem=state.problem, rules_version=VERSION)
