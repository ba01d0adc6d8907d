"""What a step shows, collected as JupyterLab does, within caps (pure).

Chunks of one stream in a row are one output; clear_output clears, at once or at the next output;
an update reaches every output with its display id. What a stream shows: screen.py.
"""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from ..models.output import RawOutput
from .message import Message
from .screen import Stream, Text

EVALUE_BYTES = 64 * 1024


class _Shown:
    """One output, growing or replaced."""

    __slots__ = ("kind", "name", "raw", "size", "text")

    def __init__(
        self, kind: str, name: str | None, text: Stream | None, raw: RawOutput | None, size: int = 0
    ) -> None:
        self.kind = kind
        self.name = name
        self.text = text
        self.raw = raw
        self.size = size

    @property
    def kept(self) -> int:
        return self.text.kept if self.text is not None else self.size

    def snapshot(self) -> RawOutput:
        if self.text is None:
            assert self.raw is not None
            return self.raw
        head, tail, left_out = self.text.ends()
        return RawOutput(
            kind="stream",
            name=self.name,
            head=head,
            tail=tail,
            left_out=left_out,
            total_bytes=self.text.total,
            digest=self.text.digest,
        )

    @property
    def total(self) -> int:
        """Bytes that the kernel sent for it."""
        if self.text is not None:
            return self.text.total
        return self.raw.total_bytes if self.raw is not None else 0


class Outputs:
    """The outputs of one step. rich_bytes bounds all its rich outputs together."""

    def __init__(
        self, *, head_bytes: int, tail_bytes: int, error_bytes: int, rich_bytes: int, most: int
    ) -> None:
        self._caps = (head_bytes, tail_bytes)
        self._error_bytes = error_bytes
        self._rich_bytes = rich_bytes
        self._most = most
        self._shown: list[_Shown] = []
        self._rich_kept = 0
        self._clear_next = False
        self._cleared = 0
        self.dropped = 0
        """Outputs that were over the caps and are not kept."""

    @property
    def kept(self) -> int:
        """Bytes in memory."""
        return sum(shown.kept for shown in self._shown)

    def snapshot(self) -> list[RawOutput]:
        """What is shown now, in order."""
        found = [shown.snapshot() for shown in self._shown]
        if found and self._cleared:
            found[0] = replace(found[0], cleared_bytes=self._cleared)
        return found

    def miss(self) -> None:
        """Something that the kernel sent for the step never came here."""
        self.dropped += 1
        for shown in self._shown:
            if shown.text is not None:
                shown.text.miss()

    def stream(self, name: str, text: str) -> None:
        """A chunk of stdout or stderr."""
        self._before_output()
        last = self._shown[-1] if self._shown else None
        if last is None or last.text is None or last.name != name:
            if len(self._shown) >= self._most:
                self.dropped += 1
                return
            last = _Shown("stream", name, Stream(*self._caps), None)
            self._shown.append(last)
        assert last.text is not None
        last.text.add(text)

    def error(self, content: dict[str, Any]) -> None:
        """An error with its traceback, whole up to its cap."""
        self._before_output()
        if len(self._shown) >= self._most:
            self.dropped += 1
            return
        half = self._error_bytes // 2
        text = Text(half, half)
        lines = content.get("traceback")
        text.add("\n".join(str(line) for line in lines) if isinstance(lines, list) else "")
        evalue = Text(EVALUE_BYTES, 0)
        evalue.add(str(content.get("evalue", "")))
        head, tail, left_out = text.ends()
        raw = RawOutput(
            kind="error",
            head=head,
            tail=tail,
            left_out=left_out,
            total_bytes=text.total,
            ename=str(content.get("ename", ""))[:1024],
            evalue=evalue.ends().head,
        )
        self._shown.append(_Shown("error", None, None, raw, text.kept))

    def rich(self, message: Message) -> RawOutput:
        """display_data or execute_result: as it came."""
        self._before_output()
        raw, size = _rich(message)
        if len(self._shown) >= self._most:
            self.dropped += 1
            return raw
        whole = raw
        if self._rich_kept + size > self._rich_bytes:
            self.dropped += 1
            raw, size = _emptied(raw), 0
        self._rich_kept += size
        self._shown.append(_Shown(raw.kind, None, None, raw, size))
        return whole

    def update(self, message: Message, display_id: str) -> bool:
        """Replace the data of every output with this display id; True where there was one."""
        fresh, size = _rich(message)
        changed = False
        for shown in self._shown:
            if shown.raw is not None and shown.raw.display_id == display_id:
                self._replace(shown, fresh, size)
                changed = True
        return changed

    def _replace(self, shown: _Shown, fresh: RawOutput, size: int) -> None:
        """Another data for an output; over the cap only its size is known."""
        assert shown.raw is not None
        if self._rich_kept - shown.size + size > self._rich_bytes:
            self.dropped += 1
            fresh, size = _emptied(fresh), 0
        self._rich_kept += size - shown.size
        shown.size = size
        shown.raw = replace(fresh, kind=shown.raw.kind, display_id=shown.raw.display_id)

    def clear(self, wait: bool) -> None:
        """clear_output: now, or when the next output comes."""
        if wait:
            self._clear_next = True
        else:
            self._clear()

    def _before_output(self) -> None:
        if self._clear_next:
            self._clear()

    def _clear(self) -> None:
        self._cleared += sum(shown.total for shown in self._shown)
        self._shown.clear()
        self._rich_kept = 0
        self._clear_next = False


def display_id_of(message: Message) -> str | None:
    """transient.display_id of a display message."""
    transient = message.content.get("transient")
    value = transient.get("display_id") if isinstance(transient, dict) else None
    return value if isinstance(value, str) and value else None


def _rich(message: Message) -> tuple[RawOutput, int]:
    data = message.content.get("data")
    bundle: dict[str, Any] = data if isinstance(data, dict) else {}
    size = sum(_size(value) for value in bundle.values())
    raw = RawOutput(
        kind="execute_result" if message.msg_type == "execute_result" else "display_data",
        display_id=display_id_of(message),
        data=bundle,
        total_bytes=size,
    )
    return raw, size


def _emptied(raw: RawOutput) -> RawOutput:
    """Over the cap only what it was and how large is known."""
    sizes = {str(mime): _size(value) for mime, value in raw.data.items()}
    return replace(raw, data={}, sizes=sizes)


def _size(value: Any) -> int:
    """Bytes of one representation (texts exactly, JSON values roughly)."""
    if isinstance(value, str):
        return len(value.encode("utf-8", "replace"))
    return len(repr(value))
