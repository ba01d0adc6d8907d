"""Text of a step as lines: bounded, without colours, each as after its last carriage return,
values over several lines joined, and without what is never a metric as a whole."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from ..models.output import Output

#: Characters read at the head and at the tail of a text; what lies between is left out.
HEAD = 65_536
TAIL = 65_536
#: Lines read at the head and at the tail.
MAX_LINES = 4_000
#: Longest line that is read; of longer ones the end counts no more.
MAX_LINE = 4_096
MAX_JOINED = 200
MAX_JOINED_TEXT = 16_384

_ANSI = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[@-Z\\-_]|\x1b|\x08"
)
_WARNING = re.compile(r"(?:^|[\s:])[A-Z]\w{0,60}Warning:\s")
_TRACEBACK = "Traceback (most recent call last)"
_RAISED = re.compile(
    r"^[\w.]{0,100}(?:Error|Exception|Interrupt|Exit|StopIteration|Warning)(?:$|[:\s])"
)
#: Logs of libraries about themselves.
_LIBRARY = re.compile(
    r"^\s*(?:\[(?:LightGBM|Parallel|notice)\b"
    r"|(?:remote: )?(?:Enumerating|Counting|Compressing|Receiving|Resolving) (?:objects|deltas))"
)


#: One of these stands in every line that begins a block without metrics.
_BLOCKS = (
    _TRACEBACK, "<class 'pandas", "Warning:", "[LightGBM", "[Parallel", "[notice", "objects",
    "deltas",
)


def uncoloured(text: str) -> str:
    """The text without a terminal's colours and other commands."""
    return _ANSI.sub("", text)


def capped(text: str) -> str:
    """Head and tail of a text, cut at ends of lines where there are some."""
    if len(text) <= HEAD + TAIL:
        return text
    head, tail = text[:HEAD], text[-TAIL:]
    return head[: head.rfind("\n") + 1 or HEAD] + "\n" + tail[tail.find("\n") + 1 :]


def stream_text(outputs: Sequence[Output]) -> str:
    """What the streams of one step wrote, in the order of arrival, chunks of one stream joined.

    Where the other stream begins in the middle of a line, the line ends there.
    """
    parts: list[str] = []
    last: str | None = None
    for output in outputs:
        if output.kind != "stream" or not output.text:
            continue
        if parts and output.name != last and not parts[-1].endswith("\n"):
            parts.append("\n")
        parts.append(output.text)
        last = output.name
    return "".join(parts)


def physical(text: str) -> list[str]:
    """The lines of a text as a terminal would show them at last."""
    plain = uncoloured(capped(text)).replace("\r\n", "\n")
    every = plain.split("\n")
    if len(every) > 2 * MAX_LINES:
        every = [*every[:MAX_LINES], "", *every[-MAX_LINES:]]
    lines = []
    for raw in every:
        line = raw.rstrip("\r")
        line = line[line.rfind("\r") + 1 :] if "\r" in line else line
        lines.append(line[:MAX_LINE].rstrip())
    return lines


def logical(lines: Sequence[str]) -> list[str]:
    """Lines with bracketed values joined to one, without tracebacks, warnings and df.info()."""
    text = "\n".join(lines)
    blocks = any(word in text for word in _BLOCKS)
    if not blocks and not any(bracket in text for bracket in "[({"):
        return list(lines)
    found: list[str] = []
    position = apart = 0
    while position < len(lines):
        line = lines[position]
        skipped = _skipped(lines, position) if blocks else 0
        if skipped:
            position += skipped
            continue
        count, tried = _open_lines(lines, position) if position >= apart else (1, 0)
        if count > 1:
            rest = (part.strip() for part in lines[position + 1 : position + count])
            line = " ".join([line, *rest])
        apart = max(apart, tried)
        found.append(line)
        position += count
    return found


def _skipped(lines: Sequence[str], start: int) -> int:
    """How many lines from here on are a block that holds no metric; 0 when it is none."""
    line = lines[start]
    if _TRACEBACK in line:
        return _upto(lines, start, lambda text: bool(_RAISED.match(text)))
    if line.startswith("<class 'pandas"):
        return _upto(lines, start, lambda text: text.startswith("memory usage"))
    if _WARNING.search(line):
        follows = lines[start + 1 : start + 2]
        return 2 if follows and follows[0][:2] == "  " else 1
    return 1 if _LIBRARY.match(line) else 0


def _upto(lines: Sequence[str], start: int, is_last: Callable[[str], bool]) -> int:
    """Number of lines up to the first one after start that is the last of its block."""
    for position in range(start + 1, min(len(lines), start + MAX_JOINED)):
        if is_last(lines[position]):
            return position - start + 1
    return 1


def _balance(line: str) -> int:
    """Opened minus closed brackets."""
    opened = line.count("[") + line.count("{") + line.count("(")
    return opened - line.count("]") - line.count("}") - line.count(")")


def _open_lines(lines: Sequence[str], start: int) -> tuple[int, int]:
    """How many lines the bracketed value that opens on this line takes, 1 when it opens none.

    Also the line up to which that was tried in vain, so that it is not tried again from each.
    """
    depth = _balance(lines[start])
    if depth <= 0:
        return 1, 0
    size = len(lines[start])
    position = start
    for position in range(start + 1, min(len(lines), start + MAX_JOINED)):
        line, before = lines[position], lines[position - 1]
        size += len(line)
        continued = line[:1] in " \t]})" or before[-1:] in ",[{("
        if not line or not continued or size > MAX_JOINED_TEXT:
            break
        depth += _balance(line)
        if depth <= 0:
            return position - start + 1, 0
    return 1, position


def texts(outputs: Iterable[Output], mime: str) -> list[str]:
    """The representations of this MIME type that results and displays have inline."""
    return [
        content.text
        for output in outputs
        if output.kind in ("execute_result", "display_data")
        for content in output.contents
        if content.mime == mime and content.text
    ]
