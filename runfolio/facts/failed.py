"""What of a cell ran when it failed midway: the code up to the statement that its traceback names.

IPython heads each frame of the cell itself by `Cell In[n], line k` and marks the line by an arrow,
frames of functions by a further `, in name`. Lines are counted without leading blank ones, within
`%%time` from the line below it, and magics over several lines are one: so the text behind the
arrow decides where the number does not fit.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..models.output import Output
from .lines import uncoloured
from .syntax import Syntax, parse

_FRAME = re.compile(
    r"^[ ]*(?:Cell In ?\[\d+\], line (?P<line>\d+)|File <timed exec>:(?P<timed>\d+)"
    r"|Input In \[\d+\], in <cell line: (?P<old>\d+)>.*)[ ]*$", re.MULTILINE)
_ARROW = re.compile(r"^-+> (\d+)(?: (.*))?$", re.MULTILINE)
_CHAINED = re.compile(
    r"^(?:During handling of the above exception|The above exception was the direct cause)",
    re.MULTILINE)
_UNREAD = ("SyntaxError", "IndentationError", "TabError")


def ran(code: str, outputs: Sequence[Output]) -> str:
    """The code without the top-level statements after the one that failed; with the numbers of
    its lines. All of it where no traceback says which that is, or where it cannot be read."""
    error = next((output for output in reversed(outputs) if output.kind == "error"), None)
    syntax = parse(code)
    if error is None or syntax.tree is None:
        return code
    traceback = uncoloured(error.text)
    if error.ename in _UNREAD and not _ARROW.search(traceback) and _is_of_cell(traceback):
        return ""  # the kernel's Python could not read it: nothing ran
    line = _failing_line(traceback, syntax, code.split("\n"))
    return code if line is None else _up_to(code, syntax, line)


def _is_of_cell(traceback: str) -> bool:
    """Whether a traceback without an arrow has no frames but the cell's text."""
    return bool(_FRAME.match(traceback))


def _failing_line(traceback: str, syntax: Syntax, lines: Sequence[str]) -> int | None:
    """The line of the cell, from 1, in which its own code was when it failed."""
    last = traceback
    for found in _CHAINED.finditer(traceback):
        last = traceback[found.start() :]
    frames = list(_FRAME.finditer(last))
    if not frames:
        return None
    timed = next((frame for frame in frames if frame["timed"]), None)
    blank = next((at for at, line in enumerate(lines) if line.strip()), 0)
    if timed is not None:
        above = max((magic.line for magic in syntax.magics if magic.name == "%%time"), default=0)
        return above + int(timed["timed"])
    frame = frames[0]
    number = blank + int(frame["line"] or frame["old"])
    arrow = _ARROW.search(last, frame.end())
    return _nearest(lines, number, (arrow[2] or "").strip() if arrow else "")


def _nearest(lines: Sequence[str], number: int, text: str) -> int:
    """The line with this text that is nearest to the number; the number itself without any."""
    same = [at for at, line in enumerate(lines, 1) if line.strip() == text] if text else []
    return min(same, key=lambda at: abs(at - number), default=number)


def _up_to(code: str, syntax: Syntax, line: int) -> str:
    """The code up to the end of the first top-level statement that is still going on at line."""
    assert syntax.tree is not None
    body = syntax.tree.body
    at = next((at for at, one in enumerate(body) if (one.end_lineno or one.lineno) >= line), None)
    if at is None or at + 1 == len(body):
        return code
    end, column = body[at].end_lineno or body[at].lineno, body[at].end_col_offset
    lines = code.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if body[at + 1].lineno > end:
        return "\n".join(lines[:end])
    cut = syntax.lines[end - 1][:column].decode("utf-8", "replace")
    return "\n".join([*lines[: end - 1], cut])
