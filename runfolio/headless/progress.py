"""What a headless run tells on a terminal: the cell it is in, and how long each took."""

from __future__ import annotations

import shutil
import time
from typing import Protocol, TextIO


class Report(Protocol):
    """Told of cells as they run."""

    def began(self, number: int, count: int, source: str) -> None:
        """Cell number of count begins."""

    def ended(self, failed: bool) -> None:
        """It ended."""


class Quiet:
    """Says nothing."""

    def began(self, number: int, count: int, source: str) -> None:
        """Nothing."""

    def ended(self, failed: bool) -> None:
        """Nothing."""


class Terminal:
    """One line a cell on a terminal: its place and first line, then its time before it."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._began = 0.0
        self._place = ""
        self._line = ""

    def began(self, number: int, count: int, source: str) -> None:
        """Shown at once, to be overwritten."""
        self._place = f"cell {str(number).rjust(len(str(count)))} of {count}"
        self._line = first_line(source)
        self._began = time.monotonic()
        self._say(f"{self._place}  {'…':>10}  {self._line}")

    def ended(self, failed: bool) -> None:
        """The same line with its time, which stays."""
        took = f"{time.monotonic() - self._began:.1f} s"
        self._say(f"{self._place}  {took:>10}  {'✗ ' if failed else ''}{self._line}", end="\n")

    def _say(self, text: str, end: str = "") -> None:
        width = shutil.get_terminal_size().columns - 1
        shown = text if len(text) <= width else text[: max(0, width - 1)] + "…"
        try:
            self._out.write(f"\r\x1b[K{shown}{end}")
            self._out.flush()
        except (OSError, ValueError):
            return  # the terminal went away; the notebook goes on


def first_line(source: str) -> str:
    """The first line of code that says something; nothing in it can move the cursor."""
    lines = [line.strip() for line in source.splitlines() if line.strip()]
    chosen = next((line for line in lines if not line.startswith("#")), lines[0] if lines else "")
    return "".join(char if char.isprintable() else " " for char in chosen)
