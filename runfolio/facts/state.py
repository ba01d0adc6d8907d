"""What an execution does to the state in memory: `extract` per step, stored.

Rule: the «about» text of the contract's state vectors (DESIGN §3.14). The reading of a step holds
nothing of other steps; rules/flags_state.py brings the steps of an epoch together.
"""

from __future__ import annotations

from .stateops import Blind, Extract
from .statereader import read
from .syntax import parse

__all__ = ["VERSION", "Extract", "extract"]

VERSION = 1


def extract(code: str, *, language: str = "python") -> Extract:
    """What of an execution bears on the state in memory; never raises."""
    if language != "python":
        return Extract(state="foreign")
    try:
        return read(parse(code))
    except RecursionError:
        # The caller's own stack was nearly used up: said, like all that cannot be read.
        return Extract(ops=[Blind("unparsed")], state="unparsed")
