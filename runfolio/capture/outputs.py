"""What a step shows, collected as JupyterLab does, within caps (pure).

Chunks of one stream in a row are one output; clear_output clears, at once or at the next output;
an update reaches every output with its display id. Streams keep head and tail, byte counts are
exact.
"""

from __future__ import annotations

from collections import deque
from typing import Any

from ..models.output import RawOutput
from .message import Message

EVALUE_BYTES = 64 * 1024


class Text:
    """A growing text of which head and tail are kept. Caps and counts are bytes of UTF-8."""

    def __init__(self, head_bytes: int, tail_bytes: int) -> None:
        self._head_cap = head_bytes
        self._tail_cap = tail_bytes
        self._head: list[bytes] = []
        self._head_size = 0
        self._head_open = True
        self._tail: deque[bytes] = deque()
        self._tail_size = 0
        self.total = 0

    def add(self, text: str) -> None:
        """Append text."""
        data = text.encode("utf-8", "replace")
        self.total += len(data)
        if self._head_open:
            data = self._fill_head(data)
        if data:
            self._tail.append(data)
            self._tail_size += len(data)
            while self._tail and self._tail_size - len(self._tail[0]) >= self._tail_cap:
                self._tail_size -= len(self._tail.popleft())

    def _fill_head(self, data: bytes) -> bytes:
        """Put what fits into the head; the rest is the tail's. Never splits a character."""
        room = self._head_cap - self._head_size
        if len(data) <= room:
            self._head.append(data)
            self._head_size += len(data)
            return b""
        self._head_open = False
        cut = _character_start(data, room)
        self._head.append(data[:cut])
        self._head_size += cut
        return data[cut:]

    @property
    def kept(self) -> int:
        """Bytes in memory."""
        return self._head_size + self._tail_size

    def ends(self) -> tuple[str, str]:
        """(head, tail) when something between them was left out, else (all of it, "")."""
        if len(self._head) > 1:
            self._head = [b"".join(self._head)]
        head, tail = b"".join(self._head), self._joined_tail()
        if self.kept == self.total:
            return (head + tail).decode("utf-8"), ""
        return head.decode("utf-8"), tail.decode("utf-8")

    def _joined_tail(self) -> bytes:
        """The last bytes up to the cap, from the start of a character on."""
        data = b"".join(self._tail)
        start = max(0, len(data) - self._tail_cap)
        while start and start < len(data) and data[start] & 0xC0 == 0x80:
            start += 1
        data = data[start:]
        self._tail = deque([data] if data else [])
        self._tail_size = len(data)
        return data


def _character_start(data: bytes, at: int) -> int:
    """The largest index ≤ at where a character starts."""
    while at > 0 and at < len(data) and data[at] & 0xC0 == 0x80:
        at -= 1
    return at


class _Shown:
    """One output, growing or replaced."""

    __slots__ = ("kind", "name", "raw", "size", "text")

    def __init__(
        self, kind: str, name: str | None, text: Text | None, raw: RawOutput | None, size: int = 0
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
        head, tail = self.text.ends()
        return RawOutput(
            kind="stream",
            name=self.name,
            head=head,
            tail=tail,
            total_bytes=self.text.total,
        )


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
        self.dropped = 0
        """Outputs that were over the caps and are not kept."""

    @property
    def kept(self) -> int:
        """Bytes in memory."""
        return sum(shown.kept for shown in self._shown)

    def snapshot(self) -> list[RawOutput]:
        """What is shown now, in order."""
        return [shown.snapshot() for shown in self._shown]

    def stream(self, name: str, text: str) -> None:
        """A chunk of stdout or stderr; carriage returns stay as they came."""
        self._before_output()
        last = self._shown[-1] if self._shown else None
        if last is None or last.text is None or last.name != name:
            if len(self._shown) >= self._most:
                self.dropped += 1
                return
            last = _Shown("stream", name, Text(*self._caps), None)
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
        head, tail = text.ends()
        raw = RawOutput(
            kind="error",
            head=head,
            tail=tail,
            total_bytes=text.total,
            ename=str(content.get("ename", ""))[:1024],
            evalue=evalue.ends()[0],
        )
        self._shown.append(_Shown("error", None, None, raw, text.kept))

    def rich(self, message: Message) -> None:
        """display_data or execute_result."""
        self._before_output()
        raw, size = _rich(message)
        if len(self._shown) >= self._most or self._rich_kept + size > self._rich_bytes:
            self.dropped += 1
            return
        self._rich_kept += size
        self._shown.append(_Shown(raw.kind, None, None, raw, size))

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
        kept = size if self._rich_kept - shown.size + size <= self._rich_bytes else 0
        self.dropped += kept != size
        self._rich_kept += kept - shown.size
        shown.size = kept
        shown.raw = RawOutput(
            kind=shown.raw.kind,
            display_id=shown.raw.display_id,
            data=fresh.data if kept == size else {},
            total_bytes=fresh.total_bytes,
        )

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


def _size(value: Any) -> int:
    """Bytes of one representation (texts exactly, JSON values roughly)."""
    if isinstance(value, str):
        return len(value.encode("utf-8", "replace"))
    return len(repr(value))
