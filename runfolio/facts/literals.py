"""Numbers and values as Python libraries print them, read without evaluating anything.

np.float64(x), tensor(x, …), array([…]), OrderedDict(…) are their numbers; `<…>` and calls of
anything else are OPAQUE. Bounded in size and depth, linear in the length of the text.
"""

from __future__ import annotations

import re
from typing import NamedTuple

MAX_TEXT = 65_536
MAX_DEPTH = 12

_DIGITS = r"(?:\d{1,3}(?:,\d{3})+(?![\d])|\d+)"
_EXPONENT = r"(?:[eE][-+]?\d{1,4})?"
#: NaN and infinity as libraries print them.
SPECIAL = r"[-+]?(?:nan|NaN|NAN|inf|Inf|INF|[Ii]nfinity)(?!\w)"
#: A number in running text, thousands commas allowed. No named groups: it is built into others.
NUMBER = rf"(?:[-+−]?(?:{_DIGITS}(?:\.\d*)?|\.\d+){_EXPONENT}|{SPECIAL})"


class Num(NamedTuple):
    """A number with the decimals it was printed with."""

    value: float
    decimals: int


class Opaque:
    """A value that is no number, text or container of them."""


class Seq(NamedTuple):
    """A list, tuple or array; set and other brackets count as lists."""

    kind: str
    items: list[Value]


class Dict(NamedTuple):
    """A dict in the order of its text."""

    items: list[tuple[Value, Value]]


Value = Num | str | bool | None | Opaque | Seq | Dict
OPAQUE = Opaque()


def number(text: str) -> Num:
    """A text that matched NUMBER, as a number."""
    plain = text.replace(",", "").replace("−", "-")
    mantissa, _, exponent = plain.lower().partition("e")
    digits = mantissa.partition(".")[2] if mantissa[-1:].isdigit() or "." in mantissa else ""
    shift = int(exponent) if exponent.lstrip("+-").isdigit() else 0
    return Num(float(plain), max(0, len(digits) - shift) if digits or shift < 0 else 0)


_TOKEN = re.compile(
    rf"""\s*(?:
    (?P<str>[bru]?'(?:[^'\\\n]|\\.)*'|[bru]?"(?:[^"\\\n]|\\.)*")
    |(?P<num>[-+]?(?:\d+(?:\.\d*)?|\.\d+){_EXPONENT}(?![\w.])|{SPECIAL})
    |(?P<name>[^\W\d][\w.]*)
    |(?P<object><[^<>]{{0,400}}>)
    |(?P<dots>\.\.\.)
    |(?P<mark>[\[\](){{}},:=])
    )""",
    re.VERBOSE,
)
_TENSOR = re.compile(r"numpy=([-+]?[\d.]+(?:e[-+]?\d+)?)>$")
_ESCAPE = re.compile(r"\\(.)")
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r"}
_CONSTANTS: dict[str, bool | None] = {
    "True": True, "true": True, "False": False, "false": False, "None": None, "null": None,
}
#: Calls that are their first argument: last part of the dotted name.
_WRAPPERS = re.compile(
    r"^(?:float\d*|float_|double|longdouble|int\d*|uint\d*|bool_?|tensor|[Tt]ensor|Array|DeviceArray"
    r"|array|asarray|Parameter|OrderedDict|defaultdict|dict|Counter|Decimal|list|tuple)$"
)
_CLOSING = {"[": "]", "(": ")", "{": "}"}


class _Unreadable(Exception):
    """The text is no value."""


def unquote(text: str) -> str:
    """The text that a simple string literal stands for."""
    body = text.lstrip("bru")[1:-1]
    return _ESCAPE.sub(lambda found: _ESCAPES.get(found[1], found[1]), body)


class _Reader:
    """Recursive descent over the tokens of one text."""

    def __init__(self, text: str, start: int) -> None:
        self.text = text
        self.end = start
        self.kind = ""
        self.token = ""
        self.next = start
        self.advance()

    def advance(self) -> None:
        """Step to the next token; kind is empty where there is none."""
        self.end = self.next
        found = _TOKEN.match(self.text, self.next)
        if found is None:
            self.kind, self.token = "", ""
            return
        self.kind = found.lastgroup or ""
        self.token = found[self.kind]
        self.next = found.end()

    def take(self, mark: str) -> bool:
        """Step over this mark, if it is the next token."""
        if self.kind == "mark" and self.token == mark:
            self.advance()
            return True
        return False

    def value(self, depth: int) -> Value:
        """One value."""
        if depth > MAX_DEPTH:
            raise _Unreadable
        kind, token = self.kind, self.token
        if kind == "mark" and token in _CLOSING:
            return self.container(token, depth)
        if kind in ("", "mark"):
            raise _Unreadable
        self.advance()
        if kind == "num":
            return number(token)
        if kind == "str":
            return unquote(token)
        if kind == "object":
            found = _TENSOR.search(token)
            return number(found[1]) if found else OPAQUE
        if kind == "name":
            return self.named(token, depth)
        return OPAQUE

    def named(self, name: str, depth: int) -> Value:
        """A constant, or a call."""
        if self.take("("):
            arguments = self.arguments(depth)
            last = name.rpartition(".")[2]
            if not _WRAPPERS.match(last) or not arguments:
                return OPAQUE
            inner = arguments[1 if last == "defaultdict" and len(arguments) > 1 else 0]
            return _wrapped(last, inner)
        return _CONSTANTS.get(name, OPAQUE)

    def arguments(self, depth: int) -> list[Value]:
        """Positional arguments up to the closing bracket; keywords are read and dropped."""
        found: list[Value] = []
        while not self.take(")"):
            item = self.value(depth + 1)
            if self.take("="):
                self.value(depth + 1)
            else:
                found.append(item)
            self.take(",")
        return found

    def container(self, opening: str, depth: int) -> Value:
        """A list, tuple, set or dict; items may be separated by blanks only, as numpy does."""
        closing = _CLOSING[opening]
        self.advance()
        items: list[Value] = []
        pairs: list[tuple[Value, Value]] = []
        comma = False
        while not self.take(closing):
            item = self.value(depth + 1)
            if opening == "{" and self.take(":"):
                pairs.append((item, self.value(depth + 1)))
            else:
                items.append(item)
            comma = self.take(",") or comma
        if opening == "{" and not items:
            return Dict(pairs)
        if opening == "(":
            return items[0] if len(items) == 1 and not comma else Seq("tuple", items)
        return Seq("list" if comma or len(items) < 2 else "array", items)


def _wrapped(name: str, inner: Value) -> Value:
    """What a wrapper makes of its argument."""
    if isinstance(inner, Seq):
        if name in ("OrderedDict", "dict"):
            return Dict([
                (item.items[0], item.items[1])
                for item in inner.items
                if isinstance(item, Seq) and len(item.items) == 2
            ])
        return Seq("list" if name == "list" else "array", inner.items)
    if isinstance(inner, str):
        found = re.fullmatch(NUMBER, inner)
        return number(inner) if found else OPAQUE
    return inner


def read_at(text: str, start: int) -> tuple[Value, int] | None:
    """The value that begins at this position and where it ends; None when it is none."""
    if len(text) - start > MAX_TEXT:
        return None
    reader = _Reader(text, start)
    try:
        value = reader.value(0)
    except _Unreadable:
        return None
    return value, reader.end


def whole(text: str) -> Value:
    """The value that the whole text is; OPAQUE when it is none."""
    found = read_at(text, 0)
    if found is None or text[found[1] :].strip():
        return OPAQUE
    return found[0]


def flat(value: Value) -> list[Num] | None:
    """The numbers of a sequence of numbers; None when it holds anything else."""
    if not isinstance(value, Seq) or not value.items:
        return None
    numbers = [item for item in value.items if isinstance(item, Num)]
    return numbers if len(numbers) == len(value.items) else None
