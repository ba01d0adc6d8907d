"""Values that are secrets by the name they are assigned to: passwords, and what looks random.

Names are found by the word that makes them telling, in lower case, together with the sign that a
value follows; only then is the name read as a whole and the value judged.
"""

from __future__ import annotations

import math
import re
import string
from collections.abc import Iterator

from . import secret_names
from .paths import has_extension

#: Begins of the words that make a name telling: every word of secret_names has one.
_NEEDLES = (b"pass", b"pwd", b"secret", b"token", b"key", b"credential")
#: The rest of the name after it, and that a value follows. More than secret_names.kind takes.
_TELLING = (
    rb"(?:s|words?|wd|phrase|code)?"
    rb"(?:[_-]{0,3}(?:prod|dev|staging|live|value|string|str|old|new|[12])){0,4}"
    rb"[_-]{0,3}(?![a-z0-9_-])"
    rb"(?=\\?[\"']|\s{0,20}[:=,])"
)
_ASSIGNED = tuple((needle, re.compile(needle + _TELLING)) for needle in _NEEDLES)
_FLAG = re.compile(rb"--(?<![a-z0-9_-]--)[a-z0-9_-]{3,60}(?=\s[^\s=:,-])")
_NAME_CHARACTERS = string.ascii_letters + string.digits + "_-"
_NAME_REACH = 60
_VALUE = re.compile(
    r"(?P<close>\\?[\"']\]?)?(?:\s{0,3}:\s{0,3}[A-Za-z_]\w{0,20}(?=\s{0,3}=))?"
    r"(?P<between>\s{0,20}(?:=>|=(?!=)|:(?!:)|,)\s{0,20}|\s(?=[^\s=:,-]))"
    r"(?:(?P<open>[rbf]?\\?[\"'])(?P<quoted>[^\"'\\\n]{1,512})|(?P<bare>[^\s\"',;&)}\]]{4,200}))"
)
#: Parts of what only stands for a secret, in lower case.
_STAND_INS = (
    "your", "example", "change", "xxxx", "***", "<", "{", "$", "%(", "...", "…", "dummy",
    "placeholder", "insert", "redacted", "removed:", "sample", "enter", "fake", "todo", "my",
)
_PLACEHOLDER = re.compile(
    "|".join(re.escape(part) for part in _STAND_INS if part not in ("change", "my"))
    + r"|change.?me|my[-_ ]?(?:api|secret|token|password|key)"
)
_CODE = re.compile(
    r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+$|[A-Za-z]+\d{0,2}(?:_[A-Za-z]+\d{0,2})*$|.*[(\[]"
)
_WORDS = re.compile(r"[A-Za-z_.]+$|.*[(\[]")
_ADDRESS = re.compile(r"[~.]{0,2}/|[A-Za-z]:\\|https?:")
_DSN_NEAR = re.compile(
    r"\b(?:host|server|user|user id|username|uid|dbname|database|data source)\s?=", re.IGNORECASE
)


def is_placeholder(value: str) -> bool:
    """Whether a value only stands for a secret."""
    head = value[:80].lower()
    if any(part in head for part in _STAND_INS) and _PLACEHOLDER.search(head):
        return True
    return not any(char.isalnum() for char in value)


def assigned(text: str, data: bytes) -> Iterator[tuple[int, int, str]]:
    """Start, end and label of values that look random, or of any password, assigned to a name that
    speaks of secrets. data is the text with one byte for each character."""
    lowered = data.lower()
    for needle, pattern in _ASSIGNED:
        if needle not in lowered:
            continue
        done = 0
        for found in pattern.finditer(lowered):
            at, end = found.span()
            if end < done:
                continue
            head = text[max(0, at - _NAME_REACH) : at]
            span = _valued(text, at - len(head) + len(head.rstrip(_NAME_CHARACTERS)), end)
            if span is not None:
                yield span
                done = span[1]
    if b"--" in lowered:
        for found in _FLAG.finditer(lowered):
            span = _valued(text, *found.span())
            if span is not None:
                yield span


def _valued(text: str, start: int, end: int) -> tuple[int, int, str] | None:
    """The value after the name that begins and ends here, if both together make it a secret."""
    name = text[start:end]
    found = _VALUE.match(text, end) if secret_names.kind(name) else None
    if found is None:
        return None
    between = found["between"]
    if ("," in between and not found["close"]) or (
        between.isspace() and not name.startswith("--")
    ):
        return None
    group, is_secret = "bare", _is_bare_secret
    if found["quoted"] is not None:
        group, is_secret = "quoted", _is_quoted_secret
    if not is_secret(text, start, name, found) or is_placeholder(found[group]):
        return None
    return found.start(group), found.end(group), f"value of {name.strip('-')[-40:]}"


def _is_path(value: str) -> bool:
    """Whether a value is the place of a secret rather than one."""
    return bool(_ADDRESS.match(value)) or has_extension(value)


def _is_password(value: str) -> bool:
    """Whether a quoted text may be a password: no sentence, no path, not the word itself."""
    if len(value) < 4 or any(char.isspace() for char in value) or _is_path(value):
        return False
    return value.lower() not in ("password", "passwd", "pass", "none", "null", "true", "false")


def _is_quoted_secret(text: str, start: int, name: str, found: re.Match[str]) -> bool:
    """Whether a value in quotes is a secret: random, or any password."""
    value = found["quoted"]
    if "," in found["between"]:
        # Arguments follow each other like the words of a list: here it must look random.
        return _is_random(value, 16) and any(char.isdigit() for char in value)
    return _is_random(value, 12) or (
        secret_names.kind(name) == "password" and _is_password(value)
    )


def _is_bare_secret(text: str, start: int, name: str, found: re.Match[str]) -> bool:
    """Whether a value without quotes is a secret: no code, random; a password in an environment
    variable or a connection string need not be random."""
    value = found["bare"]
    if _is_random(value, 16) and not _CODE.match(value):
        return True
    if secret_names.kind(name) != "password" or "=" not in found["between"]:
        return False
    if _WORDS.match(value) or not _is_password(value):
        return False
    if name.isupper() and found["between"] == "=":
        return True
    after = text[found.end() : found.end() + 1]
    head = text[max(0, start - 2) : start]
    joined = head.endswith(";") or (head[-1:] == " " and head[:1] not in (" ", ",", "(", "\n", ""))
    window = text[max(0, start - 120) : found.end() + 120]
    return after not in (",", ")") and joined and bool(_DSN_NEAR.search(window))


def _is_random(value: str, least: int) -> bool:
    """Whether a text looks random: long enough, of several kinds of characters, high entropy."""
    size = len(value)
    if size < least:
        return False
    characters = set(value)
    has_digit = any(char.isdigit() for char in characters)
    cases = any(map(str.islower, characters)) + any(map(str.isupper, characters))
    if not cases and not any(map(str.isalpha, characters)):
        return False
    if not has_digit and (cases < 2 or size < 20 or "_" in characters):
        return False
    if any(map(str.isspace, characters)) or _is_path(value):
        return False
    parts = [value.count(char) / size for char in characters]
    return -sum(part * math.log2(part) for part in parts) >= 3.0
