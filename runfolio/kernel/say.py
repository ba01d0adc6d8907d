"""The one way in which the SDK speaks: a line on stderr, once for each reason."""

from __future__ import annotations

import sys

NO_SERVER = "no Runfolio server listens to this kernel; nothing is recorded by name here"
MAX_REASONS = 50

_said: set[str] = set()


def say_once(reason: str, text: str) -> None:
    """Say text the first time that there is this reason. Never raises."""
    if reason in _said or len(_said) >= MAX_REASONS:
        return
    _said.add(reason)
    try:
        sys.stderr.write("runfolio: " + " ".join(text.split())[:500] + "\n")
    except (OSError, ValueError, AttributeError):
        return  # no stderr, or a closed one: nobody to tell
