"""RawStep → Step: secrets leave before the first durable write, outputs are brought under caps.

The one place where the two step types meet (DESIGN §5): above it secrets may be in memory,
below it nothing has any.
"""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass, field
from typing import Any

from .. import ids
from ..facts import secrets
from ..models.output import Content, Output, RawOutput
from ..models.step import RawStep, Step

CAPPED = "outputs-capped"
"""Flag of a step that had more outputs than are kept, or some that never came here."""
INLINE_BYTES = 16_384
"""Text of a MIME representation up to this size stands in the step itself."""


@dataclass(frozen=True)
class Caps:
    """Traits stream_bytes and output_bytes: how much of an output is kept, in bytes."""

    stream_bytes: int = 131_072
    output_bytes: int = 8_388_608


@dataclass(frozen=True)
class Kept:
    """A MIME representation to be stored under its digest."""

    digest: str
    mime: str
    data: bytes


@dataclass
class Redacted:
    """A step without secrets, and the contents that its outputs refer to."""

    step: Step
    contents: list[Kept] = field(default_factory=list)


def _clean(text: str) -> tuple[str, int]:
    """Without secrets and without lone surrogates, which no store and no wire takes."""
    return secrets.redact(text.encode("utf-8", "replace").decode())


def begin(raw: RawStep) -> Step:
    """The step as it is written when it begins: code only."""
    code, removed = _clean(raw.code)
    received_ms = int(raw.started_at.timestamp() * 1000)
    return Step(
        step_id=ids.step_id(received_ms, raw.kernel_id, raw.epoch, raw.msg_id),
        kernel_id=raw.kernel_id, epoch=raw.epoch, seq=raw.seq, msg_id=raw.msg_id,
        code=code, code_digest=ids.digest(code.encode()), execution_count=raw.execution_count,
        status=raw.status, queued_at=raw.queued_at, started_at=raw.started_at,
        redactions=removed,
    )


def complete(step: Step, raw: RawStep, caps: Caps) -> Redacted:
    """The step as it ended: status, times and outputs; begin's other fields stay."""
    done = Redacted(step)
    removed = _clean(raw.code)[1]
    outputs = []
    for output in raw.outputs:
        kept, count = _output(output, caps, done.contents)
        removed += count
        outputs.append(kept)
    step.status, step.ended_at, step.duration = raw.status, raw.ended_at, raw.duration
    step.execution_count = raw.execution_count
    step.outputs, step.redactions = outputs, removed
    if raw.outputs_dropped:
        step.flags = {**step.flags, CAPPED: []}
    return done


def _output(raw: RawOutput, caps: Caps, contents: list[Kept]) -> tuple[Output, int]:
    text, removed = _clean(_joined(raw))
    output = Output(
        kind=raw.kind, name=raw.name, text=text, total_bytes=raw.total_bytes,
        left_out=raw.left_out, cleared_bytes=raw.cleared_bytes,
        # A digest of what has a secret in it would let the secret be guessed.
        digest=None if removed else raw.digest,
        truncated=raw.left_out > 0, ename=raw.ename, display_id=raw.display_id,
    )
    if raw.evalue is not None:
        output.evalue, count = _clean(raw.evalue)
        removed += count
    for mime, value in raw.data.items():
        content, count = _content(mime, value, caps, contents)
        removed += count
        output.contents.append(content)
    output.contents += [Content(mime=mime, size=size, dropped=True)
                        for mime, size in raw.sizes.items()]
    return output, removed


def _joined(raw: RawOutput) -> str:
    if not raw.left_out:
        return raw.head + raw.tail
    return f"{raw.head}\n[… {raw.left_out} bytes not kept …]\n{raw.tail}"


def _content(mime: str, value: Any, caps: Caps, contents: list[Kept]) -> tuple[Content, int]:
    data, removed = _bytes_of(mime, value)
    content = Content(mime=mime, size=len(data))
    if _is_text(mime) and len(data) <= INLINE_BYTES:
        content.text = data.decode()
        return content, removed
    content.digest = ids.digest(data)
    if len(data) > caps.output_bytes:
        content.dropped = True
    else:
        contents.append(Kept(content.digest, mime, data))
    return content, removed


def _is_text(mime: str) -> bool:
    return mime.startswith("text/") or mime.endswith(("json", "javascript", "xml"))


def _bytes_of(mime: str, value: Any) -> tuple[bytes, int]:
    if not isinstance(value, str):
        value = json.dumps(value, default=str, ensure_ascii=False)
    if not _is_text(mime):
        try:
            return base64.b64decode(value, validate=False), 0
        except (binascii.Error, ValueError):
            pass
    text, removed = _clean(value)
    return text.encode(), removed
