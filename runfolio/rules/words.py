"""Was exactly one word of a text replaced by one other word?"""

from __future__ import annotations

import re

_LONGEST_TEXT = 100_000
"""Characters; longer code is compared whole only."""
_LONGEST_WORD = 80
"""A longer string literal is no word that a subtitle could show."""

_TOKEN = re.compile(
    r"""
    (?P<word>
        [rbuf]{0,2} (?: "(?:\\.|[^"\\\n])*" | '(?:\\.|[^'\\\n])*' )  # text on one line
      | \.?\d[\w.]*(?:(?<=e)[+-]\d+)?                                # number: 1e-3, 0x1f, 10j
      | [^\W\d]\w*                                                   # name
    )
    | \S
    """,
    re.VERBOSE | re.IGNORECASE,
)


def replaced_word(before: str, after: str) -> tuple[str, str] | None:
    """(before, after) when one name, number or text stands in place of another and nothing else
    differs, white space within lines and comments included; else None. For any language."""
    if before == after or max(len(before), len(after)) > _LONGEST_TEXT:
        return None
    pairs = list(_TOKEN.finditer(before)), list(_TOKEN.finditer(after))
    if len(pairs[0]) != len(pairs[1]):
        return None
    differing = [(left, right) for left, right in zip(*pairs, strict=True)
                 if left.group() != right.group()]
    if len(differing) != 1:
        return None
    left, right = differing[0]
    words = left["word"], right["word"]
    if words[0] is None or words[1] is None or max(map(len, words)) > _LONGEST_WORD:
        return None
    around = [(text[: match.start()], text[match.end() :].rstrip())
              for text, match in ((before, left), (after, right))]
    return (words[0], words[1]) if around[0] == around[1] else None
