"""Points of one step in the order of its output, made into series: loops, x and grade.

X and GRADE of the metrics contract. A second loop over the same key is «key (2)».
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from ..models.metric import Grade, MetricSource, Series
from ..models.numbers import Number, to_wire
from . import grades
from .literals import Num
from .marks import Mark

#: Keys kept of one step, and points kept of one key.
MAX_KEYS = 400
MAX_POINTS = 10_000


class Point(NamedTuple):
    """One number under its key."""

    key: str
    number: Num
    mark: Mark | None = None
    progress: tuple[int, int] | None = None
    unit: str | None = None
    spread: float | None = None
    grade: Grade | None = None
    """Grade of the expression that made it; None where only the name tells."""
    settled: bool = False
    """The key is the expression itself, so that its grade is the last word."""
    best: bool = False
    """The line after «best iteration is»: a point of the loop that was, at its place."""
    line: int | None = None
    """Line of the expression in the code of the step."""
    source: MetricSource = "printed"


Place = tuple[float, ...]


def _place(point: Point) -> Place:
    """Where a point stands in its loop, comparable among points with the same marks."""
    mark = point.mark
    if mark is None:
        return ()
    if mark.step is None:
        return (mark.epoch,) if mark.epoch is not None else ()
    return (mark.epoch or 0.0, mark.step)


@dataclass
class _Loop:
    """The points of one key in one loop."""

    points: list[Point] = field(default_factory=list)

    def begins_anew(self, point: Point) -> bool:
        """Whether the point is no longer of this loop."""
        if not self.points:
            return False
        first, last, here = _place(self.points[0]), _place(self.points[-1]), _place(point)
        if not last or not here:
            return bool(last) != bool(here)
        if len(last) != len(here):
            return here[0] < last[0] and here[0] <= first[0]
        return here < last and here <= first

    def add(self, point: Point) -> None:
        """Append the point, or put it in the place of a state of the same progress bar."""
        if point.best:
            self._insert(point)
            return
        if self.points and _supersedes(point, self.points[-1]):
            self.points[-1] = point
        elif len(self.points) < MAX_POINTS:
            self.points.append(point)

    def _insert(self, point: Point) -> None:
        place = _place(point)
        if any(_place(other) == place for other in self.points):
            return
        after = [at for at, other in enumerate(self.points) if _place(other) > place]
        self.points.insert(after[0] if after else len(self.points), point)


def _supersedes(point: Point, last: Point) -> bool:
    """Whether two points are states of one progress bar, of which the later one counts."""
    if point.progress is None or last.progress is None or point.progress[1] != last.progress[1]:
        return False
    if point.mark is not None and point.mark == last.mark:
        return True
    done, total = last.progress
    return point.mark is None and last.mark is None and done < total and point.progress[0] > done


class Builder:
    """Collects the points of one step."""

    def __init__(self) -> None:
        self._loops: dict[str, list[_Loop]] = {}

    def add(self, point: Point) -> None:
        """Take the next point; beyond the bounds it is left out."""
        loops = self._loops.get(point.key)
        if loops is None:
            if len(self._loops) >= MAX_KEYS:
                return
            loops = self._loops[point.key] = [_Loop()]
        if not point.best and loops[-1].begins_anew(point):
            loops.append(_Loop())
        loops[-1].add(point)

    def series(self) -> dict[str, Series]:
        """The series by key, in the order of their first points."""
        found: dict[str, Series] = {}
        for key, loops in self._loops.items():
            for index, loop in enumerate(loops):
                name = key if index == 0 else f"{key} ({index + 1})"
                if name not in found and len(found) < MAX_KEYS:
                    found[name] = _series(key, loop.points)
        return found


def _series(key: str, points: list[Point]) -> Series:
    """One loop of one key as a wire series."""
    units = {point.unit for point in points}
    spreads: list[Number] | None = None
    if all(point.spread is not None for point in points):
        spreads = [to_wire(point.spread) for point in points if point.spread is not None]
    return Series(
        values=[to_wire(point.number.value) for point in points],
        x=[to_wire(x) for x in _x(points)],
        grade=_grade(key, points),
        source=points[0].source,
        unit=units.pop() if len(units) == 1 else None,
        spread=spreads,
        decimals=max(point.number.decimals for point in points),
        line=points[0].line,
    )


def _x(points: list[Point]) -> list[float]:
    """x of each point: epoch, iteration or step where every point has it, else the ordinal."""
    ordinals = [float(index) for index in range(len(points))]
    marks = [point.mark for point in points if point.mark is not None]
    if len(marks) < len(points):
        return ordinals
    epochs = [mark.epoch for mark in marks if mark.epoch is not None]
    steps = [mark.step for mark in marks if mark.step is not None]
    totals = [mark.total for mark in marks if mark.total is not None]
    if not steps and len(epochs) == len(points):
        return epochs
    if not epochs and len(steps) == len(points):
        return steps
    if len(steps) < len(points):
        return ordinals
    if len(totals) == len(points) and len(epochs) == len(points):
        first = epochs[0]
        return [
            (epoch - first) * total + step
            for epoch, step, total in zip(epochs, steps, totals, strict=True)
        ]
    rising = all(left < right for left, right in pairwise(steps))
    return steps if rising else ordinals


def _grade(key: str, points: list[Point]) -> Grade:
    """Grade of a series by its name, the expressions that made it, and its marks."""
    if points[0].settled:
        return points[0].grade or "observation"
    if grades.is_qualified(key):
        return "observation"
    if grades.has_word(key):
        return "result"
    if any(point.grade == "result" for point in points):
        return "result"
    strength = max((point.mark.strength for point in points if point.mark), default=0)
    return "result" if strength == 2 or (strength == 1 and len(points) > 1) else "observation"
