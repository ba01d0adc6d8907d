"""State is not code (DESIGN §3.14): what must be said of a step of a Python kernel, with names.

Rule: the «about» text of the contract's state vectors. Fed with the extracts of an epoch's steps
in executed order; one step costs what its own code costs, not what the epoch has grown to.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..facts.state import Extract
from .flags_eval import Execution
from .flags_memory import Memory
from .order import Order

__all__ = ["StateFold", "StepFlags"]

StepFlags = dict[str, list[str]]
"""Flag → names, in alphabetical order; flags that are not raised are left out."""


class StateFold:
    """The memory of one kernel epoch, as far as it is known from the code that ran."""

    def __init__(self) -> None:
        self._memory = Memory()
        self._order = _DocumentOrder()
        self._previous: str | None = None
        self._seq = 0

    def set_document(self, cells: Sequence[str]) -> None:
        """Cell keys of the document from top to bottom, as a client told them."""
        self._order.set_document(cells)

    def forget(self) -> None:
        """Code ran of which nothing is known: nor is anything of what it may have changed."""
        self._memory.forget()

    def foreign(self, extract: Extract, *, failed: bool = False) -> None:
        """Code of a console or tool: it stands nowhere, so that nothing is said of it."""
        self._seq += 1
        step = Execution(self._memory, self._order.above, "", self._seq, quiet=failed)
        step.run(extract.ops)

    def feed(self, cell: str, extract: Extract, *, failed: bool = False) -> StepFlags:
        """One more step: what must be said of it. failed: it did not come to its end, so that
        nobody can know what it made; nothing is said of it nor of what it may have changed."""
        self._seq += 1
        makers = [maker for name in extract.reads for maker in self._memory.makers(name)]
        self._order.learn(cell, self._previous, below=makers)
        self._previous = cell
        step = Execution(self._memory, self._order.above, cell, self._seq, quiet=failed)
        step.run(extract.ops)
        return step.flags()


class _DocumentOrder(Order):
    """The rule's order; a cell that is no longer in the document stands nowhere."""

    def __init__(self) -> None:
        super().__init__()
        self._gone: set[str] = set()
        self._present: frozenset[str] = frozenset()

    def set_document(self, cells: Sequence[str]) -> None:
        present = frozenset(cells)
        self._gone = (self._gone | self._present) - present
        self._present = present
        super().set_document(cells)

    def above(self, upper: str, lower: str) -> bool:
        return not (upper in self._gone or lower in self._gone) and super().above(upper, lower)


def fold(steps: Sequence[tuple[str, str, Extract]], document: Sequence[str] = ()
         ) -> Mapping[str, StepFlags]:
    """Flags by step_id of whole epochs; (step_id, cell, extract) in executed order."""
    state = StateFold()
    if document:
        state.set_document(document)
    found = {step: state.feed(cell, extract) for step, cell, extract in steps}
    return {step: flags for step, flags in found.items() if flags}
