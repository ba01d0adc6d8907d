"""Secrets taken out of text before it is first written, each replaced by a mark that names it.

Known forms (secret_rules.py), PEM blocks, passwords in URLs and connection strings, and
assignments of values that look random to names that speak of secrets (secret_values.py). Linear in
the length of the text; text without secrets costs a few scans in C.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from .secret_rules import known
from .secret_values import assigned, is_placeholder

VERSION = 2


class _Span(NamedTuple):
    """A secret in the text. Of two that begin together the lower rank names the mark."""

    start: int
    rank: int
    end: int
    label: str


_URL = re.compile(r"://[^\s:/@\"'<>]{0,128}:([^\s/\"'<>]{1,256})@")
_PEM = re.compile(r"-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----")
_PEM_END = re.compile(r"-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----")
_PEM_BODY = re.compile(r"(?:[\s\"'\\]|[A-Za-z0-9+/=])*")


def redact(text: str) -> tuple[str, int]:
    """The text with a mark like `[removed: password in URL]` for each secret, and their number."""
    # One byte for each character, so that positions hold in both; searching bytes is faster.
    data = text.encode("latin-1", "replace")
    spans = sorted({
        *(_Span(start, 0, end, label) for start, end, label in known(text, data)),
        *_pem(text),
        *_urls(text),
        *(_Span(start, 2, end, label) for start, end, label in assigned(text, data)),
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
    if "@" not in text:
        return
    for found in _URL.finditer(text):
        if not is_placeholder(found[1]):
            yield _Span(found.start(1), 1, found.end(1), "password in URL")
