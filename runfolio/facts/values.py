"""Values under the expression that made them: numbers, arrays, dicts, tuples, rows of tables."""

from __future__ import annotations

import ast
import re
from typing import Any

from ..models.metric import Grade, MetricSource
from ..models.numbers import to_wire
from . import grades
from .grades import word_set
from .literals import Dict, Num, Seq, Value, flat
from .marks import Mark, loop_word, mark_of
from .named import Names
from .series import Builder, Point
from .tables import Row
from .templates import Expression

#: Dicts with more entries are tables of data, not measures.
MAX_ENTRIES = 50
MAX_DEPTH = 3

_BEST_PARAMS = re.compile(r"\bbest_(?:hyper)?(?:params?|parameters|config)_?\b|\bget_best_hyperp")
_CONFIG_WORDS = word_set(
    "param params parameter parameters hyperparameter hyperparameters hparams config "
    "configuration cfg arg args argument arguments kwargs settings options setting"
)


def is_best_params(expression: Expression) -> bool:
    """Whether an expression is the params that a search chose."""
    return bool(_BEST_PARAMS.search(expression.text))


def is_config(text: str) -> bool:
    """Whether a name or label speaks of params: what stands in its dict is no metric."""
    return bool(_CONFIG_WORDS.intersection(grades.words(text)))


def plain(value: Value) -> Any:
    """A value as JSON has it; integers stay integers, what is no value becomes None."""
    if isinstance(value, Num):
        whole = value.decimals == 0 and value.value.is_integer() and abs(value.value) < 2**53
        return int(value.value) if whole else to_wire(value.value)
    if isinstance(value, Seq):
        return [plain(item) for item in value.items]
    if isinstance(value, Dict):
        return {key: plain(item) for key, item in value.items if isinstance(key, str)}
    return value if isinstance(value, (str, bool)) else None


class Values:
    """Turns values into points of a builder, and keeps the params that a search chose."""

    def __init__(self, builder: Builder, names: Names) -> None:
        self._builder = builder
        self._names = names
        self.selected: dict[str, Any] = {}

    def add(
        self,
        expression: Expression,
        value: Value,
        *,
        source: MetricSource,
        mark: Mark | None = None,
    ) -> None:
        """A value that the cell showed or printed by itself, under its expression."""
        if isinstance(value, Dict):
            if is_best_params(expression):
                self.select(value)
            elif not is_config(expression.text.partition("(")[0]):
                self.add_dict(value, grade=expression.grade, line=expression.line, source=source)
            return
        if expression.grade is None:
            return
        if isinstance(value, Num):
            self._number(expression, expression.text, value, source, mark)
        elif isinstance(value, Seq):
            self._sequence(expression, value, source)

    def _number(
        self,
        made: Expression,
        key: str,
        value: Num,
        source: MetricSource,
        mark: Mark | None = None,
    ) -> None:
        self._builder.add(
            Point(key, value, mark, grade=made.grade, settled=True, line=made.line, source=source)
        )

    def _sequence(self, made: Expression, value: Seq, source: MetricSource) -> None:
        """A list, tuple or array: one key per expression or position, or a series."""
        node = made.node
        if isinstance(node, (ast.Tuple, ast.List)) and len(node.elts) == len(value.items):
            for element, item in zip(node.elts, value.items, strict=True):
                self.add(self._names.expression(element), item, source=source)
            return
        if made.grade != "result":
            return
        numbers = flat(value)
        apart = value.kind == "tuple" or made.called in ("evaluate", "score")
        if numbers is not None and not apart:
            for item in numbers:
                self._number(made, made.text, item, source)
        elif apart:
            for index, part in enumerate(value.items[:MAX_ENTRIES]):
                found = [part] if isinstance(part, Num) else flat(part)
                for item in found or ():
                    self._number(made, f"{made.text}[{index}]", item, source)

    def select(self, value: Dict) -> None:
        """Keep the params that a search chose."""
        for key, item in value.items[:MAX_ENTRIES]:
            if isinstance(key, str):
                self.selected[key] = plain(item)

    def add_dict(
        self,
        value: Dict,
        *,
        mark: Mark | None = None,
        grade: Grade | None = None,
        prefix: str = "",
        line: int | None = None,
        source: MetricSource = "printed",
        depth: int = 0,
    ) -> None:
        """The numbers of a dict under its keys; its epoch or step is the x of the others."""
        entries = {key: item for key, item in value.items if isinstance(key, str)}
        if len(value.items) > MAX_ENTRIES or depth >= MAX_DEPTH:
            return
        mark = mark_of(entries) or mark
        report = {"precision", "recall", "support"} <= set(entries)
        for key, item in entries.items():
            if loop_word(key) or grades.is_none(key) or (report and key == "support"):
                continue
            name = f"{prefix}{key}"
            if isinstance(item, Dict) and is_config(key):
                continue
            if isinstance(item, Dict):
                self.add_dict(
                    item, mark=mark, grade=grade, prefix=f"{name}.", line=line, source=source,
                    depth=depth + 1,
                )
                continue
            numbers = [item] if isinstance(item, Num) else self._scores(name, item, grade)
            for found in numbers:
                self._builder.add(
                    Point(name, found, mark=mark if isinstance(item, Num) else None, grade=grade,
                          line=line, source=source)
                )

    @staticmethod
    def _scores(name: str, value: Value, grade: Grade | None) -> list[Num]:
        """The numbers of a list under a name, when they are results."""
        result = grade == "result" or grades.has_word(name)
        return (flat(value) or []) if result and not grades.is_qualified(name) else []

    def add_row(self, row: Row, *, source: MetricSource, observed: bool = False) -> None:
        """A row of a table; observed: it shows the data, so nothing in it is a result."""
        for cell in row.cells:
            self._builder.add(
                Point(
                    cell.name, cell.number, mark=row.mark, unit=cell.unit, source=source,
                    grade="observation" if observed else None, settled=observed,
                )
            )
