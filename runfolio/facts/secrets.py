"""Secrets taken out of text before it is first written, each replaced by a mark that names it.

A first set of rules: known forms (secret_rules.py), PEM blocks, passwords in URLs and connection
strings, and assignments of values that look random to names that speak of secrets. Linear in the
length of the text; text without secrets costs a few scans for literals.
"""

from __future__ import annotations

import math
import re
import string
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from . import secret_names
from .paths import has_extension
from .secret_rules import known

VERSION = 1


class _Span(NamedTuple):
    """A secret in the text. Of two that begin together the lower rank names the mark."""

    start: int
    rank: int
    end: int
    label: str


_NEEDLES = ("passw", "passphrase", "pwd", "secret", "token", "key", "_pass", "credential")
_NAME_CHARACTERS = frozenset(string.ascii_letters + string.digits + "_-")
_NAME_REACH = 60
_VALUE = re.compile(
    r"(?P<close>\\?[\"']\]?)?(?:\s{0,3}:\s{0,3}[A-Za-z_]\w{0,20}(?=\s{0,3}=))?"
    r"(?P<between>\s{0,20}(?:=>|=(?!=)|:(?!:)|,)\s{0,20}|\s(?=[^\s=:,-]))"
    r"(?:(?P<open>[rbf]?\\?[\"'])(?P<quoted>[^\"'\\\n]{1,512})|(?P<bare>[^\s\"',;&)}\]]{4,200}))"
)
_PLACEHOLDER = re.compile(
    r"your|example|change.?me|xxxx|\*\*\*|<|\{|\$|%\(|\.\.\.|…|dummy|placeholder|insert|redacted"
    r"|removed:|sample|enter|fake|todo|my[-_ ]?(?:api|secret|token|password|key)",
    re.IGNORECASE,
)
_CODE = re.compile(
    r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+$|[A-Za-z]+\d{0,2}(?:_[A-Za-z]+\d{0,2})*$|.*[(\[]"
)
_WORDS = re.compile(r"[A-Za-z_.]+$|.*[(\[]")
_ADDRESS = re.compile(r"[~.]{0,2}/|[A-Za-z]:\\|https?:")
_DSN_NEAR = re.compile(
    r"\b(?:host|server|user|user id|username|uid|dbname|database|data source)\s?=", re.IGNORECASE
)
_URL = re.compile(r"://[^\s:/@\"'<>]{0,128}:([^\s/\"'<>]{1,256})@")
_PEM = re.compile(r"-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----")
_PEM_END = re.compile(r"-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----")
_PEM_BODY = re.compile(r"(?:[\s\"'\\]|[A-Za-z0-9+/=])*")


def redact(text: str) -> tuple[str, int]:
    """The text with a mark like `[removed: password in URL]` for each secret, and their number."""
    spans = sorted({
        *(_Span(start, 0, end, label) for start, end, label in known(text)),
        *_pem(text),
        *_urls(text),
        *_assigned(text),
    })
    if not spans:
        return text, 0
    parts: list[str] = []
    done = count = 0
    for span in spans:
        if span.start < done:
            done = max(done, span.end)
            continue
        parts.append(text[done : span.start])
        parts.append(f"[removed: {span.label}]")
        done = span.end
        count += 1
    return "".join([*parts, text[done:]]), count


def _pem(text: str) -> Iterator[_Span]:
    """PEM blocks of private keys; without an end as far as it may be one."""
    if "PRIVATE KEY" not in text:
        return
    done = 0
    ended = True
    for found in _PEM.finditer(text):
        if found.start() < done:
            continue
        end = _PEM_END.search(text, found.end()) if ended else None
        ended = end is not None
        body = end or _PEM_BODY.match(text, found.end())
        done = body.end() if body else found.end()
        yield _Span(found.start(), 0, done, "private key")


def _urls(text: str) -> Iterator[_Span]:
    """Passwords in URLs: scheme://user:password@host."""
    at = text.find("://")
    while at >= 0:
        found = _URL.match(text, at)
        if found and not _is_placeholder(found[1]):
            yield _Span(found.start(1), 1, found.end(1), "password in URL")
        at = text.find("://", at + 3)


def _is_placeholder(value: str) -> bool:
    """Whether a value only stands for a secret."""
    return bool(_PLACEHOLDER.search(value, 0, 80)) or not any(char.isalnum() for char in value)


def _lowered(text: str) -> str:
    """The text with its ASCII letters lowered, character by character."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return text.encode("utf-8", "surrogatepass").lower().decode("utf-8", "surrogatepass")


def _assigned(text: str) -> Iterator[_Span]:
    """Values that look random, or any password, assigned to a name that speaks of secrets."""
    lowered = _lowered(text)
    for needle in _NEEDLES:
        at = lowered.find(needle)
        while at >= 0:
            start, end = _name_around(text, at, at + len(needle))
            name = text[start:end]
            kind = secret_names.kind(name)
            found = _VALUE.match(text, end) if kind else None
            if found:
                yield from _judged(text, start, name, kind, found)
                end = found.end() if found["bare"] else end
            at = lowered.find(needle, max(end, at + len(needle)))


def _name_around(text: str, start: int, end: int) -> tuple[int, int]:
    """Begin and end of the name that this part of the text belongs to."""
    first, last = max(0, start - _NAME_REACH), min(len(text), end + _NAME_REACH)
    while start > first and text[start - 1] in _NAME_CHARACTERS:
        start -= 1
    while end < last and text[end] in _NAME_CHARACTERS:
        end += 1
    return start, end


def _judged(
    text: str, start: int, name: str, kind: str, found: re.Match[str]
) -> Iterator[_Span]:
    """The value of one assignment, if name and value together make it a secret."""
    quoted = found["quoted"]
    value = quoted if quoted is not None else found["bare"]
    between = found["between"]
    if _is_placeholder(value) or ("," in between and not found["close"]):
        return
    if between.isspace() and not name.startswith("--"):
        return
    if quoted is not None:
        if "," in between:
            # Arguments follow each other like the words of a list: here it must look random.
            secret = _is_random(value, 16) and any(char.isdigit() for char in value)
        else:
            secret = _is_random(value, 12) or (kind == "password" and _is_password(value))
    else:
        secret = _is_bare_secret(text, start, name, value, kind, found)
    if secret:
        group = "quoted" if quoted is not None else "bare"
        yield _Span(found.start(group), 2, found.end(group), f"value of {name.strip('-')[-40:]}")


def _is_path(value: str) -> bool:
    """Whether a value is the place of a secret rather than one."""
    return bool(_ADDRESS.match(value)) or has_extension(value)


def _is_password(value: str) -> bool:
    """Whether a quoted text may be a password: no sentence, no path, not the word itself."""
    if len(value) < 4 or any(char.isspace() for char in value) or _is_path(value):
        return False
    return value.lower() not in ("password", "passwd", "pass", "none", "null", "true", "false")


def _is_bare_secret(
    text: str, start: int, name: str, value: str, kind: str, found: re.Match[str]
) -> bool:
    """Whether a value without quotes is a secret: no code, random; a password in an environment
    variable or a connection string need not be random."""
    if _is_random(value, 16) and not _CODE.match(value):
        return True
    if _WORDS.match(value) or kind != "password" or "=" not in found["between"]:
        return False
    if not _is_password(value):
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
    if len(value) < least or any(char.isspace() for char in value) or _is_path(value):
        return False
    kinds = (
        any(char.islower() for char in value)
        + any(char.isupper() for char in value)
        + 2 * any(char.isdigit() for char in value)
    )
    if kinds < 2 or not any(char.isalpha() for char in value) or (kinds == 2 and value.isdigit()):
        return False
    if not any(char.isdigit() for char in value) and (len(value) < 20 or "_" in value):
        return False
    size = len(value)
    entropy = -sum(n / size * math.log2(n / size) for n in Counter(value).values())
    return entropy >= 3.0
