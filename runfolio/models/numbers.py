"""Numbers on the wire: JSON has no NaN and no infinities, training has (decisions.md, Wire)."""

from __future__ import annotations

import math
from typing import Literal

Number = float | Literal["NaN", "Infinity", "-Infinity"]


def to_wire(value: float) -> Number:
    """A float as the wire has it: itself, or one of the three names JSON lacks."""
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    return value


def from_wire(value: Number) -> float:
    """The float that a wire number stands for."""
    return float(value)
