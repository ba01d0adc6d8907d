"""Points as chunks of float64, and thinning that keeps what the eye looks for. Pure."""

from __future__ import annotations

import math
import sys
from array import array
from collections.abc import Iterator, Sequence
from typing import TypeVar

from ..models.numbers import Number, from_wire, to_wire

T = TypeVar("T")

#: Points in one row of the table points: 64 kB for both columns.
CHUNK = 4096

#: Up to this integers are exact as float64, and so as x.
EXACT = 2**53


def pack(values: Sequence[Number]) -> bytes:
    """Numbers as little-endian float64: NaN and infinities stay themselves."""
    numbers = array("d", [from_wire(value) for value in values])
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers.tobytes()


def unpack(data: bytes) -> array[float]:
    """What pack packed, as floats."""
    numbers = array("d")
    numbers.frombytes(data)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers


def wire(values: Sequence[float]) -> list[Number]:
    """Floats as the wire has them."""
    return [to_wire(value) for value in values]


def pieces(values: Sequence[T]) -> Iterator[Sequence[T]]:
    """Values in chunks as they are stored."""
    for begin in range(0, len(values), CHUNK):
        yield values[begin:begin + CHUNK]


def thin(values: Sequence[Number], most: int) -> list[int]:
    """Positions of at most `most` values, rising, that keep first, last and every extreme.

    The values between first and last are cut into buckets of equal count; of each bucket the
    least, the greatest and the first NaN stay, so that no spike, infinity or gap is lost.
    """
    count = len(values)
    if count <= most:
        return list(range(count))
    if most < 5:
        return _few([from_wire(value) for value in values], most)
    buckets = (most - 2) // 3
    kept = {0, count - 1}
    for bucket in range(buckets):
        begin = 1 + (count - 2) * bucket // buckets
        end = 1 + (count - 2) * (bucket + 1) // buckets
        kept.update(_extremes([from_wire(value) for value in values[begin:end]], begin))
    return sorted(kept)


def _few(values: Sequence[float], most: int) -> list[int]:
    """Too few for buckets: last, then the extremes of all."""
    order = [len(values) - 1, *_extremes(values, 0), 0]
    return sorted(list(dict.fromkeys(order))[:max(most, 0)])


def _extremes(values: Sequence[float], offset: int) -> Iterator[int]:
    """Positions of the least, the greatest and the first NaN of values, moved by offset."""
    least = greatest = gap = None
    for at, value in enumerate(values):
        if math.isnan(value):
            gap = at if gap is None else gap
            continue
        if least is None or value < values[least]:
            least = at
        if greatest is None or value > values[greatest]:
            greatest = at
    for found in (least, greatest, gap):
        if found is not None:
            yield found + offset
