"""The one bounded parse of code: what every reader of executed code starts from.

Bounded in size, depth and time, cached by digest, quiet, thread-safe. It never raises: what cannot
be read is `unparsed`, and says so.
"""

from __future__ import annotations

import ast
import hashlib
import re
import threading
import warnings
from collections import OrderedDict
from dataclasses import dataclass
from typing import Literal

from .ipython import MagicLine, plain

VERSION = 1

#: Longer code is not read (characters). A cell of this size is data, not a program.
MAX_CODE = 200_000

#: Deeper trees are not read (levels of nodes), so that whoever walks one may recurse.
MAX_DEPTH = 200

#: Bounds of the cache: entries, and characters of code in all of them together.
_CACHE_ENTRIES, _CACHE_CHARS = 256, 200_000

_FILENAME = "<runfolio cell>"

#: Runs of prefixes that the parser would take one level of the stack each for.
_TOWER = re.compile(r"(?:[-+~(\[{]\s*){200}|(?:not\s+){200}|(?:lambda\s*:\s*){200}")

#: Comments and strings, in which a row of dashes is no tower.
_QUOTED = re.compile(
    r"""#.*|'{3}(?s:.)*?'{3}|"{3}(?s:.)*?"{3}|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*\""""
)

State = Literal["parsed", "foreign", "unparsed"]


@dataclass(frozen=True)
class Magic:
    """A magic, shell line or request for help (facts/ipython.py says what its name may be).

    isolated: the tree of the code that it runs and that leaves no names behind (`%timeit f(1)`),
    None where it runs none; unread: it runs such code and that could not be parsed.
    """

    line: int
    name: str
    argument: str
    isolated: ast.Module | None = None
    unread: bool = False


@dataclass(frozen=True)
class Syntax:
    """Code, read.

    tree: the Python that ran, None unless state is "parsed"; source: the text that tree was made
    from, with the line numbers of the cell; magics: what was in the cell beside Python.
    state: "foreign" for another language (`%%bash`), "unparsed" for what cannot be read.
    """

    source: str
    tree: ast.Module | None
    state: State
    magics: tuple[Magic, ...] = ()
    lines: tuple[bytes, ...] = ()

    def segment(self, node: ast.AST) -> str:
        """The text of a node as written (empty for nodes that have no place)."""
        line: int | None = getattr(node, "lineno", None)
        end: int | None = getattr(node, "end_lineno", None)
        if line is None or end is None or end > len(self.lines):
            return ""
        first: int = getattr(node, "col_offset", 0)
        last: int | None = getattr(node, "end_col_offset", None)
        if line == end:
            return self.lines[line - 1][first:last].decode("utf-8", "replace")
        middle = self.lines[line : end - 1]
        parts = [self.lines[line - 1][first:], *middle, self.lines[end - 1][:last]]
        return b"\n".join(parts).decode("utf-8", "replace")


class _Cache:
    """The last used readings, by digest of the code."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[bytes, Syntax] = OrderedDict()
        self._chars = 0

    def get(self, key: bytes) -> Syntax | None:
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
            return found

    def put(self, key: bytes, syntax: Syntax) -> None:
        size = len(syntax.source)
        if size > _CACHE_CHARS // 2:
            return
        with self._lock:
            if key in self._kept:
                return
            self._kept[key] = syntax
            self._chars += size
            while len(self._kept) > _CACHE_ENTRIES or self._chars > _CACHE_CHARS:
                self._chars -= len(self._kept.popitem(last=False)[1].source)


_cache = _Cache()


def parse(code: str) -> Syntax:
    """Reads the code of one execution. Never raises; the same code is parsed once."""
    if len(code) > MAX_CODE:
        return Syntax("", None, "unparsed")
    key = hashlib.sha256(code.encode("utf-8", "surrogatepass")).digest()
    found = _cache.get(key)
    if found is None:
        found = _read(code)
        _cache.put(key, found)
    return found


def _read(code: str) -> Syntax:
    # What parses as Python has no magics: none of them is Python at the start of a logical line.
    tree = _tree(code)
    if tree is not None:
        return _syntax(code, tree, ())
    text = plain(code)
    magics = tuple(_magic(line) for line in text.magics)
    if text.foreign:
        return Syntax("", None, "foreign", magics)
    tree = _tree(text.source)
    if tree is None:
        return Syntax("", None, "unparsed", magics)
    return _syntax(text.source, tree, magics)


def _syntax(source: str, tree: ast.Module, magics: tuple[Magic, ...]) -> Syntax:
    text = source.replace("\r\n", "\n").replace("\r", "\n")
    return Syntax(source, tree, "parsed", magics, tuple(text.encode("utf-8").split(b"\n")))


def _magic(line: MagicLine) -> Magic:
    if line.isolated is None:
        return Magic(line.line, line.name, line.argument)
    tree = _tree(line.isolated)
    return Magic(line.line, line.name, line.argument, tree, unread=tree is None)


def _tree(source: str) -> ast.Module | None:
    if _TOWER.search(source) and _TOWER.search(_QUOTED.sub("''", source)):
        return None
    _quieten()
    try:
        tree = ast.parse(source, _FILENAME)
    except (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError, Warning):
        return None
    return tree if _shallow(tree) else None


def _quieten() -> None:
    """No warnings about a user's cell in the server's log.

    A standing filter by file name, since `catch_warnings` is not safe where several threads parse.
    """
    for _action, _message, _category, module, _line in warnings.filters[:8]:
        if isinstance(module, re.Pattern) and module.pattern == re.escape(_FILENAME):
            return
    warnings.filterwarnings("ignore", module=re.escape(_FILENAME))


def _shallow(tree: ast.Module) -> bool:
    level: list[ast.AST] = [tree]
    for _ in range(MAX_DEPTH):
        if not level:
            return True
        level = [child for node in level for child in ast.iter_child_nodes(node)]
    return not level
