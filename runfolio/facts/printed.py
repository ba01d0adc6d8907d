"""Printed text of a step, read line by line: pairs, dicts, tables, and what an epoch holds over."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..models.metric import MetricSource
from . import grades
from .lines import logical, physical
from .literals import NUMBER, Dict, Num, Seq, number, whole
from .marks import Mark, Marked, loop_word, mark_line, mark_of, share_of
from .named import Names
from .pairs import Pair, Pairs, read_pairs
from .scrub import scrub
from .series import Builder, Point
from .tables import read_text
from .templates import Expression
from .values import Values, is_best_params, is_config

_BEST_ITERATION = re.compile(r"\bbest iteration(?: is)?:?\s*$", re.IGNORECASE)
_NUMBERS = re.compile(rf"\s*{NUMBER}(?:\s+{NUMBER}){{0,20}}\s*$")
#: In front of a dict that says what the number before it belongs to.
_BELONGS = re.compile(r"\d.{0,80}\b(?:with|using|for):?$")
#: What scikit-learn says of each fit of a search: params, and sometimes the score.
_SEARCH = re.compile(r"\s*\[CV\b")
_CHOICE = frozenset(("best", "selected", "optimal", "chosen", "using"))


class Printed:
    """Reads printed text into points of a builder."""

    def __init__(self, builder: Builder, names: Names, values: Values, language: str) -> None:
        self._builder = builder
        self._prints = names.prints
        self._values = values
        self._language = language
        self._held: Mark | None = None
        self._held_total: int | None = None
        self._source: MetricSource = "printed"

    def read(self, text: str, *, source: MetricSource = "printed") -> None:
        """All lines of a text."""
        self._source = source
        self._held = None
        lines = logical(physical(text))
        named = self._named(lines) if source == "printed" else {}
        best = False
        position = 0
        while position < len(lines):
            line = lines[position]
            if position in named and self._bare(named[position], line):
                pass
            elif not line.strip():
                self._held = None
            elif table := read_text(lines, position):
                for row in table.rows:
                    self._values.add_row(row, source=source)
                position += table.lines
                continue
            else:
                self._line(line, best=best)
            best = bool(_BEST_ITERATION.search(line))
            position += 1

    def _named(self, lines: Sequence[str]) -> dict[int, list[Expression]]:
        """Lines of bare values with the expressions that printed them."""
        if not any(template.bare for template in self._prints.templates):
            return {}
        return self._prints.align(lines, [_is_value(line) for line in lines])

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

    def _line(self, line: str, *, best: bool) -> None:
        """A line of text."""
        marked = mark_line(scrub(line, self._language))
        if marked.alone:
            self._held, self._held_total = marked.mark, None
            return
        self._hold(marked)
        text, mark = self._place(marked)
        own = marked.mark is not None and marked.mark.strength > 0
        pairs = read_pairs(text, epoch=own, iteration=mark is not None and mark.strength > 0)
        search = _SEARCH.match(line) is not None
        for pair in pairs.pairs:
            if not search or grades.has_word(pair.name):
                self._pair(pair, line, mark, marked, best)
        for before, value in pairs.dicts:
            self._dict(before, value, line, mark, pairs)

    def _hold(self, marked: Marked) -> None:
        """A progress bar of another length ends what an epoch on its own line holds."""
        if marked.progress is None or self._held is None or marked.mark is not None:
            return
        if self._held_total is None:
            self._held_total = marked.progress[1]
        elif self._held_total != marked.progress[1]:
            self._held = None

    def _place(self, marked: Marked) -> tuple[str, Mark | None]:
        """The text without a share at its end, and the mark of its points."""
        held, mark = self._held, marked.mark
        if mark is None:
            return share_of(marked.text, held) if held else (marked.text, None)
        if mark.epoch is None and held is not None:
            strength = max(mark.strength, held.strength)
            return marked.text, mark._replace(epoch=held.epoch, strength=strength)
        return marked.text, mark

    def _pair(
        self, pair: Pair, line: str, mark: Mark | None, marked: Marked, best: bool
    ) -> None:
        """A pair: its grade is that of its name, else of the expression that printed it."""
        made: Expression | None = None
        known = grades.has_word(pair.name) or grades.is_qualified(pair.name)
        if not known and pair.written:
            made = self._prints.maker(line, pair.name, pair.written)
            if made is not None and made.grade is None:
                return
        if pair.weak and (made is None or made.grade != "result"):
            return
        is_list = not pair.written
        if is_list and grades.grade(pair.name) != "result":
            return
        for item in pair.values:
            self._builder.add(
                Point(
                    pair.name, item, mark=None if is_list else mark, progress=marked.progress,
                    unit=pair.unit, spread=pair.spread, grade=made.grade if made else None,
                    best=best, line=made.line if made else None, source=self._source,
                )
            )

    def _dict(
        self, before: str, value: Dict, line: str, mark: Mark | None, pairs: Pairs
    ) -> None:
        """A dict on a line: params that a search chose, a config, or pairs."""
        words = set(grades.words(before))
        if words & _CHOICE and (is_config(before) or before.endswith("using")):
            self._values.select(value)
            return
        if self._prints.chose(line, is_best_params):
            self._values.select(value)
            return
        told = is_config(before) or _BELONGS.search(before)
        if not told and not self._prints.chose(line, _is_config_expression):
            prefix = f"{pairs.prefix} " if pairs.prefix else ""
            self._values.add_dict(value, mark=mark, prefix=prefix, source=self._source)


def _is_config_expression(made: Expression) -> bool:
    return is_config(made.text)


def _is_value(line: str) -> bool:
    """Whether a line is nothing but a number, numbers, an array or a dict."""
    if not line.strip():
        return False
    return isinstance(whole(line), (Num, Seq, Dict)) or bool(_NUMBERS.match(line))
