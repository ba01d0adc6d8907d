"""One line of output made ready for reading pairs: what only looks like a pair is taken out.

Times of day, dates, log levels, exceptions, paths, `<objects>` and calls become boundaries;
scalars of numpy and torch become their numbers; brackets that belong to a name are masked.
"""

from __future__ import annotations

import builtins
import re

from .literals import NUMBER
from .paths import has_extension

#: What stands for something taken out: a boundary between segments.
GAP = "\t"

_SCALAR = re.compile(
    rf"(?<![\w.])(?:np\.|numpy\.|torch\.|jnp\.)?(?:float|int|uint)\d+\(({NUMBER})\)"
    rf"|(?<![\w.])(?:torch\.|tf\.)?(?:[tT]ensor|Array)\(({NUMBER})(?:,[^()]{{0,200}}"
    rf"(?:\([^()]{{0,200}}\)[^()]{{0,200}})?)?\)"
    rf"|<tf\.Tensor:[^<>]{{0,200}}numpy=({NUMBER})>"
)
_OBJECT = re.compile(r"<[A-Za-z_/][^<>]{0,400}>")
_CLOCK = re.compile(
    r"\[?(?:[A-Z] )?(?<!\d)\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?)?(?!\d)Z?\]?"
    r"|\[?(?<![\d:])\d{1,3}:\d\d:\d\d(?:[.,]\d{1,9})?(?![\d:])\]?"
    r"|(?<![\d/])\d{1,2}/\d{1,2}/\d{2,4}(?![\d/])"
)
_LEVEL = re.compile(
    r"^[\s\[(|:-]*(?:DEBUG|INFO|WARNING|WARN|ERROR|CRITICAL|FATAL)\b[\])]?"
    r"(?:\s*(?::[\w.]*:|[:|-]))?(?!\s*[-+]?[\d.])"
)
#: What a handler prints of an exception: `ValueError: …`, `ConvergenceWarning: …`. By Python's own
#: names, since `MeanSquaredError: 0.3` is a measure.
_EXCEPTIONS = "|".join(
    name for name, kind in sorted(vars(builtins).items())
    if isinstance(kind, type) and issubclass(kind, BaseException)
)
_RAISED = re.compile(rf"\b(?:{_EXCEPTIONS}|LinAlgError|NotFittedError)\b\s?(?::|\().*")
_OPTUNA = re.compile(r"\b(Trial \d{1,9}) finished with value: ")
_OPTUNA_END = " and parameters: "
_TOKEN = re.compile(r"\S+")
#: Without a slash only a file extension makes a path.
_SUFFIX = re.compile(r"\.(?:[A-Za-z]|7z)", re.IGNORECASE)
_WORDY_END = re.compile(r"\.[A-Za-z]\w{0,7}$")
_CALL = re.compile(r"(?<![\w.])[A-Za-z_][\w.]{0,100}\($")
_NAMES = re.compile(r"\s*[:=](?!=)")

# Characters of a bracket that belongs to a name: moved to a private plane so that no reader of
# pairs sees them, and back when the name is taken.
_MASKED = "0123456789:=,;|"
_MASK = {ord(char): 0xE000 + ord(char) for char in _MASKED}
_UNMASK = {0xE000 + ord(char): char for char in _MASKED}


def unmasked(name: str) -> str:
    """A name with its masked brackets as they were."""
    return name.translate(_UNMASK)


def scrub(line: str, language: str = "python") -> str:
    """The line without all that only looks like a pair."""
    if language.lower() == "r":
        line = re.sub(r'^\[1\] "?', "", line).rstrip('"')
    if "(" in line or "<" in line:
        line = _SCALAR.sub(lambda found: found[1] or found[2] or found[3], line)
    if "<" in line:
        line = _OBJECT.sub(GAP, line)
    if "Error" in line or "Exception" in line or "Warning" in line:
        line = _RAISED.sub(GAP, line)
    line = _CLOCK.sub(GAP, line)
    line = _LEVEL.sub(GAP, line, count=1)
    line = _trial(line)
    if "/" in line or "\\" in line or _SUFFIX.search(line):
        line = _TOKEN.sub(lambda found: GAP if _is_path(found[0]) else found[0], line)
    return _brackets(line) if "(" in line else line


def _trial(line: str) -> str:
    """A line of Optuna as `Trial n value: v`: its parameters and the best so far are no metrics."""
    found = _OPTUNA.search(line)
    if not found:
        return line
    end = line.find(_OPTUNA_END, found.end())
    value = line[found.end() : end if end > 0 else len(line)]
    return f"{found[1]} value: {value}"


def _is_path(token: str) -> bool:
    """Whether a token names a file or an address."""
    plain = token.strip(".,;:)('\"[]")
    if has_extension(plain):
        return True
    if "://" in plain or token.startswith(("/", "./", "../", "~/", "\\")):
        return len(plain) > 1
    if "/" not in plain and ":\\" not in plain:
        return False
    return bool(_WORDY_END.search(plain)) and plain.count("/") > 0


def _closing(line: str, start: int) -> int:
    """Position of the bracket that closes the one at start; -1 when none does."""
    depth = 0
    for position in range(start, min(len(line), start + 4096)):
        if line[position] == "(":
            depth += 1
        elif line[position] == ")":
            depth -= 1
            if depth == 0:
                return position
    return -1


def _brackets(line: str) -> str:
    """Calls taken out; brackets in front of `:` or `=` masked, since they belong to the name."""
    parts: list[str] = []
    done = 0
    for _ in range(64):
        start = line.find("(", done)
        if start < 0:
            break
        end = _closing(line, start)
        if end < 0:
            called = _CALL.search(line, done, start + 1)
            parts.append(line[done : called.start()] if called else line[done:])
            return "".join(parts)
        if _NAMES.match(line, end + 1):
            parts.append(line[done:start] + line[start : end + 1].translate(_MASK))
        else:
            called = _CALL.search(line, max(done, start - 110), start + 1)
            parts.append(line[done : called.start()] + GAP if called else line[done : end + 1])
        done = end + 1
    parts.append(line[done:])
    return "".join(parts)
