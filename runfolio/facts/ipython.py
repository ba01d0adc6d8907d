"""What IPython reads before Python does: magics, shell lines, help (pure, text in, text out).

Every line keeps its number: what is not Python becomes `pass` or an empty line. A magic is one
only at the start of a logical line; inside brackets, strings and continued lines `%` and `?` are
Python's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

#: Magics that run their code in the notebook's own namespace: the code stays, the magic goes.
TRANSPARENT = frozenset(
    {"time", "capture", "prun", "track", "debug", "memit", "snakeviz", "scalene", "pyinstrument"}
    | {"memray_flamegraph", "wandb", "notify", "heat"}
)

#: Magics that run their code in a namespace of its own: nothing is left behind.
ISOLATED = frozenset({"timeit"})

#: Stands for the value of `x = %magic` and `x = !command`: known to be computed, nothing else.
_COMPUTED = "get_ipython()"

_CELL_MAGIC = re.compile(r"%%(\w+)[ \t]*(.*)")
_LINE_MAGIC = re.compile(r"([ \t]*)(%%?)([\w.]+)[ \t]*(.*)", re.DOTALL)
_ASSIGNED = re.compile(r"([ \t]*[\w \t.,*\[\]]+?=[ \t]*)(?:%[A-Za-z_]|!)")
_HELP_END = re.compile(r"[ \t]*(?:%{0,2}[A-Za-z_*][\w.*\[\]:\-]*)\?{1,2}[ \t]*(?:#.*)?$")
_PROMPT = re.compile(r"^(?:>>> ?|In \[\d+\]: ?)")
_PROMPTS = re.compile(r"^(?:>>> ?|\.\.\. ?|In \[\d+\]: ?|[ \t]*\.{3,}: ?)")
_OPTIONS = {
    "time": re.compile(r"(?:--no-raise-error\s+)*"),
    "timeit": re.compile(r"(?:-(?:[nrp]\s*\d+|[tcqov]+)(?:\s+|$))*"),
    "prun": re.compile(r"(?:-(?:[lsTD]\s*\S+|[rq]+)(?:\s+|$))*"),
}
_TOKEN = re.compile(r"""#.*|'{3}|"{3}|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|[()\[\]{}]|\\.""")
_STRING_END = {
    quote: re.compile(r"(?:\\.|(?!" + quote + r")[^\\])*?" + quote) for quote in ("'''", '"""')
}


@dataclass(frozen=True)
class MagicLine:
    """One magic, shell line or request for help.

    name: `%time`, `%%bash`, `!`, `?` or an escape (`/`, `,`, `;`); argument: the rest of its line;
    isolated: the code that it runs and that leaves nothing behind, else None.
    """

    line: int
    name: str
    argument: str
    isolated: str | None = None


@dataclass
class Plain:
    """Code as Python reads it. foreign: the cell is another language or an unknown magic's."""

    source: str
    magics: list[MagicLine] = field(default_factory=list)
    foreign: bool = False


def plain(code: str) -> Plain:
    """The Python of a cell, line by line, and what else was in it."""
    lines = _unprompted(code.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    magics: list[MagicLine] = []
    start = 0
    while True:
        start = next((i for i in range(start, len(lines)) if lines[i].strip()), len(lines))
        found = _CELL_MAGIC.match(lines[start]) if start < len(lines) else None
        if found is None:
            break
        name, argument = found[1], found[2].strip()
        lines[start] = ""
        body = "\n".join(lines[start:])
        if name in ISOLATED:
            setup = _OPTIONS[name].sub("", argument, count=1)
            magics.append(MagicLine(start + 1, "%%" + name, argument, setup + body))
            return Plain("", magics)
        magics.append(MagicLine(start + 1, "%%" + name, argument))
        if name not in TRANSPARENT:
            return Plain("", magics, foreign=True)
    return _lines(lines, magics)


def _unprompted(lines: list[str]) -> list[str]:
    """Without the prompts of a pasted session and without an indentation of the whole cell."""
    first = next((line for line in lines if line.strip()), "")
    if _PROMPT.match(first):
        return [_PROMPTS.sub("", line, count=1) for line in lines]
    indent = first[: len(first) - len(first.lstrip(" \t"))]
    if not indent:
        return lines
    return [line[len(indent) :] if line.startswith(indent) else line for line in lines]


def _lines(lines: list[str], magics: list[MagicLine]) -> Plain:
    out: list[str] = []
    lexer = _Lexer()
    index = 0
    while index < len(lines):
        line = lines[index]
        if not lexer.inside:
            replaced, magic, count = _special(lines, index)
            if magic is not None:
                magics.append(magic)
            if magic is not None and replaced is None:
                out.append(line[: len(line) - len(line.lstrip(" \t"))] + "pass")
                out.extend([""] * (count - 1))
                index += count
                continue
            line = line if replaced is None else replaced
        out.append(line)
        lexer.feed(line)
        index += 1
    return Plain("\n".join(out), magics)


def _special(lines: list[str], index: int) -> tuple[str | None, MagicLine | None, int]:
    """What a logical line becomes (None: nothing), its magic, and how many lines it takes."""
    line = lines[index]
    text = line.lstrip(" \t")
    if not text or text[0] == "#":
        return None, None, 1
    if _HELP_END.match(line) or text[0] == "?":
        return None, MagicLine(index + 1, "?", text.strip("? ")), 1
    if text[0] in "!/,;":
        count = _continued(lines, index)
        return None, MagicLine(index + 1, text[0], _joined(lines, index, count)[1:].strip()), count
    if text[0] == "%":
        return _line_magic(lines, index)
    assigned = _ASSIGNED.match(line)
    if assigned is None:
        return None, None, 1
    return assigned[1] + _COMPUTED, MagicLine(index + 1, "=", line[assigned.end(1) :]), 1


def _line_magic(lines: list[str], index: int) -> tuple[str | None, MagicLine | None, int]:
    found = _LINE_MAGIC.match(lines[index])
    if found is None:
        return None, MagicLine(index + 1, "%", lines[index].strip()), 1
    indent, escape, name, rest = found.groups()
    options = _OPTIONS.get(name)
    statement = options.sub("", rest, count=1) if options else rest
    if name in TRANSPARENT and escape == "%" and statement.strip():
        return indent + statement, MagicLine(index + 1, "%" + name, ""), 1
    count = _continued(lines, index)
    if name in ISOLATED:
        joined = _joined(lines, index, count)[1 + len(name) :].strip()
        code = _OPTIONS[name].sub("", joined, count=1)
        return None, MagicLine(index + 1, "%" + name, joined, code), count
    return None, MagicLine(index + 1, escape + name, rest.strip()), count


def _continued(lines: list[str], index: int) -> int:
    """How many physical lines a magic takes: a backslash at the end goes on."""
    end = index
    while end < len(lines) - 1 and lines[end].endswith("\\"):
        end += 1
    return end - index + 1


def _joined(lines: list[str], index: int, count: int) -> str:
    return " ".join(line.rstrip("\\") for line in lines[index : index + count]).lstrip(" \t")


class _Lexer:
    """Knows at each line's end whether the logical line goes on: brackets, strings, backslash."""

    def __init__(self) -> None:
        self._depth = 0
        self._quote: str | None = None
        self._backslash = False

    @property
    def inside(self) -> bool:
        """True when the next physical line belongs to the logical line so far."""
        return self._depth > 0 or self._quote is not None or self._backslash

    def feed(self, line: str) -> None:
        """Reads one physical line."""
        at = 0
        while at < len(line):
            if self._quote is not None:
                end = _STRING_END[self._quote].match(line, at)
                if end is None:
                    self._backslash = False
                    return
                at, self._quote = end.end(), None
            found = _TOKEN.search(line, at)
            if found is None:
                break
            at = found.end()
            mark = found[0]
            if mark in _STRING_END:
                self._quote = mark
            elif mark in "([{":
                self._depth += 1
            elif mark in ")]}":
                self._depth = max(0, self._depth - 1)
        self._backslash = self._quote is None and line.endswith("\\")
