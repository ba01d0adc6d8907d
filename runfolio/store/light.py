"""Nouns for a disk that is full: all of a step is kept but its outputs, and the step says so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from msgspec.structs import replace
from sqlalchemy import Connection

from ..models.output import Content, Output
from ..models.step import Step
from .facts import ContentRows
from .steps import StepRows

#: Flag of a step whose outputs were not kept, for want of space.
FLAG = "outputs-dropped"
#: Characters of an exception's message that stay with its name.
_MESSAGE = 500


@dataclass
class Tally:
    """What light nouns left out."""

    outputs: int = 0
    size: int = 0
    """Bytes of these outputs, as they would have been kept."""

    def leave_out(self, output: Output) -> None:
        """One more."""
        self.outputs += 1
        self.size += len(output.text) + sum(content.size for content in output.contents)


def lighten(output: Output, is_kept: Callable[[str], bool]) -> Output:
    """What is known of an output without what it showed: kind, sizes, digests, names of errors.
    Contents that is_kept says to be stored anyhow, by their digest, are not left out."""
    def content_of(content: Content) -> Content:
        if content.digest is not None and not content.dropped and is_kept(content.digest):
            return content
        return replace(content, text=None, dropped=content.dropped or content.size > 0)

    evalue = output.evalue
    cut = evalue is not None and len(evalue) > _MESSAGE
    return replace(
        output, text="", truncated=output.truncated or cut or bool(output.text),
        evalue=evalue[:_MESSAGE] if evalue is not None else None,
        contents=[content_of(content) for content in output.contents])


def lightened(step: Step, is_kept: Callable[[str], bool], tally: Tally) -> Step:
    """The step with light outputs; itself where it has none to lose."""
    outputs = [lighten(output, is_kept) for output in step.outputs]
    if outputs == step.outputs:
        return step
    for before, after in zip(step.outputs, outputs, strict=True):
        if before != after:
            tally.leave_out(before)
    return replace(step, outputs=outputs, flags={**step.flags, FLAG: []})


class LightContents(ContentRows):
    """store.protocol.Contents: keeps no more. LightSteps tells of it in the output."""

    def put(self, digest: str, mime: str, data: bytes) -> None:
        """Nothing: the output that refers to it says that it is dropped."""


class LightSteps(StepRows):
    """store.protocol.Steps: outputs that are stored stay as they are, others are light."""

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
