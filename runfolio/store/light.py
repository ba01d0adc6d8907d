"""Steps without what they showed, for a disk that is full: all else is kept, and the step says so.
Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from msgspec.structs import replace

from ..models.output import Content, Output
from ..models.step import Step

#: Flag of a step whose outputs were not kept, for want of space.
FLAG = "outputs-dropped"
#: Characters of an exception's message that stay with its name.
_MESSAGE = 500


@dataclass
class Tally:
    """What was left out."""

    outputs: int = 0
    size: int = 0
    """Bytes of these outputs, as they would have been kept."""
    digests: set[str] = field(default_factory=set)
    """Of their contents: these are not to be stored. All others are no outputs."""

    def leave_out(self, output: Output) -> None:
        """One more."""
        self.outputs += 1
        self.size += len(output.text) + sum(content.size for content in output.contents)
        self.digests |= {content.digest for content in output.contents if content.digest}


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
