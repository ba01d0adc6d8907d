"""Printed text of a step, read line by line: pairs, dicts, tables, and what an epoch holds over."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..models.metric import MetricSource
from . import grades
from .lines import logical, physical
from .literals import NUMBER, Dict, Num, Seq, number, whole
from .marks import Mark, loop_word, mark_of
from .named import Names
from .readings import Readings, Told, placed
from .series import Builder, Point
from .shapes import shapes
from .tables import opens_table, read_text
from .templates import Expression
from .values import Values, is_best_params, is_config

_BEST_ITERATION = re.compile(r"\bbest iteration(?: is)?:?\s*$", re.IGNORECASE)
_NUMBERS = re.compile(rf"\s*{NUMBER}(?:\s+{NUMBER}){{0,20}}\s*$")
#: In front of a dict that says what the number before it belongs to.
_BELONGS = re.compile(r"\d.{0,80}\b(?:with|using|for):?$")
_CHOICE = frozenset(("best", "selected", "optimal", "chosen", "using"))


class Printed:
    """Reads printed text into points of a builder."""

    def __init__(self, builder: Builder, names: Names, values: Values, language: str) -> None:
        self._builder = builder
        self._prints = names.prints
        self._values = values
        self._readings = Readings(language)
        self._tables: dict[str, bool] = {}
        self._held: Mark | None = None
        self._held_total: int | None = None
        self._source: MetricSource = "printed"

    def read(self, text: str, *, source: MetricSource = "printed") -> None:
        """All lines of a text."""
        self._source = source
        self._held = None
        lines = logical(physical(text))
        kinds = shapes(lines)
        named = self._named(lines, kinds) if source == "printed" else {}
        best = False
        position = 0
        while position < len(lines):
            line = lines[position]
            if position in named and self._bare(named[position], line):
                pass
            elif not line.strip():
                self._held = None
            elif self._opens(line, kinds[position]) and (table := read_text(lines, position)):
                for row in table.rows:
                    self._values.add_row(row, source=source)
                position += table.lines
                continue
            else:
                self._line(line, kinds[position], best=best)
            best = "teration" in line and bool(_BEST_ITERATION.search(line))
            position += 1

    def _opens(self, line: str, shape: str) -> bool:
        """Whether a table may begin on a line of this shape."""
        found = self._tables.get(shape)
        if found is None:
            found = self._tables[shape] = opens_table(line)
        return found

    def _named(self, lines: Sequence[str], kinds: Sequence[str]) -> dict[int, list[Expression]]:
        """Lines of bare values with the expressions that printed them."""
        if not any(template.bare for template in self._prints.templates):
            return {}
        are: dict[str, bool] = {}
        for line, shape in zip(lines, kinds, strict=True):
            if shape not in are:
                are[shape] = _is_value(line)
        return self._prints.align(lines, [are[shape] for shape in kinds])

    def _bare(self, made: Sequence[Expression], line: str) -> bool:
        """A line that is nothing but the values of these expressions; False when it is not."""
        if len(made) == 1:
            self._values.add(made[0], whole(line), source="printed")
            return True
        words = line.split()
        if len(words) != len(made) or not _NUMBERS.match(line):
            return False
        entries = {made[at].text: number(word) for at, word in enumerate(words)}
        mark = mark_of(entries)
        for expression, word in zip(made, words, strict=True):
            if loop_word(expression.text) is None:
                self._values.add(expression, number(word), source="printed", mark=mark)
        return True

    def _line(self, line: str, shape: str, *, best: bool) -> None:
        """A line of text."""
        reading = self._readings.read(line, shape, self._held)
        if reading.alone:
            self._held, self._held_total = reading.mark, None
            return
        if reading.progress is not None and self._ends(reading.progress, reading.mark):
            self._held = None
            reading = self._readings.read(line, shape, None)
        mark = placed(reading.mark, self._held, reading.share)
        for told in reading.told:
            if not reading.search or told.has_word:
                self._pair(told, line, mark, reading.progress, best)
        for before, value in reading.dicts:
            self._dict(before, value, line, mark, reading.prefix)

    def _ends(self, progress: tuple[int, int], mark: Mark | None) -> bool:
        """A progress bar of another length ends what an epoch on its own line holds."""
        if self._held is None or mark is not None:
            return False
        if self._held_total is None:
            self._held_total = progress[1]
        return self._held_total != progress[1]

    def _pair(
        self, told: Told, line: str, mark: Mark | None, progress: tuple[int, int] | None,
        best: bool,
    ) -> None:
        """A pair: its grade is that of its name, else of the expression that printed it."""
        pair = told.pair
        made: Expression | None = None
        if pair.written and not (told.has_word or told.qualified):
            made = self._prints.maker(line, pair.name, pair.written)
            if made is not None and made.grade is None:
                return
        if pair.weak and (made is None or made.grade != "result"):
            return
        is_list = not pair.written
        if is_list and (told.qualified or not told.has_word):
            return
        for item in pair.values:
            self._builder.add(
                Point(
                    pair.name, item, None if is_list else mark, progress, pair.unit, pair.spread,
                    made.grade if made else None, False, best, made.line if made else None,
                    self._source,
                )
            )

    def _dict(
        self, before: str, value: Dict, line: str, mark: Mark | None, own: str
    ) -> None:
        """A dict on a line: params that a search chose, a config, or pairs. own: the prefix of the
        line's names."""
        words = set(grades.words(before))
        if words & _CHOICE and (is_config(before) or before.endswith("using")):
            self._values.select(value)
            return
        if self._prints.chose(line, is_best_params):
            self._values.select(value)
            return
        told = is_config(before) or _BELONGS.search(before)
        if not told and not self._prints.chose(line, _is_config_expression):
            prefix = f"{own} " if own else ""
            self._values.add_dict(value, mark=mark, prefix=prefix, source=self._source)


def _is_config_expression(made: Expression) -> bool:
    return is_config(made.text)


def _is_value(line: str) -> bool:
    """Whether a line is nothing but a number, numbers, an array or a dict."""
    if not line.strip():
        return False
    return isinstance(whole(line), (Num, Seq, Dict)) or bool(_NUMBERS.match(line))
