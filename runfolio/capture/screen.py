"""What a stream shows in the end, as JupyterLab does it, with the ends of it kept (pure).

A carriage return goes back to the start of the line and what follows writes over it; a backspace
takes one character of the line away; a line feed always stands at the end. Bytes are counted and
digested as the kernel sent them, whatever was written over.
"""

from __future__ import annotations

import hashlib
import re
from collections import deque
from typing import NamedTuple

PIECE = 1 << 20
"""Characters that are worked on at once: a flood costs no copy of it."""
LINE = 16_384
"""Characters of an unfinished line that can still be written over; those before them stay."""

_TOKENS = re.compile("[^\n\r\b]+|\n|\r+|\b+")


class Ends(NamedTuple):
    """A text, or its ends when something between them was left out (bytes of UTF-8)."""

    head: str
    tail: str
    left_out: int


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
        self.add_bytes(text.encode("utf-8", "replace"))

    def add_bytes(self, data: bytes) -> None:
        """Append text in UTF-8."""
        self.total += len(data)
        if self._head_open:
            data = self._fill_head(data)
        if data:
            # A few bytes more than the cap, since the first character may be cut.
            self._tail.append(data[-self._tail_cap - 3:])
            self._tail_size += len(self._tail[-1])
            while self._tail and self._tail_size - len(self._tail[0]) >= self._tail_cap:
                self._tail_size -= len(self._tail.popleft())

    def _fill_head(self, data: bytes) -> bytes:
        """Put what fits into the head; the rest is the tail's. Never splits a character."""
        room = self._head_cap - self._head_size
        cut = len(data)
        if cut > room:
            self._head_open = False
            cut = _character_start(data, room)
        if len(self._head) > 64:
            self._head = [b"".join(self._head)]
        self._head.append(data[:cut])
        self._head_size += cut
        return data[cut:]

    @property
    def kept(self) -> int:
        """Bytes in memory."""
        return self._head_size + self._tail_size

    def ends(self, more: str = "") -> Ends:
        """The text with `more` at its end, or both ends of it. Changes nothing."""
        if len(self._head) > 1:
            self._head = [b"".join(self._head)]
        added = more.encode("utf-8", "replace")
        total = self.total + len(added)
        head, tail = b"".join(self._head), b"".join(self._tail)
        if self._head_open:
            cut = _character_start(added, self._head_cap - self._head_size)
            head, added = head + added[:cut], added[cut:]
        tail = _last(tail + added, self._tail_cap)
        left_out = total - len(head) - len(tail)
        if not left_out:
            return Ends((head + tail).decode("utf-8"), "", 0)
        return Ends(head.decode("utf-8"), tail.decode("utf-8"), left_out)


def _last(data: bytes, most: int) -> bytes:
    """The last bytes up to the cap, from the start of a character on."""
    start = max(0, len(data) - most)
    while start and start < len(data) and data[start] & 0xC0 == 0x80:
        start += 1
    return data[start:]


def _character_start(data: bytes, at: int) -> int:
    """The largest index ≤ at where a character starts (at most the length)."""
    at = min(at, len(data))
    while at > 0 and at < len(data) and data[at] & 0xC0 == 0x80:
        at -= 1
    return at


class Stream:
    """One stream of a step on the screen. total: bytes that the kernel sent for it."""

    def __init__(self, head_bytes: int, tail_bytes: int) -> None:
        self._shown = Text(head_bytes, tail_bytes)
        self._line: list[str] = []
        """Characters of the line that no line feed has ended yet."""
        self._at = 0
        """Where the next character goes in it."""
        self._sha = hashlib.sha256()
        self._whole = True
        self.total = 0

    @property
    def kept(self) -> int:
        """Bytes in memory, about."""
        return self._shown.kept + len(self._line)

    @property
    def digest(self) -> str | None:
        """sha256 of all bytes that were sent; None when some never came here."""
        return self._sha.hexdigest() if self._whole else None

    def miss(self) -> None:
        """Some of the stream never came: count and digest are of what did."""
        self._whole = False

    def add(self, text: str) -> None:
        """What the kernel sent next."""
        for begin in range(0, len(text), PIECE):
            piece = text[begin:begin + PIECE] if len(text) > PIECE else text
            data = piece.encode("utf-8", "replace")
            self.total += len(data)
            self._sha.update(data)
            if "\r" in piece or "\b" in piece or self._at < len(self._line):
                self._write(piece.replace("\r\n", "\n"))
            else:
                self._append(piece, data)

    def ends(self) -> Ends:
        """What is shown now, or both ends of it."""
        return self._shown.ends("".join(self._line))

    def _append(self, piece: str, data: bytes) -> None:
        """Text that writes over nothing, which is nearly all of it."""
        if data[-1:] == b"\n":
            self._settle(len(self._line))
            self._shown.add_bytes(data)
            return
        cut = piece.rfind("\n") + 1
        cut = max(cut, len(piece) - LINE)
        if cut:
            self._settle(len(self._line))
            self._shown.add(piece[:cut])
        self._line.extend(piece[cut:])
        self._at = len(self._line)
        self._shorten()

    def _write(self, piece: str) -> None:
        for token in _TOKENS.findall(piece):
            first = token[0]
            if first == "\n":
                self._line.append("\n")
                self._settle(len(self._line))
            elif first == "\r":
                self._at = 0
            elif first == "\b":
                gone = min(len(token), self._at)
                del self._line[self._at - gone:self._at]
                self._at -= gone
            else:
                self._line[self._at:self._at + len(token)] = token
                self._at += len(token)
                self._shorten()

    def _shorten(self) -> None:
        if len(self._line) > 2 * LINE:
            self._settle(len(self._line) - LINE)

    def _settle(self, count: int) -> None:
        """The first characters of the line can no more be written over."""
        if count:
            self._shown.add("".join(self._line[:count]))
            del self._line[:count]
            self._at = max(0, self._at - count)
