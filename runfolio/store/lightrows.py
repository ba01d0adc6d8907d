"""Nouns for a disk that is full: outputs and their contents are left out, and counted."""

from __future__ import annotations

from msgspec.structs import replace
from sqlalchemy import Connection

from ..models.step import Step
from .facts import ContentRows
from .light import FLAG, Tally, lighten, lightened
from .steps import StepRows


class LightContents(ContentRows):
    """store.nouns.Contents: without those of outputs that LightSteps has left out; artifacts
    and texts of documents are kept."""

    def __init__(self, connection: Connection, tally: Tally) -> None:
        super().__init__(connection)
        self._tally = tally

    def put(self, digest: str, mime: str, data: bytes) -> None:
        if digest not in self._tally.digests:
            super().put(digest, mime, data)


class LightSteps(StepRows):
    """store.nouns.Steps: outputs that are stored stay as they are, others are light."""

    def __init__(self, connection: Connection, tally: Tally) -> None:
        super().__init__(connection)
        self._tally = tally
        self._contents = ContentRows(connection)

    def insert(self, step: Step) -> None:
        super().insert(self._lightened(step))

    def update(self, step: Step) -> None:
        super().update(self._lightened(step))

    def _lightened(self, step: Step) -> Step:
        stored = self._outputs([step.step_id]).get(step.step_id, [])
        if stored == step.outputs:
            return step
        whole = [output for output in stored if output != lighten(output, self._is_kept)]
        if not whole:
            return lightened(step, self._is_kept, self._tally)
        lost = [output for output in step.outputs if output not in stored]
        for output in lost:
            self._tally.leave_out(output)
        flags = {**step.flags, FLAG: []} if lost else step.flags
        return replace(step, outputs=stored if lost else step.outputs, flags=flags)

    def _is_kept(self, digest: str) -> bool:
        return self._contents.has(digest)
